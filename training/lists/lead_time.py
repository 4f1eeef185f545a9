"""How long before the official outcome a household was first on the list.

A household that was already on the list at the first as-of date we can look at (the test begins there, or the horizon does)
was listed *at least* so long ahead: its lead time is censored, and taking it as exact would tell too little. The share
listed at least so many months ahead is therefore the Kaplan–Meier estimate (Kaplan and Meier 1958) with an outcome that no
list foresaw counted at nought; the mean is restricted to the horizon (Royston and Parmar 2013).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from training.lists.counting import Draws, intervals_of
from training.lists.cutting import Flags
from training.resampling import Array

DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Ahead:
    """Each different outcome's lead time in months; 0 where no list held the household.

    Attributes:
        months: from the first listing to the outcome.
        censored: the first listing lies at the first date that could be looked at.
        weight: how often each outcome counts, shape (1 + resamples, outcomes).
    """

    months: Array
    censored: Flags
    weight: Array

    @property
    def foreseen(self) -> Flags:
        return self.months > 0


def ahead_of_outcomes(predictions: pl.DataFrame, on_list: Flags, draws: Draws) -> Ahead:
    """The lead time of every outcome that the predictions speak of, in a fixed order.

    Args:
        on_list: of each row of the predictions.
    """
    listed_on = pl.col("as_of").filter(pl.col("_on_list")).min()
    outcomes = (
        predictions.select(
            "household_id",
            "as_of",
            "outcome_on",
            "label",
            pl.Series("_on_list", on_list),
            pl.Series("_block", draws.block),
        )
        .filter(pl.col("label") == 1)
        .group_by("household_id", "outcome_on")
        .agg(
            ((pl.col("outcome_on").first() - listed_on).dt.total_days() / DAYS_IN_MONTH).alias("months"),
            (listed_on == pl.col("as_of").min()).alias("censored"),
            # The village where the household lived when its outcome was nearest.
            pl.col("_block").sort_by("as_of").last(),
        )
        .sort("household_id", "outcome_on")
    )
    return Ahead(
        outcomes["months"].fill_null(0.0).to_numpy().astype(np.float64),
        outcomes["censored"].fill_null(value=False).to_numpy(),
        draws.times[:, outcomes["_block"].to_numpy()],
    )


def survival(ahead: Ahead) -> tuple[Array, Array]:
    """Kaplan–Meier: the share of outcomes listed more than so many months ahead.

    Returns:
        The months at which it falls, beginning with nought, where those fall out that no list held; the share after each
        fall, shape (1 + resamples, months), NaN without an outcome.
    """
    falls = np.unique(np.r_[0.0, ahead.months[~ahead.censored]])
    at_risk = np.stack([ahead.weight[:, ahead.months >= at].sum(axis=1) for at in falls], axis=1)
    ended = np.stack([ahead.weight[:, (ahead.months == at) & ~ahead.censored].sum(axis=1) for at in falls], axis=1)
    share = np.cumprod(1 - np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0), axis=1)
    return falls, np.where(at_risk[:, :1] > 0, share, np.nan)


def lead_time(ahead: Ahead, limit: int) -> dict[str, Any]:
    """What an office would ask: how many are listed so long ahead, and how long ahead on the average.

    Args:
        limit: months up to which the mean is taken, the horizon.

    Returns:
        `outcomes`, `found` and `censored` as counts; `months_ahead` (mean of all outcomes, nought where not found) and
        `median_of_found` in months, `listed_ahead` (share listed at least so many months before), each with its interval.
    """
    falls, share = survival(ahead)
    listed = [
        {"months": months, **intervals_of({"share": _at_least(falls, share, months)})["share"]}
        for months in range(limit + 1)
    ]
    return {
        "outcomes": len(ahead.months),
        "found": int(ahead.foreseen.sum()),
        "censored": int(ahead.censored.sum()),
        **intervals_of({"months_ahead": mean_ahead(ahead, limit), "median_of_found": _median_of_found(falls, share)}),
        "listed_ahead": listed,
    }


def mean_ahead(ahead: Ahead, limit: int) -> Array:
    """The mean lead time in months, what lies beyond the limit not counted: the area under the curve."""
    falls, share = survival(ahead)
    ends = np.r_[falls[1:], np.inf].clip(max=limit)
    return np.asarray((share * (ends - falls.clip(max=limit))).sum(axis=1), dtype=np.float64)


def _at_least(falls: Array, share: Array, months: int) -> Array:
    """The share listed at least so long ahead: what is left just before. At nought, whoever was listed at all."""
    return share[:, max(0, int(np.searchsorted(falls, months, side="left")) - 1)]


def _median_of_found(falls: Array, share: Array) -> Array:
    """By when half of the found had been listed for no longer; NaN where the observed curve does not come down so far."""
    half = share <= share[:, :1] / 2
    reached = half.any(axis=1) & (share[:, 0] > 0)
    return np.where(reached, falls[half.argmax(axis=1)], np.nan)


def found_by(model: Ahead, other: Ahead) -> dict[str, Any]:
    """Outcomes that only the model, only the other, both or neither had on a list before: counts, and shares with intervals."""
    groups = {
        "only_model": model.foreseen & ~other.foreseen,
        "only_other": ~model.foreseen & other.foreseen,
        "both": model.foreseen & other.foreseen,
        "neither": ~model.foreseen & ~other.foreseen,
    }
    everything = model.weight.sum(axis=1)
    answer = {}
    for name, which in groups.items():
        part = model.weight[:, which].sum(axis=1)
        share = np.divide(part, everything, out=np.full_like(part, np.nan), where=everything > 0)
        answer[name] = {"outcomes": int(which.sum()), "share": intervals_of({"share": share})["share"]}
    return answer

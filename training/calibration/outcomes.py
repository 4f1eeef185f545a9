"""Whether recent outcomes lie within what was predicted: how many would have come if the probabilities were right.

The interval is one of prediction, told before looking at the outcomes where that can be done: a household's rows on
neighbouring dates share their outcome, so they count as one draw. Outcomes that gather in villages more than that are
allowed to (a cluster-robust variance, Liang and Zeger, Biometrika 1986), and so is the error of a calibrator that was
itself fitted to few households.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.vocabulary import Labelled
from training.calibration.bounds import Bounds
from training.predictions import PROBABILITY
from training.resampling import blocks_of
from training.settings.evaluation import Resample

Array = npt.NDArray[np.float64]

WIDE = 1.959964
"""Standard errors either way that hold 95 % of a normal distribution."""


class Outcomes(Labelled):
    """How outcomes compare with what was predicted."""

    AS_PREDICTED = "as_predicted", "与预计相符", "as predicted"
    MORE = "more", "多于预计", "more than predicted"
    FEWER = "fewer", "少于预计", "fewer than predicted"
    TOO_FEW = "too_few", "户数太少，无法判断", "too few to tell"


def outcomes_against_predicted(
    predictions: pl.DataFrame, bounds: Bounds, *, calibrated_on: int | None = None
) -> dict[str, Any]:
    """Compare the number of outcomes with its predictive interval.

    Args:
        predictions: `household_id`, `as_of`, `region_code`, `label`, `probability`; all outcomes mature.
        calibrated_on: different households with the outcome that the calibrator was fitted to, where that is known: its
            own error widens the interval.

    Returns:
        `verdict` (`Outcomes`), `first` and `last` as-of date, `rows`, `observed` and `expected` (rows with the outcome),
        `low` and `high` (95 % of what was to be expected), `households` (different ones with the outcome).

    Raises:
        ValueError: no rows.
    """
    if predictions.is_empty():
        raise ValueError("there are no outcomes to compare with: no row.")
    label = predictions["label"].to_numpy().astype(np.float64)
    probability = predictions[PROBABILITY].to_numpy()
    observed, expected = float(label.sum()), float(probability.sum())
    positive = predictions.filter(pl.col("label") == 1)["household_id"].n_unique()
    variance = max(
        _variance_by_household(predictions),
        float((np.bincount(blocks_of(predictions, Resample.VILLAGE), label - probability) ** 2).sum()),
    )
    if calibrated_on:
        variance += expected**2 / calibrated_on
    # On the scale of square roots, counts have a variance of their own and are no longer skewed (Anscombe 1948).
    reach = WIDE * np.sqrt(variance / expected) / 2 if expected > 0 else 0.0
    low, high = max(np.sqrt(expected) - reach, 0.0) ** 2, (np.sqrt(expected) + reach) ** 2
    return {
        "verdict": _verdict(observed, low, high, _households_expected(predictions, positive), bounds).value,
        "first": str(predictions["as_of"].min()),
        "last": str(predictions["as_of"].max()),
        "rows": predictions.height,
        "observed": int(observed),
        "expected": expected,
        "low": float(low),
        "high": float(high),
        "households": positive,
    }


def _variance_by_household(predictions: pl.DataFrame) -> float:
    """The variance of the number of outcomes if a household's rows come true together or not at all."""
    of_household = predictions.group_by("household_id").agg(pl.len(), pl.col(PROBABILITY).mean())
    return float(
        of_household.select((pl.col("len") ** 2 * pl.col(PROBABILITY) * (1 - pl.col(PROBABILITY))).sum()).item()
    )


def _households_expected(predictions: pl.DataFrame, positive: int) -> float:
    """Households with the outcome, seen or expected, whichever is more: that none of many came is evidence too."""
    on_a_date = predictions.group_by("as_of").agg(pl.col(PROBABILITY).sum())[PROBABILITY].max()
    return max(float(positive), float(on_a_date))  # type: ignore[arg-type]


def _verdict(observed: float, low: float, high: float, households: float, bounds: Bounds) -> Outcomes:
    if households < bounds.judged:
        return Outcomes.TOO_FEW
    if observed > high:
        return Outcomes.MORE
    return Outcomes.FEWER if observed < low else Outcomes.AS_PREDICTED

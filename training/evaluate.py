"""Measuring scores out of time: each metric with a bootstrap interval, methods compared on the same resamples.

Lists are cut on each as-of date on its own, since that is how visits are made; precision, recall and lift are then
pooled over the dates. Resamples draw whole villages (or households): their rows are not independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from models.select import tie
from training.settings import Evaluation, Resample

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BINS = 10
"""Equal-count bins of the expected calibration error."""


@dataclass(frozen=True)
class Rows:
    """The test part as arrays, one entry per row."""

    label: Array
    date: Integers
    block: Integers
    ties: Array

    @classmethod
    def of(cls, test: pl.DataFrame, settings: Evaluation) -> Rows:
        """From `household_id`, `as_of`, `region_code` and `label`."""
        unit = "region_code" if settings.resample is Resample.VILLAGE else "household_id"
        households = test["household_id"].unique()
        drawn = pl.DataFrame(
            {"household_id": households, "tie": [tie(h, settings.seed) / 2**64 for h in households]},
            schema={"household_id": pl.String, "tie": pl.Float64},
        )
        return cls(
            label=test["label"].to_numpy().astype(np.float64),
            date=test["as_of"].rank("dense").to_numpy().astype(np.int64) - 1,
            block=test[unit].fill_null("").rank("dense").to_numpy().astype(np.int64) - 1,
            ties=test.join(drawn, on="household_id", how="left", maintain_order="left")["tie"].to_numpy(),
        )


class Ranking:
    """A method's scores put in order once, measured under any row weights."""

    def __init__(self, rows: Rows, score: Array, probability: Array | None, shares: tuple[float, ...]) -> None:
        self.rows, self.shares, self.probability = rows, shares, probability
        # Equal scores are ordered as `models.select` orders them.
        self.by_score = np.lexsort((rows.ties, -score))
        ordered = score[self.by_score]
        self.group_start = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        self.by_date = np.lexsort((rows.ties, -score, rows.date))
        self.date_start = np.flatnonzero(np.r_[True, np.diff(rows.date[self.by_date]) != 0])
        if probability is not None:
            by_probability = np.argsort(probability, kind="stable")
            self.bins = np.empty(len(probability), dtype=np.int64)
            self.bins[by_probability] = np.arange(len(probability)) * BINS // max(len(probability), 1)

    def measure(self, weight: Array) -> dict[str, float]:
        """Every metric under these row weights; NaN where the rows can't tell (no positive or no negative)."""
        label = self.rows.label
        positive = weight * label
        measured = self._over_all(positive, weight)
        measured.update(self._at_shares(positive, weight))
        if self.probability is not None:
            total = weight.sum()
            measured["brier"] = float((weight * (self.probability - label) ** 2).sum() / total)
            gaps = np.bincount(self.bins, weight * (self.probability - label), minlength=BINS)
            measured["expected_calibration_error"] = float(np.abs(gaps).sum() / total)
        return measured

    def _over_all(self, positive: Array, weight: Array) -> dict[str, float]:
        """ROC AUC (ties count half) and average precision, over groups of equal scores from the top."""
        hit = np.add.reduceat(positive[self.by_score], self.group_start)
        missed = np.add.reduceat((weight - positive)[self.by_score], self.group_start)
        hits, misses = hit.sum(), missed.sum()
        if not (hits > 0 and misses > 0):
            return {"roc_auc": float("nan"), "average_precision": float("nan")}
        below = misses - np.cumsum(missed)
        auc = float((hit * (below + missed / 2)).sum() / (hits * misses))
        shown = np.cumsum(hit) + np.cumsum(missed)
        precision = np.divide(np.cumsum(hit), shown, out=np.zeros_like(shown), where=shown > 0)
        return {"roc_auc": auc, "average_precision": float((hit * precision).sum() / hits)}

    def _at_shares(self, positive: Array, weight: Array) -> dict[str, float]:
        """Precision, recall and lift of the first so many households of each date, pooled over the dates."""
        weights, hits = weight[self.by_date], positive[self.by_date]
        shown = np.concatenate(([0.0], np.cumsum(weights)))
        found = np.concatenate(([0.0], np.cumsum(hits)))
        everything, all_hits = shown[-1], found[-1]
        measured: dict[str, float] = {}
        for share in self.shares:
            visits = right = 0.0
            for start, end in pairwise([*self.date_start, len(weights)]):
                of_date = shown[end] - shown[start]
                # Whole visits: a share of the households, rounded, at least one.
                capacity = min(max(round(share * of_date), 1), of_date)
                cut = start + int(np.searchsorted(shown[start : end + 1], shown[start] + capacity, side="right")) - 1
                visits += capacity
                right += found[cut] - found[start]
                # A row drawn several times may straddle the cut: only the visits that are left count.
                left = capacity - (shown[cut] - shown[start])
                right += hits[cut] * left / weights[cut] if left > 0 else 0.0
            precision = float(right / visits) if visits else float("nan")
            measured[f"precision@{share:g}"] = precision
            measured[f"recall@{share:g}"] = float(right / all_hits) if all_hits else float("nan")
            measured[f"lift@{share:g}"] = precision / float(all_hits / everything) if all_hits else float("nan")
        return measured


Measured = dict[str, dict[str, dict[str, float]]]
"""Of each method (or comparison) and metric: `value`, `low`, `high` (95 % interval)."""


def evaluate(
    test: pl.DataFrame,
    scores: Mapping[str, Array],
    probabilities: Mapping[str, Array],
    settings: Evaluation,
) -> tuple[Measured, Measured]:
    """Measure methods on the test part.

    Args:
        test: rows with `household_id`, `as_of`, `region_code`, `label`.
        scores: by method, one score per row, higher is riskier; the first method is compared with all others.
        probabilities: by method, for those that give them.

    Returns:
        Of each method every metric, and of each `<first>-<other>` the difference of every metric they share.
    """
    rows = Rows.of(test, settings)
    rankings = {
        name: Ranking(rows, np.asarray(score, dtype=np.float64), probabilities.get(name), settings.shares)
        for name, score in scores.items()
    }
    first, *others = rankings
    values = _with_differences(
        {name: r.measure(np.ones(len(rows.label))) for name, r in rankings.items()}, first, others
    )
    draws = np.random.default_rng(settings.seed)
    blocks = int(rows.block.max()) + 1
    resampled = []
    for _ in range(settings.bootstrap):
        times = np.bincount(draws.integers(0, blocks, blocks), minlength=blocks).astype(np.float64)
        weight = times[rows.block]
        resampled.append(_with_differences({name: r.measure(weight) for name, r in rankings.items()}, first, others))
    intervals = {
        name: {
            metric: _interval(value, [drawn[name][metric] for drawn in resampled]) for metric, value in metrics.items()
        }
        for name, metrics in values.items()
    }
    return (
        {name: intervals[name] for name in rankings},
        {name: measured for name, measured in intervals.items() if name not in rankings},
    )


def _with_differences(
    measured: dict[str, dict[str, float]], first: str, others: list[str]
) -> dict[str, dict[str, float]]:
    differences = {
        f"{first}-{other}": {
            m: measured[first][m] - measured[other][m] for m in measured[first] if m in measured[other]
        }
        for other in others
    }
    return {**measured, **differences}


def _interval(value: float, drawn: list[float]) -> dict[str, float]:
    known = [number for number in drawn if not np.isnan(number)]
    low, high = np.quantile(known, [0.025, 0.975]) if known else (float("nan"), float("nan"))
    return {"value": float(value), "low": float(low), "high": float(high)}

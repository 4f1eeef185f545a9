"""What is compared between groups, and what each figure is a ratio of.

A figure is a ratio of two sums over rows, so that its value under any weights of villages is the ratio of two sums over
villages. Groups are compared by *ratios to all other households*, never by differences from the best group: the best of
many small groups is the luckiest one.

Recall is compared as it is (equal opportunity: Hardt, Price and Srebro 2016, "Equality of opportunity in supervised
learning"), and so are precision and calibration. Selection rates are compared *per household in need*: a group that is
twice as often in need should be visited twice as often, and equal rates would take visits away from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from features.vocabulary import Labelled
from training.predictions import PROBABILITY

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LISTED = "listed"
"""The column that says whether a row is on the list at capacity."""


class Metric(Labelled):
    """What is asked of each group."""

    RECALL = "recall", "查全率", "recall"
    PRECISION = "precision", "命中率", "precision"
    SELECTION_RATE = "selection_rate", "入选率", "selection rate"
    CALIBRATION = "calibration", "实际/预计", "observed/expected"


class Sum(Labelled):
    """What is added up over the rows of a group."""

    ROWS = "rows", "户次", "rows"
    LISTED = "listed", "入选户次", "rows listed"
    POSITIVE = "positive", "被识别户次", "positive rows"
    FOUND = "found", "入选且被识别户次", "positive rows listed"
    EXPECTED = "expected", "预计被识别户次", "expected positive rows"


@dataclass(frozen=True)
class Ratio:
    """One sum over another."""

    above: Sum
    below: Sum

    def of(self, sums: Mapping[Sum, Array]) -> Array:
        """The ratio, of any shape; NaN where nothing is below."""
        above, below = sums[self.above], sums[self.below]
        return np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below > 0)

    def log(self, sums: Mapping[Sum, Array]) -> Array:
        """Its logarithm with half a row added above and below (Haldane 1956), so that none found is not infinitely few."""
        return np.log((sums[self.above] + 0.5) / (sums[self.below] + 0.5))


@dataclass(frozen=True)
class Definition:
    """A metric: the figure that is told, the ratio by which it is compared, and what its evidence is counted by.

    Attributes:
        counted: different households with such rows are the evidence that it rests on.
        bound: the policy value: the least ratio to the others; its inverse is the greatest.
    """

    reported: Ratio
    compared: Ratio
    counted: Sum
    bound: str


DEFINITIONS: dict[Metric, Definition] = {
    Metric.RECALL: Definition(
        Ratio(Sum.FOUND, Sum.POSITIVE), Ratio(Sum.FOUND, Sum.POSITIVE), Sum.POSITIVE, "fairness_least_recall_ratio"
    ),
    Metric.PRECISION: Definition(
        Ratio(Sum.FOUND, Sum.LISTED), Ratio(Sum.FOUND, Sum.LISTED), Sum.LISTED, "fairness_least_precision_ratio"
    ),
    Metric.SELECTION_RATE: Definition(
        Ratio(Sum.LISTED, Sum.ROWS), Ratio(Sum.LISTED, Sum.POSITIVE), Sum.POSITIVE, "fairness_least_selection_ratio"
    ),
    Metric.CALIBRATION: Definition(
        Ratio(Sum.POSITIVE, Sum.EXPECTED),
        Ratio(Sum.POSITIVE, Sum.EXPECTED),
        Sum.POSITIVE,
        "fairness_least_calibration_ratio",
    ),
}


def summed(rows: pl.DataFrame) -> dict[Sum, Array]:
    """What each row adds to each sum, from `label`, `probability` and `listed`."""
    label, listed = (rows[name].cast(pl.Float64).to_numpy() for name in ("label", LISTED))
    return {
        Sum.ROWS: np.ones(rows.height),
        Sum.LISTED: listed,
        Sum.POSITIVE: label,
        Sum.FOUND: listed * label,
        Sum.EXPECTED: rows[PROBABILITY].to_numpy(),
    }


def by_block(values: Mapping[Sum, Array], cell: Integers, block: Integers) -> dict[Sum, Array]:
    """The sums of each cell and block, shape (cells, blocks), from the cell and block of each row, counted from 0."""
    cells, blocks = int(cell.max()) + 1, int(block.max()) + 1
    place = cell * blocks + block
    return {
        name: np.bincount(place, value, minlength=cells * blocks).reshape(cells, blocks).astype(np.float64)
        for name, value in values.items()
    }


def figures(rows: pl.DataFrame, columns: list[str]) -> dict[tuple[str, ...], dict[Metric, float]]:
    """Every metric of every group, by the group's values of `columns`, through Fairlearn's `MetricFrame`.

    A figure that nothing is below (the recall of a group without positives) is NaN, never 0.
    """
    from fairlearn.metrics import MetricFrame, selection_rate
    from sklearn.metrics import precision_score, recall_score

    # MetricFrame looks at every row on its own. Rows that it can't tell apart are given to it once, with their weight.
    alike = rows.group_by(*columns, "label", LISTED, maintain_order=True).agg(
        pl.len().alias("weight"), pl.col(PROBABILITY).sum().alias("expected")
    )
    weight = {"sample_weight": alike["weight"].to_numpy()}
    expected = {"expected": alike["expected"].to_numpy()}
    frame = MetricFrame(
        metrics={
            Metric.RECALL.value: partial(recall_score, zero_division=np.nan),
            Metric.PRECISION.value: partial(precision_score, zero_division=np.nan),
            Metric.SELECTION_RATE.value: selection_rate,
            Metric.CALIBRATION.value: _calibration,
        },
        y_true=alike["label"].cast(pl.Int64).to_numpy(),
        y_pred=alike[LISTED].cast(pl.Int64).to_numpy(),
        sensitive_features={name: alike[name].to_numpy() for name in columns},
        sample_params={
            **dict.fromkeys((Metric.RECALL.value, Metric.PRECISION.value, Metric.SELECTION_RATE.value), weight),
            Metric.CALIBRATION.value: {**weight, **expected},
        },
    )
    told = frame.by_group.to_dict(orient="index")
    return {
        (group if isinstance(group, tuple) else (group,)): {metric: float(values[metric.value]) for metric in Metric}
        for group, values in told.items()
    }


def _calibration(label: Array, _listed: Array, sample_weight: Array, expected: Array) -> float:
    """Observed over expected; `expected` is added up already over the rows that an entry stands for."""
    total = float(np.sum(expected))
    return float(np.sum(label * sample_weight)) / total if total > 0 else float("nan")

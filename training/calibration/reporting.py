"""Whether the probabilities of a run meant what they said: predicted beside observed, by group, with intervals.

The figures are those of calibration in the large (observed over expected) for each group, and the expected calibration
error over tenths of the probability. Intervals draw whole villages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.policy.loading import Policy
from features.vocabulary import Labelled
from models.card.verdicts import Verdict
from training.calibration.bounds import Bounds
from training.calibration.errors import TENTHS, error_by_chance, expected_calibration_error, tenth
from training.groups import Grouping
from training.predictions import PROBABILITY
from training.resampling import blocks_of, drawn_blocks, interval
from training.settings import Evaluation

Array = npt.NDArray[np.float64]

Section = dict[str, Any]


class Split(Labelled):
    """What the rows are parted by."""

    DECILE = "decile", "按预测概率十等分（10为最高）", "tenths of the probability, 10 the highest"
    HALF_YEAR = "half_year", "按半年（预测日期）", "half-years of the as-of date"
    TOWNSHIP = Grouping.TOWNSHIP.value, "按乡镇", "townships"
    HOUSEHOLD_TYPE = Grouping.HOUSEHOLD_TYPE.value, "按户类型", "household types"


JUDGED_BY = (Split.HALF_YEAR, Split.DECILE)
"""Splits whose groups count for the verdict on the whole; places and types are the audit of fairness's to judge."""


@dataclass(frozen=True)
class _Draws:
    """Villages drawn again and again: how often each counts, and which is whose.

    Attributes:
        times: shape (draws, villages).
        village: of each row.
        rows_of_a_positive: in how many rows a household with the outcome shows it, on average.
    """

    times: Array
    village: npt.NDArray[np.int64]
    rows_of_a_positive: float

    def sums(self, values: Array) -> Array:
        """Row values added up, one sum per draw."""
        return self.times @ np.bincount(self.village, values, minlength=self.times.shape[1])


def calibration_section(predictions: pl.DataFrame, settings: Evaluation, policy: Policy) -> Section:
    """The report's section on calibration.

    Args:
        predictions: out of time, as `training.predictions` makes them, with `probability`; any number of windows.

    Returns:
        `verdict` and the groups that decided it (`because`), `overall` (one group of all rows),
        `expected_calibration_error` (`value`, `low`, `high`), `error_by_chance` (what it would be if every probability were
        right), `by`: of each `Split` its groups, and `withheld`: of each
        how many groups are too small to be told. A group has `group`, `rows`, `households`, `positives` (rows),
        `positive_households`, `predicted` (mean probability), `observed` and `ratio` (of observed to expected; each
        with interval), `verdict`.

    Raises:
        ValueError: no rows.
        PolicyError: a bound is missing from the policy.
    """
    if predictions.is_empty():
        raise ValueError("there are no predictions to calibrate: no row is in any test window.")
    bounds = Bounds.at(predictions, policy)
    rows = predictions.with_columns(tenth().alias(Split.DECILE), _half_year().alias(Split.HALF_YEAR)).rename(
        {grouping.column: grouping.value for grouping in Grouping if grouping.column in predictions.columns}
    )
    village = blocks_of(rows, settings.resample)
    positive = rows.filter(pl.col("label") == 1)
    draws = _Draws(
        drawn_blocks(int(village.max()) + 1, settings.bootstrap, settings.seed),
        village,
        positive.height / max(positive["household_id"].n_unique(), 1),
    )
    overall = _group("all", rows, np.ones(rows.height, dtype=np.bool_), draws, bounds)
    by, withheld = {}, {}
    for split in Split:
        if split.value in rows.columns:
            by[split.value], withheld[split.value] = _groups(rows, split, draws, bounds)
    verdict, because = _verdict(overall, by)
    return {
        "verdict": verdict.value,
        "because": because,
        "bounds": {"least_ratio": bounds.least_ratio, "greatest_ratio": 1 / bounds.least_ratio},
        "overall": overall,
        "expected_calibration_error": _expected_error(rows, draws),
        "error_by_chance": error_by_chance(rows, settings.seed),
        "by": by,
        "withheld": withheld,
    }


def _half_year() -> pl.Expr:
    half = (pl.col("as_of").dt.month() > 6).cast(pl.Int8) + 1
    return pl.format("{}H{}", pl.col("as_of").dt.year(), half)


def _groups(rows: pl.DataFrame, split: Split, draws: _Draws, bounds: Bounds) -> tuple[list[Section], int]:
    """The groups of a split that may be told, in order, and how many may not."""
    column = rows[split.value]
    names = column.unique().sort().to_list()
    if split is Split.DECILE:
        names.sort(key=int)
    groups = [_group(name, rows, (column == name).to_numpy(), draws, bounds) for name in names]
    kept = [group for group in groups if group["households"] >= bounds.disclosed]
    return kept, len(groups) - len(kept)


def _group(name: str, rows: pl.DataFrame, inside: npt.NDArray[np.bool_], draws: _Draws, bounds: Bounds) -> Section:
    of_group = rows.filter(inside)
    label = np.where(inside, rows["label"].to_numpy(), 0).astype(np.float64)
    probability = np.where(inside, rows[PROBABILITY].to_numpy(), 0.0)
    seen, expected, number = (draws.sums(values) for values in (label, probability, inside.astype(np.float64)))
    positives = of_group.filter(pl.col("label") == 1)["household_id"].n_unique()
    ratio = interval(_ratio(label.sum(), probability.sum()), map(_ratio, seen, expected))
    return {
        "group": name,
        "rows": of_group.height,
        "households": of_group["household_id"].n_unique(),
        "positives": int(label.sum()),
        "positive_households": positives,
        "predicted": float(probability.sum() / of_group.height),
        "observed": interval(_ratio(label.sum(), of_group.height), map(_ratio, seen, number)),
        "ratio": ratio,
        "verdict": bounds.verdict(ratio, max(positives, _households(probability.sum(), draws))).value,
    }


def _households(expected_rows: float, draws: _Draws) -> float:
    """How many households so many expected rows stand for: that none of many came is evidence too."""
    return float(expected_rows / draws.rows_of_a_positive) if draws.rows_of_a_positive else 0.0


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def _expected_error(rows: pl.DataFrame, draws: _Draws) -> dict[str, float]:
    """The expected calibration error; the tenths stay those of the whole in each draw."""
    gap = (rows["label"] - rows[PROBABILITY]).to_numpy()
    group = rows[Split.DECILE].cast(pl.Int64).to_numpy() - 1
    drawn = np.stack([draws.sums(np.where(group == number, gap, 0.0)) for number in range(TENTHS)])
    total = draws.sums(np.ones(rows.height))
    return interval(expected_calibration_error(rows), np.abs(drawn).sum(axis=0) / total)


def _verdict(overall: Section, by: dict[str, list[Section]]) -> tuple[Verdict, list[Section]]:
    """The whole's, unless a half-year or a tenth lies outside: then outside, though they make up for each other."""
    outside = [
        {"by": split.value, "group": group["group"]}
        for split in JUDGED_BY
        for group in by[split.value]
        if group["verdict"] == Verdict.OUTSIDE.value
    ]
    whole = Verdict(overall["verdict"])
    if whole is Verdict.OUTSIDE:
        outside = [{"by": "all", "group": "all"}, *outside]
    return (Verdict.OUTSIDE, outside) if outside else (whole, [])

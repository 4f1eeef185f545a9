"""The audit: every group and every pair of groups at the real cut, told, compared and judged.

What is told is rounded, and groups that are too small to be told are in no page and no file.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import polars as pl

from models.card.verdicts import Verdict
from training.fairness.bounds import Bounds
from training.fairness.cells import Cell, Everybody, cells_of
from training.fairness.judging import verdicts
from training.fairness.metrics import Metric, Sum
from training.fairness.wording import members_in_words
from training.predictions import GROUP
from training.resampling import Interval
from training.settings import Evaluation

DIGITS = 3
"""Figures are told to a thousandth."""

COUNTED_IN = 5
"""Counts are told to the nearest five, so that the total less the groups that are told does not tell a group that is not."""


def audit(rows: pl.DataFrame, settings: Evaluation, bounds: Bounds) -> dict[str, Any]:
    """The audit of predictions out of time (`training.predictions`) that say which rows are on the list.

    Args:
        rows: with `group.<name>` text columns, `label`, `probability` and `listed`.

    Returns:
        `bounds`, `least_households`, `least_judged`, `overall` (each metric of all rows), `verdicts` (how many of each),
        `unprinted` (how many groups are too small to be told), and `groups`: of each its `groups` and `members`, names in
        Chinese and English, `households`, `positives`, and of each metric `value`, `compared` (to all others), `verdict`.
    """
    everybody = Everybody.of(rows, settings)
    named = [name for name in rows.columns if name.startswith(GROUP)]
    groupings = [[name] for name in named] + [list(pair) for pair in combinations(named, 2)]
    by_grouping = [cells_of(columns, everybody, bounds) for columns in groupings]
    cells = [cell for of_grouping, _ in by_grouping for cell in of_grouping]
    judged = iter(verdicts([one for cell in cells for one in cell.comparisons.values()]))
    groups = [_group_section(cell, {metric: next(judged) for metric in cell.comparisons}) for cell in cells]
    given = [metric["verdict"] for group in groups for metric in group["metrics"].values()]
    return {
        "bounds": {metric.value: [low, _finite(high)] for metric, (low, high) in bounds.ratios.items()},
        "least_households": bounds.least_disclosed,
        "least_judged": bounds.least_judged,
        "overall": {metric.value: _rounded(everybody.figure(metric)) for metric in Metric},
        "verdicts": {verdict.value: given.count(verdict.value) for verdict in Verdict},
        "unprinted": sum(unprinted for _, unprinted in by_grouping),
        "groups": groups,
    }


def _group_section(cell: Cell, judged: dict[Metric, Verdict]) -> dict[str, Any]:
    zh, en = members_in_words(cell.groups, cell.members)
    return {
        "groups": list(cell.groups),
        "members": list(cell.members),
        "zh": zh,
        "en": en,
        "households": nearest(cell.counts[Sum.ROWS]),
        "positives": nearest(cell.counts[Sum.POSITIVE]),
        "metrics": {
            metric.value: {
                "value": _rounded(cell.values[metric]),
                "compared": _rounded(cell.comparisons[metric].ratio),
                "verdict": verdict.value,
            }
            for metric, verdict in judged.items()
        },
    }


def nearest(count: int) -> int:
    """A count as it is told."""
    return COUNTED_IN * round(count / COUNTED_IN)


def _rounded(figure: Interval) -> dict[str, float | None]:
    """To a thousandth, null where it can't be told: JSON knows no NaN."""
    return {bound: None if math.isnan(number) else round(number, DIGITS) for bound, number in figure.items()}


def _finite(number: float) -> float | None:
    return None if math.isinf(number) else round(number, DIGITS)

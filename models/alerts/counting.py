"""Alerts counted by rule and by household: visits saved, and what the model expects among those that are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.triggers.rules import TRIGGERS
from models.alerts.handling import Handling, by_household
from models.lists import LeftOut

COUNTED: dict[str, pl.DataType] = {
    "trigger": pl.String(),
    "department": pl.String(),
    "standing": pl.Int64(),
    "alerts": pl.Int64(),
    "shared": pl.Int64(),
    **{handling.value: pl.Int64() for handling in Handling},
    "expected": pl.Float64(),
    "expected_low": pl.Float64(),
    "expected_high": pl.Float64(),
}
"""Of each rule: households that hit it, alerts, those of households that another rule reports too, alerts by their handling, and how many of
those behind the list are expected to be identified. A household has one alert of a rule; over rules nothing but `alerts` adds up."""

_PROBABILITIES = ("probability", "probability_low", "probability_high")


@dataclass(frozen=True)
class Expected:
    """How many of some households the model expects to be identified within its horizon: the sum of their probabilities.

    Attributes:
        low, high: the same where the calibration is off to one side for all of them at once, as far as it leaves open; None where the
            model tells no ends. What falls out by chance besides is not in it.
    """

    households: int
    identified: float
    low: float | None
    high: float | None

    @property
    def visits_for_each(self) -> float | None:
        """Visits for each household that is expected to be found; None where none is."""
        return self.households / self.identified if self.identified else None


@dataclass(frozen=True)
class Totals:
    """Alerts by household: a visit goes to a household, whatever number of rules it hits.

    Attributes:
        households: by handling, each once.
        behind: what is expected among those behind the list.
        next_in_order: what as many visits would find that go on where the list ends, in the order of the scores.
        listed: what the whole list is expected to find.
    """

    alerts: int
    households: Mapping[Handling, int]
    behind: Expected
    next_in_order: Expected
    listed: Expected

    @property
    def different(self) -> int:
        """Different households with an alert."""
        return sum(self.households.values())

    @property
    def repeated(self) -> int:
        """Alerts beyond the first of a household: one visit answers them all."""
        return self.alerts - self.different

    @property
    def saved(self) -> int:
        """Visits saved against one for each alert, by the list, by visits that were made, and by going once. No score is in it."""
        return self.repeated + sum(number for handling, number in self.households.items() if handling.answered)


def expected_of(households: pl.DataFrame) -> Expected:
    """What is expected of households, one row each, with `probability`, `probability_low`, `probability_high`."""
    whole, *ends = (None if households[name].has_nulls() else float(households[name].sum()) for name in _PROBABILITIES)
    return Expected(households.height, whole or 0.0, *ends)


def counted_by_rule(hits: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    """One row for each rule, columns of COUNTED, those without a hit included.

    Args:
        hits: `trigger`, `household_id`: every rule that is hit on the day.
        alerts: columns of `models.alerts.handling.HANDLED`.
    """
    several = pl.len().over("household_id") > 1
    is_behind = pl.col("handling") == Handling.BEHIND.value
    standing = hits.group_by("trigger").agg(pl.len().cast(pl.Int64).alias("standing"))
    counted = (
        alerts.with_columns(several.alias("several"))
        .group_by("trigger")
        .agg(
            pl.len().alias("alerts"),
            pl.col("several").sum().alias("shared"),
            *((pl.col("handling") == one.value).sum().alias(one.value) for one in Handling),
            pl.col("probability").filter(is_behind).sum().alias("expected"),
            _sum_where_known("probability_low", is_behind).alias("expected_low"),
            _sum_where_known("probability_high", is_behind).alias("expected_high"),
        )
    )
    rules = pl.DataFrame(
        {"trigger": [one.name for one in TRIGGERS], "department": [one.department.value for one in TRIGGERS]}
    )
    every_rule = rules.join(standing, on="trigger", how="left").join(
        counted, on="trigger", how="left", maintain_order="left"
    )
    whole = [name for name, kind in COUNTED.items() if kind == pl.Int64()]
    return every_rule.with_columns(pl.col(whole).fill_null(0), pl.col("expected").fill_null(0.0)).select(
        pl.col(name).cast(kind) for name, kind in COUNTED.items()
    )


def totals_of(alerts: pl.DataFrame, households: pl.DataFrame) -> Totals:
    """The same by household.

    Args:
        alerts: columns of `models.alerts.handling.HANDLED`.
        households: everybody who was considered for the list (`models.lists.issued.HOUSEHOLDS`) with the three probabilities.
    """
    each = by_household(alerts)
    numbers = dict(each.group_by("handling").len().iter_rows())
    behind = expected_of(each.filter(handling=Handling.BEHIND.value))
    at_rest = [LeftOut.RESTING.value, LeftOut.BEYOND_BOUND.value]
    free = households.filter(
        pl.col("slot").is_null(), pl.col("score").is_not_null(), ~pl.col("left_out").is_in(at_rest)
    )
    in_order = free.sort("score", "household_id", descending=[True, False])
    return Totals(
        alerts.height,
        {one: int(numbers.get(one.value, 0)) for one in Handling},
        behind,
        expected_of(in_order.head(behind.households)),
        expected_of(households.filter(pl.col("slot").is_not_null(), pl.col("score").is_not_null())),
    )


def _sum_where_known(name: str, rows: pl.Expr) -> pl.Expr:
    """Of a sum in which one part is unknown nothing is known."""
    of = pl.col(name).filter(rows)
    return pl.when(of.null_count() == 0).then(of.sum())

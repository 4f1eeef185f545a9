"""How a flag is declared: `@flagged_unless(...)` over a function that says what holds in a usual row."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from features.bilingual import Bilingual
from features.records.tables.rules import RowRule, Severity

EVENT_DATE = pl.col("event_date")

FLAGS: dict[str, list[RowRule]] = {}
"""The flags of each table, in the order in which they are declared."""


def flagged_unless(
    tables: str | tuple[str, ...],
    column: str,
    *,
    zh: str,
    en: str,
    to_do_zh: str,
    to_do_en: str,
    value: pl.Expr | None = None,
    limit: str | None = None,
) -> Callable[[Callable[[], pl.Expr]], Callable[[], pl.Expr]]:
    """Declare a flag of one table or several.

    Args:
        column: the column looked at first; its number is the finding's value unless `value` says otherwise.
        limit: the policy value that the rule reads, see `features.records.tables.rules.limit`.
    """

    def declare(holds: Callable[[], pl.Expr]) -> Callable[[], pl.Expr]:
        for table in (tables,) if isinstance(tables, str) else tables:
            rule = RowRule(
                table,
                holds.__name__,
                Severity.FLAG,
                Bilingual(zh, en),
                Bilingual(to_do_zh, to_do_en),
                column,
                holds=holds(),
                value=value,
                limit=limit,
            )
            FLAGS.setdefault(table, []).append(rule)
        return holds

    return declare


def at_most(column: str, policy_value: str) -> pl.Expr:
    """The column's number is at most the policy value in force when it happened."""
    return pl.col(column) <= pl.col(f"policy.{policy_value}")


def whole_years(start: str, end: str) -> pl.Expr:
    """Completed years between two days."""
    first, last = pl.col(start), pl.col(end)
    months = (last.dt.year() - first.dt.year()) * 12 + last.dt.month().cast(pl.Int32) - first.dt.month().cast(pl.Int32)
    return (months - (last.dt.day() < first.dt.day()).cast(pl.Int32)) // 12


AGE = whole_years("birth_month", "event_date")
"""Age on the day described; the day of birth is not known, so up to a month too old."""

DELAY = whole_years("event_date", "known_date")
"""Completed years between what happened and its telling."""

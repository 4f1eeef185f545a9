"""The rules with their alerts beside a list, as a table for a terminal."""

from __future__ import annotations

import polars as pl
from rich import box
from rich.table import Table

from features.triggers.rules import TRIGGERS_BY_NAME
from models.alerts.county import Alerts
from models.alerts.handling import Handling

NARROWEST = 132
"""Columns of a terminal in which every figure of the table can be read."""

HEADERS = (
    "现有\nstanding",
    "新增\nnew",
    "同户另有\nshared",
    "已列入\nlisted",
    "已走访\nvisited",
    "另走访\nto visit",
    "先核实\nbehind",
    "预计\nexpected",
    "以往识别\nled to before",
)


def alerts_table(alerts: Alerts) -> Table:
    """One line per rule with an alert, by department; households, which do not add up over rules.

    "To visit" are those that hit a severe rule without room, and those whose score is not behind the list; "expected" is told of those behind
    it. What alerts led to before is a dash where nobody can tell.
    """
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("部门")
    table.add_column("预警规则 rule", overflow="fold")
    for header in HEADERS:
        table.add_column(header, justify="right", no_wrap=True)
    department = ""
    for row in rows_of(alerts).filter(pl.col("alerts") > 0).iter_rows(named=True):
        trigger = TRIGGERS_BY_NAME[row["trigger"]]
        shown = trigger.department.zh if trigger.department.value != department else ""
        department = trigger.department.value
        to_visit = row[Handling.MUST_VISIT.value] + row[Handling.AHEAD.value]
        numbers = (
            row[name] for name in ("standing", "alerts", "shared", Handling.LISTED.value, Handling.VISITED.value)
        )
        table.add_row(
            shown,
            f"{trigger.zh}\n{trigger.name}",
            *(f"{number:,}" for number in numbers),
            f"{to_visit:,}",
            f"{row[Handling.BEHIND.value]:,}",
            f"{row['expected']:.1f}",
            share_of(row["past_identified"], row["past_alerts"], row["past_low"], row["past_high"]),
        )
    return table


def rows_of(alerts: Alerts) -> pl.DataFrame:
    """The rules with what their alerts led to before: columns of `COUNTED`, `past_alerts`, `past_identified`, `past_low`, `past_high`."""
    names = {"alerts": "past_alerts", "identified": "past_identified", "low": "past_low", "high": "past_high"}
    if alerts.past is None:
        unknown = (
            pl.lit(None, pl.Int64 if place < 2 else pl.Float64).alias(name) for place, name in enumerate(names.values())
        )
        return alerts.by_rule.with_columns(*unknown)
    return alerts.by_rule.join(alerts.past.by_rule.rename(names), on="trigger", how="left", maintain_order="left")


def share_of(identified: int | None, alerts: int | None, low: float | None, high: float | None) -> str:
    """`16/251 6.4% (3.7–10.1)`, or a dash where nobody can tell."""
    if identified is None or not alerts or low is None or high is None:
        return "—"
    return f"{identified:,}/{alerts:,} {identified / alerts:.1%} ({low * 100:.1f}–{high * 100:.1f})"

"""The rules with their hits and what these led to, as a table for a terminal."""

from __future__ import annotations

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from features.triggers.outcomes import yield_by_rule
from features.triggers.rules import TRIGGERS_BY_NAME


def print_yield(hits: pl.DataFrame, console: Console) -> None:
    """The rules with their hits, rows of `outcomes.HITS`."""
    console.print(yield_table(yield_by_rule(hits)))


def yield_table(measured: pl.DataFrame) -> Table:
    """One line per rule, by department. Where no horizon has passed, what became of the hits is not known yet.

    Args:
        measured: columns of `outcomes.YIELD`.
    """
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("部门")
    table.add_column("预警规则 rule")
    for header in ("命中\nhits", "后识别\nidentified", "占比\nyield", "提前天数\nlead days"):
        table.add_column(header, justify="right")
    department = ""
    for row in measured.iter_rows(named=True):
        trigger = TRIGGERS_BY_NAME[row["trigger"]]
        shown = trigger.department.zh if trigger.department.value != department else ""
        department = trigger.department.value
        table.add_row(
            shown,
            f"{trigger.zh}\n{trigger.name}",
            f"{row['hits']:,}",
            f"{row['identified']:,}" if row["observed"] else "—",
            f"{row['yield']:.1%}" if row["yield"] is not None else "—",
            f"{row['lead_days']:.0f}" if row["lead_days"] is not None else "—",
        )
    return table

"""What of the stored records is flagged, on a terminal: one line per rule."""

from __future__ import annotations

import datetime as dt

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.records.contracts.contract import rules


def print_flags(flagged: pl.DataFrame, as_of: dt.date, console: Console) -> None:
    """How many rows and households each flag rule found among what was known by the day, the most frequent first."""
    if flagged.is_empty():
        console.print(f"{as_of}：没有需要提示核实的记录 | nothing is flagged")
        return
    table = Table(
        Column("含义与处理", overflow="fold"),
        Column("行数", justify="right"),
        Column("户数", justify="right"),
        Column("规则 rule", overflow="fold"),
        Column("meaning, what to do", overflow="fold"),
        box=SIMPLE_HEAD,
        padding=0,
        caption=f"{as_of}: rows kept and flagged; rows, households",
        caption_justify="left",
    )
    counts = flagged.group_by("table", "rule").agg(pl.len(), pl.col("household_id").n_unique())
    for name, rule_name, rows, households in counts.sort(
        "len", "table", "rule", descending=[True, False, False]
    ).rows():
        rule = rules(name)[rule_name]
        zh, en = f"{rule.meaning.zh}：{rule.to_do.zh}", f"{rule.meaning.en}; {rule.to_do.en}"
        table.add_row(zh, f"{rows:,}", f"{households:,}", rule.id, en)
    console.print(table)

"""Deliveries and their freshness on a terminal."""

from __future__ import annotations

import datetime as dt

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.deliveries.freshness import Freshness
from features.texts.printable import printable_name

STYLES = {Freshness.STALE: "red", Freshness.NEVER: "yellow", Freshness.NO_RHYTHM: "yellow"}


def print_deliveries(taken: pl.DataFrame, console: Console, at_most: int | None = None) -> None:
    """One line per file of `freshness.taken_by`: when, which, from whom, how many rows it brought, and its withdrawal.

    Args:
        at_most: only so many, the last ones, with a line that counts the others; all when None.
    """
    shown = taken if at_most is None else taken.tail(at_most)
    if shown.height < taken.height:
        console.print(
            f"共 {taken.height:,} 份文件，下面是最近 {shown.height} 份；全部用 --all | {taken.height:,} files, of which these are the last "
            f"{shown.height}: --all lists every one",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    table = Table(
        Column("日期", no_wrap=True),
        Column("批次", no_wrap=True),
        Column("文件", overflow="fold"),
        Column("部门", overflow="fold"),
        Column("读取", justify="right"),
        Column("入库", justify="right"),
        Column("未入库", justify="right"),
        box=SIMPLE_HEAD,
        padding=0,
        caption="known on, delivery, file, department; rows read, record rows landed, rows set aside",
        caption_justify="left",
    )
    for row in shown.iter_rows(named=True):
        gone = f"\n已撤回 withdrawn {row['withdrawn_on']}" if row["withdrawn_on"] else ""
        counts = (f"{row[name]:,}" for name in ("rows_read", "rows_landed", "rows_set_aside"))
        table.add_row(
            str(row["known_date"]), row["delivery_id"], printable_name(row["file"]) + gone, row["department"], *counts
        )
    console.print(table)


def print_freshness(fresh: pl.DataFrame, as_of: dt.date, console: Console) -> None:
    """One line per source, and below it in a sentence who is late and who never sent anything."""
    table = Table(
        Column("部门", overflow="fold"),
        Column("数据", overflow="fold"),
        Column("份数", justify="right"),
        Column("最近交付", no_wrap=True),
        Column("应不晚于", no_wrap=True),
        Column("状态", no_wrap=True),
        box=SIMPLE_HEAD,
        padding=0,
        caption=f"{as_of}: department, source, files, last delivery, next one expected by, freshness",
        caption_justify="left",
    )
    for row in fresh.iter_rows(named=True):
        state = Freshness(row["freshness"])
        late = f"{row['days_late']:,}天" if state is Freshness.STALE else ""
        days = (str(row["last_known_date"] or ""), str(row["expected_by"] or ""))
        table.add_row(
            row["department"], row["zh"], f"{row['deliveries']:,}", *days, state.zh + late, style=STYLES.get(state)
        )
    console.print(table)
    _print_states(fresh, console)


def print_late(fresh: pl.DataFrame, as_of: dt.date, console: Console) -> None:
    """Only who is late, by how much, and who never sent anything."""
    stale = fresh.filter(pl.col("stale")).sort("days_late", descending=True, maintain_order=True)
    if stale.is_empty():
        console.print(f"截至 {as_of}，没有逾期的部门 | nobody is late on {as_of}", markup=False, highlight=False)
    for row in stale.iter_rows(named=True):
        console.print(
            f"{row['department']} {row['zh']}：逾期{row['days_late']:,}天，最近交付 {row['last_known_date']} | {row['source']} is "
            f"{row['days_late']:,} days late",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    _print_states(fresh.filter(~pl.col("stale")), console)


def _print_states(fresh: pl.DataFrame, console: Console) -> None:
    for state in (Freshness.STALE, Freshness.NEVER, Freshness.NO_RHYTHM):
        named = fresh.filter(pl.col("freshness") == state.value)
        if named.height:
            sources = "、".join(f"{department} {zh}" for department, zh in named.select("department", "zh").iter_rows())
            console.print(f"{state.zh} | {state.en}: {sources}", markup=False, soft_wrap=True)

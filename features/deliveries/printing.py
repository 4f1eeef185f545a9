"""Deliveries and their freshness on a terminal."""

from __future__ import annotations

import datetime as dt

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.deliveries.freshness import Freshness
from features.printable import printable_name

STYLES = {Freshness.STALE: "red", Freshness.NEVER: "yellow", Freshness.NO_RHYTHM: "yellow"}


def print_deliveries(taken: pl.DataFrame, console: Console) -> None:
    """One line per file of `freshness.taken_by`: when, which, from whom, how many rows it brought, and its withdrawal."""
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
    for row in taken.iter_rows(named=True):
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
    for state in (Freshness.STALE, Freshness.NEVER, Freshness.NO_RHYTHM):
        named = fresh.filter(pl.col("freshness") == state.value)
        if named.height:
            sources = "、".join(f"{department} {zh}" for department, zh in named.select("department", "zh").iter_rows())
            console.print(f"{state.zh} | {state.en}: {sources}", markup=False, soft_wrap=True)

"""The catalogue on a terminal, Chinese first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table

from features.catalogue.entry import DIRECTIONS, Entry, domains, entry
from features.catalogue.example import Example, example_of
from features.policy.listing import InForce
from features.policy.loading import Policy
from features.registry import UNITS, features
from features.registry.wording import value_in_words

MOST_ROWS = 12
"""Rows of an example that are shown; those that count come first."""


def print_catalogue(entries: Iterable[Entry], console: Console) -> None:
    """One line per feature, by domain."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("特征 feature", "含义 meaning", "单位 unit", "无记录 absent", "风险 risk"):
        # Chinese has no spaces to break a line at.
        table.add_column(heading, overflow="fold")
    domain = None
    count = 0
    for shown in entries:
        declared = shown.feature
        if declared.domain != domain:
            domain = declared.domain
            table.add_section()
            table.add_row(f"[bold]{domains()[domain].zh}[/bold] {domain}")
        count += 1
        absent = "未知" if declared.when_no_rows is None else f"{declared.when_no_rows:g}"
        risk = f"{declared.risk_type.zh} {_ARROWS[declared.risk_rises_when]}"
        table.add_row(shown.name, f"{declared.zh}\n[dim]{declared.en}[/dim]", shown.unit.zh, absent, risk)
    console.print(table)
    console.print(
        f"共 {count} 项。↑ 数值越高风险可能越高，↓ 数值越低风险可能越高，↕ 高低都可能。`fanpin features show NAME` 看一项的全部内容。\n"
        f"{count} features. ↑ ↓ ↕: the direction in which risk may rise. `fanpin features show NAME` tells one in full.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


_ARROWS = {"rises": "↑", "falls": "↓", "either": "↕"}


def print_entry(shown: Entry, policy: Policy, day: dt.date, region: str, console: Console) -> None:
    """One feature in full."""

    def line(zh: str, en: str, *lines: str) -> None:
        console.print(f"[bold]{zh} {en}[/bold]", highlight=False)
        for each in lines:
            console.print(f"  {each}", markup=False, highlight=False, soft_wrap=True)

    declared = shown.feature
    low, high = UNITS[declared.unit]
    line(declared.zh, f"({shown.name})", declared.en)
    line("单位", "Unit", f"{shown.unit.zh} | {declared.unit}", f"{low:,.0f} – {high:,.0f}")
    line("无记录", "Absence", f"{shown.absence.zh} | {shown.absence.en}")
    direction = DIRECTIONS[declared.risk_rises_when]
    line("风险", "Risk", f"{declared.risk_type.zh}，{direction.zh} | {declared.risk_type.en}; {direction.en}")
    line("领域", "Domain", f"{domains()[declared.domain].zh} {declared.domain}")
    if shown.table is not None:
        line("来源", "Source", shown.table, *(f"  {text}" for text in _columns(shown)))
    if shown.windows:
        months = "、".join(str(each) for each in shown.windows)
        line("回看", "Looks back", f"{months} 个月 | {', '.join(str(each) for each in shown.windows)} months")
    if shown.made_of:
        line("由以下特征组合", "Made of", *(f"{name}  {entry(name).feature.zh}" for name in shown.made_of))
    if shown.policy:
        line(f"{day} 的政策值", f"Policy on {day}", *(_policy(read) for read in shown.policy_on(day, region, policy)))
    users = [f"特征 feature {name}" for name in shown.used_by]
    users += [f"预警 trigger {name}" for name in shown.triggers]
    users += [f"漏项 gap list {name}" for name in shown.gaps]
    users += [f"核查 check {name}" for name in shown.checks]
    if users:
        line("用于", "Used by", *users)
    line("定义", "Definition")
    console.print(Syntax(shown.definition, "python", background_color="default", word_wrap=True))
    if example := example_of(shown, policy):
        _print_example(shown, example, console)


def _columns(shown: Entry) -> Iterable[str]:
    for column in shown.columns:
        sent = "；".join(column.delivered_by) or "暂无来源，故一直未知 nobody delivers it, so it is always unknown"
        yield f"{column.name}  {column.meaning.zh} | {column.meaning.en}  ← {sent}"


def _policy(read: InForce) -> str:
    amount = read.value_zh.replace("\n", "，")
    return f"{read.value.name}  {read.value.zh}：{amount} {read.source_zh}"


def _print_example(shown: Entry, example: Example, console: Console) -> None:
    household = example.household
    console.print("[bold]示例 Example[/bold]", highlight=False)
    heading = f"  {household.zh}，截至 {household.as_of} | {household.en}, as of {household.as_of} (made up)"
    console.print(heading, markup=False, highlight=False, soft_wrap=True)
    if example.rows.height:
        console.print(_rows(example.rows))
    for name, value in example.ingredients.items():
        if name in features():
            amount = value_in_words(features()[name], value).zh
        else:
            amount = "没有记录 not recorded" if value is None else f"{value:,.10g}"
        console.print(f"    {name}  {amount}", markup=False, highlight=False, soft_wrap=True)
    said_zh, said_en = value_in_words(shown.feature, example.value).zh, value_in_words(shown.feature, example.value).en
    console.print(f"  = {said_zh} | {said_en}", markup=False, highlight=False)


def _rows(rows: pl.DataFrame) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in rows.columns:
        table.add_column("计入 counts" if name == "counts" else name, overflow="fold")
    for row in rows.sort("counts", descending=True, maintain_order=True).head(MOST_ROWS).iter_rows(named=True):
        cells = [("✓" if cell else "") if name == "counts" else _cell(cell) for name, cell in row.items()]
        table.add_row(*cells, style=None if row["counts"] else "dim")
    return table


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{cell:,g}" if isinstance(cell, float) else str(cell)

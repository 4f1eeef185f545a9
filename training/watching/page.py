"""A watch as a page and as lines for a terminal: Chinese first, English beside."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, select_autoescape
from rich import box
from rich.console import Console
from rich.table import Table

from training.watching.signals import Level, Signal
from training.watching.watch import Watched

SHOWN = 10
"""Details of a question on the page."""

HEADINGS = {
    "source": "数据 source",
    "feature": "特征 feature",
    "risk_type": "风险类型 risk type",
    "zh": "含义",
    "en": "meaning",
    "department": "部门 department",
    "last": "上次交付 last delivery",
    "days_late": "逾期天数 days late",
    "shift": "分布差 shift",
    "unknown_before": "缺失（训练时）unknown then",
    "unknown_now": "缺失（现在）unknown now",
    "places": "改变的名单 of the list",
    "before": "训练时 then",
    "now": "现在 now",
    "verdict": "结论 verdict",
    "first": "首期 first",
    "rows": "户次 rows",
    "observed": "实际 observed",
    "expected": "预计 expected",
    "low": "下限 low",
    "high": "上限 high",
    "households": "户 households",
}
"""Columns of details; one that has no word here is told by its name."""


def page(watched: Watched) -> str:
    """A self-contained HTML page."""
    environment = Environment(loader=PackageLoader("training.watching"), autoescape=select_autoescape())
    return environment.get_template("watch.html").render(
        watched=watched, Level=Level, shown=SHOWN, figure=figure, columns=_columns, headings=HEADINGS
    )


def print_watch(watched: Watched, console: Console) -> None:
    """One line a question."""
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("问题 question")
    table.add_column("发现 found")
    for one in watched.signals:
        table.add_row(one.level.zh, f"{one.question.zh}\n{one.question.en}", f"{one.statement.zh}\n{one.statement.en}")
    console.print(
        f"{watched.model} {watched.version}：{watched.as_of}，对照训练时 {watched.reference}，{watched.households:,} 户 | "
        f"as of {watched.as_of} against {watched.reference} at training, {watched.households:,} households",
        highlight=False,
        soft_wrap=True,
    )
    console.print(table, highlight=False)


def figure(number: float | None) -> str:
    """A figure as people read it; a dash where it can't be told."""
    if number is None:
        return "—"
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.3f}"


def _columns(signal: Signal) -> list[str]:
    return list(signal.details[0]) if signal.details else []

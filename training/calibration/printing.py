"""The section on calibration and the word on recent outcomes, as read in a terminal: Chinese first, English beside."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from models.card.verdicts import Verdict
from training.calibration.outcomes import Outcomes
from training.calibration.reporting import Split
from training.groups import WORDS

Section = dict[str, Any]

SHORT = {
    Verdict.WITHIN: "在范围内 within",
    Verdict.OUTSIDE: "超出范围 outside",
    Verdict.INSUFFICIENT: "证据不足 too few",
}
"""A verdict in a cell of a table."""


def print_calibration(section: Section, console: Console) -> None:
    """The verdict, then each split as a table; a group that is too small to conclude from says so."""
    error = section["expected_calibration_error"]
    console.print(
        f"概率校准 Calibration: {_verdict(section['verdict'])}{_because(section['because'])}. 实际/预计 observed over expected "
        f"{_interval(section['overall']['ratio'])}；平均偏差 expected calibration error {_share(error['value'])} "
        f"({_share(error['low'])}, {_share(error['high'])})，其中偶然 by chance alone {_share(section['error_by_chance'])}",
        highlight=False,
        soft_wrap=True,
    )
    for split in Split:
        if split.value in section["by"]:
            console.print(_table(split, section["by"][split.value]))
            if section["withheld"][split.value]:
                console.print(
                    f"{section['withheld'][split.value]} 组户数太少，不列出 | groups of too few households are not told",
                    highlight=False,
                )


def print_outcomes(compared: Section, console: Console, *, advice: bool = True) -> None:
    """One line on recent outcomes; where they leave the interval, a warning and, with advice, what to do."""
    verdict = Outcomes(compared["verdict"])
    warns = verdict in (Outcomes.MORE, Outcomes.FEWER)
    console.print(
        f"{compared['first']} – {compared['last']}: 实际 {compared['observed']:,}，预计 {compared['expected']:,.0f} "
        f"({compared['low']:,.0f}–{compared['high']:,.0f}): {verdict.zh} | observed and expected rows: {verdict.en}",
        style="yellow" if warns else None,
        highlight=False,
        soft_wrap=True,
    )
    if warns and advice:
        console.print(
            "概率已不符合近期实际，名单次序不受影响；请运行 `fanpin recalibrate` | The probabilities no longer fit what happens; the "
            "order of the list is not touched by that. Run `fanpin recalibrate`.",
            style="yellow",
            highlight=False,
            soft_wrap=True,
        )


def _table(split: Split, groups: list[Section]) -> Table:
    table = Table(title=f"{split.zh} {split.en}", title_justify="left", box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("组\ngroup")
    for name in ("行\nrows", "发生\nseen", "预计\nexpected", "实际\nobserved", "实际/预计\nobserved/expected"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("结论\nverdict", no_wrap=True)
    for group in groups:
        table.add_row(
            _words(group["group"]),
            f"{group['rows']:,}",
            f"{group['positives']:,}",
            _share(group["predicted"]),
            _share(group["observed"]["value"]),
            _interval(group["ratio"]),
            SHORT[Verdict(group["verdict"])],
        )
    return table


def _words(group: str) -> str:
    if group not in WORDS:
        return group
    zh, en = WORDS[group]
    return f"{zh} {en}"


def _verdict(value: str) -> str:
    verdict = Verdict(value)
    return f"{verdict.zh} {verdict.en}"


def _because(groups: list[Section]) -> str:
    told = ", ".join(group["group"] for group in groups if group["by"] != "all")
    return f" ({told})" if told else ""


def _share(value: float) -> str:
    return f"{value:.2%}"


def _interval(ratio: Section) -> str:
    return f"{ratio['value']:.2f} ({ratio['low']:.2f}, {ratio['high']:.2f})"

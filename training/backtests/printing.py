"""The backtest on a terminal: windows, what ships and why, regret, evenness, places held out."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from training.contenders.names import name_of

Cell = dict[str, float]
FEW = 5
"""Opponents whose regret is printed beside what ships; the report holds all."""


def print_backtest(section: dict[str, Any], choice: dict[str, Any], console: Console) -> None:
    """What the windows say; every interval is of 95 %, by whole villages."""
    console.print(
        "\n[bold]回测 | Backtest[/bold]：每个窗口只用当时已知的结果 | each window knows only what was known then"
    )
    if section["too_early"]:
        asked = len(section["windows"]) + section["too_early"]
        console.print(
            f"实验要 {asked} 个窗口，现有历史只够最近的 {len(section['windows'])} 个 | The experiment asks for {asked} windows; the "
            f"history has room for the latest {len(section['windows'])}",
            highlight=False,
        )
    console.print(_windows(section))
    console.print("* 训练/检验中被识别的不同户 | different households identified, train/test")
    console.print(f"\n{choice['why']['zh']}\n{choice['why']['en']}", highlight=False)
    console.print("\n遗憾：比当期最好的方法少找到的份额 | Regret: what the best method of the window found more")
    console.print(_regrets(choice))
    if choice["as_time_went"]:
        mean = np.mean([step["regret"] for step in choice["as_time_went"]])
        console.print(
            f"每期只凭此前的窗口选择，下一期的平均遗憾 | Chosen by the windows before, regret in the next: {_share(mean)}"
        )
    _print_spread(section["stability"], console)
    if section.get("places"):
        _print_places(section["places"], console)


def _windows(section: dict[str, Any]) -> Table:
    table = _table(
        "窗口\nno.",
        "训练至\ntrained to",
        "后期\nlater data",
        "检验\ntest",
        "阳性户\npositive*",
        "查全率\nrecall",
        "命中率\nprecision",
    )
    for number, (window, measured) in enumerate(
        zip(section["windows"], section["stability"]["windows"], strict=True), 1
    ):
        train, later, test = (window[part] for part in ("train", "later", "test"))
        table.add_row(
            str(number),
            _month(train["last"]),
            f"{_month(later['first'])}–{_month(later['last'])}",
            f"{_month(test['first'])}–{_month(test['last'])}",
            f"{train['households']}/{test['households']}",
            _interval(measured["recall"]),
            _interval(measured["precision"]),
        )
    return table


def _regrets(choice: dict[str, Any]) -> Table:
    table = _table("方法\nmethod", "平均\nmean", "最差\nworst", "居首的窗口\nbest in")
    ordered = sorted(choice["regret"].items(), key=lambda one: one[1]["mean"]["value"])
    named = [one for one in ordered if ":" not in one[0]]
    shown = named[: FEW + 1] + [one for one in named[FEW + 1 :] if one[0] == choice["shipped"]]
    for method, regret in shown:
        zh, en = name_of(method)
        mark = " ←" if method == choice["shipped"] else ""
        table.add_row(f"{zh} {en}{mark}", _interval(regret["mean"]), _share(regret["worst"]), _share(regret["best_in"]))
    return table


def _print_spread(stability: dict[str, Any], console: Console) -> None:
    for name, words in (("windows", "各窗口 | over windows"), ("townships", "各乡镇 | over townships")):
        spread = stability["spread"][name]
        if "recall" in spread:
            low, high = (_share(spread["recall"][end]) for end in ("low", "high"))
            console.print(
                f"{words}: {spread['cells']}；查全率 recall {low} … {high}；为最好 best of all in {_share(spread['best_in'])}",
                highlight=False,
            )


def _print_places(places: dict[str, Any], console: Console) -> None:
    console.print(
        f"\n换地方检验：不用该乡镇的记录训练 | Places held out: learned without the townships it is asked about "
        f"({places['townships']}; {places['positives']} of {places['rows']:,} rows positive)"
    )
    table = _table("", "查全率 recall", "AUC", "实际/预测 observed/expected")
    for name, words in (
        ("in_place", "学过当地 learned there"),
        ("away", "未学过 learned elsewhere"),
        ("difference", "相差 difference"),
    ):
        one = places[name]
        auc, ratio = _number(one["roc_auc"]), _number(one["observed_to_expected"])
        table.add_row(words, _interval(one["recall"]), auc, ratio)
    console.print(table)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="left" if position == 0 else "right", no_wrap=True)
    return table


def _month(day: str) -> str:
    """`22-05` of `2022-05-31`."""
    return day[2:7]


def _share(value: float | None) -> str:
    return "–" if value is None or np.isnan(value) else f"{value * 100:.1f}%"


def _interval(cell: Cell) -> str:
    low, high = (f"{cell[end] * 100:.1f}" for end in ("low", "high"))
    return f"{_share(cell['value'])} ({low}, {high})"


def _number(cell: Cell) -> str:
    return f"{cell['value']:.3f} ({cell['low']:.3f}, {cell['high']:.3f})"

"""The lists as a table to read: what the office gets for its visits, by method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from training.lists.measured import AT_CAPACITY, EACH_RULE

RULES_SHOWN = 3
"""Of the rules taken alone only the best are printed; the report holds all."""

HEADS = (
    "方法\nmethod",
    "查全率\nrecall",
    "命中率\nprecision",
    "找到的户\nfound",
    "核查/户\nvisits",
    "提前月数\nmonths ahead",
)
IN_TURN = (
    "核查后{months:g}个月不重复入户\nresting {months:g} months",
    "找到的户\nfound",
    "命中率\nprecision",
    "核查/户\nvisits",
)
OVER = (
    "对照\nover",
    "查全率相差，区间\nrecall, interval",
    "仅前者\nonly first",
    "仅对照\nonly other",
    "都有\nboth",
    "都无\nneither",
)


def print_lists(section: dict[str, Any], console: Console) -> None:
    """Every method at the office's capacity, and what the first adds to the others with its intervals.

    Args:
        section: as `training.lists.measured.measured_lists` returns it.
    """
    capacity = section["capacity"]
    console.print(
        f"\n名单 Lists：每百户每月核查{capacity['visits_per_hundred']:g}户，分乡镇，"
        f"{capacity['lists']}期名单共{capacity['visits']:,}户次\n"
        f"{capacity['visits_per_hundred']:g} visits per 100 households a month, by township; "
        f"{capacity['lists']} lists, {capacity['visits']:,} visits; with 95 % intervals by {section['resample']}",
        highlight=False,
    )
    recall = {name: measures[f"recall@{AT_CAPACITY}"]["value"] for name, measures in section["methods"].items()}
    shown = best_rules(recall)
    methods = table_of(HEADS)
    for method in shown:
        measures = {
            measure.partition("@")[0]: one
            for measure, one in section["methods"][method].items()
            if measure.endswith(f"@{AT_CAPACITY}")
        }
        methods.add_row(
            method,
            with_interval(measures["recall"]),
            _number(measures["precision"]["value"]),
            _number(measures["households_found"]["value"]),
            _number(measures["visits_per_household_found"]["value"]),
            with_interval(section["lead_time"]["methods"][method]["months_ahead"]),
        )
    console.print(methods)
    if "in_turn" in section:
        _print_in_turn(section["in_turn"], console)
    first, *others = shown
    if not others:
        return
    console.print(
        f"{first} 与对照相比，及只有一方找到的户 | {first} against the others, and who found whom:", highlight=False
    )
    compared = table_of(OVER)
    for other in others:
        who_found = section["found_by"][other]
        compared.add_row(
            other,
            with_interval(section["differences"][f"{first}-{other}"][f"recall@{AT_CAPACITY}"]),
            *(f"{who_found[who]['outcomes']:,}" for who in ("only_model", "only_other", "both", "neither")),
        )
    console.print(compared)


def _print_in_turn(section: dict[str, Any], console: Console) -> None:
    table = table_of(tuple(head.format(months=section["cool_down_months"]) for head in IN_TURN))
    for method, measures in section["methods"].items():
        table.add_row(
            method,
            with_interval(measures["households_found"]),
            _number(measures["precision"]["value"]),
            _number(measures["visits_per_household_found"]["value"]),
        )
    console.print(table)


def table_of(heads: tuple[str, ...]) -> Table:
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position else "left", no_wrap=True)
    return table


def with_interval(interval: dict[str, float]) -> str:
    """`.159 (.119, .193)`; a dash where nobody can tell."""
    value, low, high = (_number(interval[bound]) for bound in ("value", "low", "high"))
    return f"{value} ({low}, {high})" if value != "–" else value


def _number(number: float) -> str:
    """Three digits that count, without the nought before the point; a dash where nobody can tell."""
    if math.isnan(number):
        return "–"
    return f"{number:.3f}".replace("0.", ".", 1) if abs(number) < 1 else f"{number:.1f}"


def best_rules(recall: Mapping[str, float]) -> list[str]:
    """The methods by name, of the rules taken alone only those that find most."""
    rules = sorted((name for name in recall if name.startswith(EACH_RULE)), key=lambda name: -recall[name])
    return [name for name in recall if not name.startswith(EACH_RULE) or name in rules[:RULES_SHOWN]]

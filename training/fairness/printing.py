"""The audit on a terminal, Chinese first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from models.card.verdicts import Verdict
from training.fairness.auditing import COUNTED_IN
from training.fairness.metrics import Metric
from training.fairness.wording import AuditOnly, members_in_words

MARKS = {Verdict.WITHIN.value: "✓", Verdict.OUTSIDE.value: "✗", Verdict.INSUFFICIENT.value: "?"}


def print_fairness(section: Mapping[str, Any], console: Console) -> None:
    """Each group with its figures and verdicts; of pairs only those outside, and how many there are of each verdict."""
    single = [group for group in section["groups"] if len(group["groups"]) == 1]
    pairs = [group for group in section["groups"] if len(group["groups"]) > 1]
    visits = section["visits_per_hundred"]
    console.print(
        f"公平性：每百户每月走访 {visits:g} 户的名单 | Fairness of the list at {visits:g} visits per 100 households a month"
    )
    console.print(_table(single))
    console.print(
        "与其他户相比 against all others: ✓ 在范围内 within bounds, ✗ 超出范围 outside, ? 证据不足 insufficient evidence"
    )
    console.print(f"范围 bounds: {', '.join(_bounds_in_words(section['bounds']))}")
    outside = [group for group in pairs if Verdict.OUTSIDE.value in _verdicts(group)]
    for group in outside:
        console.print(f"✗ {group['zh']} | {group['en']}: {', '.join(_outside(group))}")
    counted = {verdict: sum(_verdicts(group).count(verdict.value) for group in pairs) for verdict in Verdict}
    console.print(
        f"两两交叉 {len(pairs)} 组 | {len(pairs)} pairs of groups: "
        + ", ".join(f"{verdict.zh} {verdict.en} {number}" for verdict, number in counted.items())
        + "."
    )
    if section["unprinted"]:
        console.print(
            f"不足 {section['least_households']} 户的组不列出，共 {section['unprinted']} 组 | groups of fewer than "
            f"{section['least_households']} households are not told: {section['unprinted']}."
        )

    if "proxy" in section:
        _print_proxy(section["proxy"], console)


def _print_proxy(tests: list[Mapping[str, Any]], console: Console) -> None:
    console.print(
        "特征能否看出民族（民族不是特征；AUC 0.5 为看不出）| Can the features tell ethnicity, which is none of them? (AUC 0.5: no)"
    )
    if not tests:
        console.print(f"{Verdict.INSUFFICIENT.zh} | {Verdict.INSUFFICIENT.en}")
    for test in tests:
        zh, en = members_in_words([AuditOnly.ETHNICITY.value], [test["group"]])
        auc = test["auc"]
        best = "、".join(feature["zh"] for feature in test["features"])
        said = "能看出 told" if test["told"] else "看不出 not told"
        console.print(
            f"{zh} | {en}: AUC {auc['value']:.3f} ({auc['low']:.3f}, {auc['high']:.3f}) {said}"
            + (f"，主要凭 mostly by: {best}" if test["told"] and best else "")
        )


def _table(groups: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    table.add_column("组\ngroup", max_width=30)
    # Eight columns fit a terminal of a hundred when headings are broken into words.
    metrics = (f"{metric.zh}\n{metric.en}".replace(" ", "\n").replace("d/", "d/\n") for metric in Metric)
    for heading in ("户\nhouseholds", "被识别\npositive", *metrics):
        table.add_column(heading, justify="right", no_wrap=True)
    for group in groups:
        figures = (group["metrics"][metric.value] for metric in Metric)
        table.add_row(
            f"{group['zh']}\n{group['en']}",
            f"{group['households']:,}",
            f"{group['positives']:,}" if group["positives"] else f"<{COUNTED_IN}",
            *(f"{_number(one['value']['value'])} {MARKS[one['verdict']]}" for one in figures),
        )
    return table


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _bounds_in_words(bounds: Mapping[str, tuple[float, float | None]]) -> list[str]:
    return [
        f"{metric.zh} {metric.en} {low:g}–{'∞' if high is None else f'{high:g}'}"
        for metric in Metric
        for low, high in [bounds[metric.value]]
    ]


def _verdicts(group: Mapping[str, Any]) -> list[str]:
    return [metric["verdict"] for metric in group["metrics"].values()]


def _outside(group: Mapping[str, Any]) -> list[str]:
    return [
        f"{metric.zh} {metric.en} × {one['compared']['value']:g} ({one['compared']['low']:g}, {one['compared']['high']:g})"
        for metric in Metric
        for one in [group["metrics"][metric.value]]
        if one["verdict"] == Verdict.OUTSIDE.value
    ]

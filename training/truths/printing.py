"""What the lists find of true hardship, as tables to read."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from training.lists.printing import best_rules, table_of, with_interval
from training.truths.need import ORACLE

HEADS = (
    "方法\nmethod",
    "逐月查全率\nrecall by month",
    "找到的困难\nepisodes found",
    "困难前找到\nfound before",
    "占最优者之比\nof the oracle's",
)


def print_truth(section: dict[str, Any], console: Console) -> None:
    """Every method and the oracle; what an office that acts on its list would read, and what is true.

    Args:
        section: as `training.truths.section.truth_section` returns it.
    """
    rows, months = section["rows"], section["cool_down_months"]
    console.print(
        f"\n模拟县的真实困难 True hardship of the simulated county：{rows['in_need']:,} 户·月，{section['episodes']:,} 次困难"
        f"（名单期内被识别 {rows['identified_officially']:,} 户·月）\n"
        f"{rows['in_need']:,} household-months in need, {section['episodes']:,} episodes; whoever was visited rests {months} "
        f"months where lists follow each other",
        highlight=False,
    )
    by_month, in_turn = section["by_month"]["methods"], section["in_turn"]["methods"]
    table = table_of(HEADS)
    oracle = by_month[ORACLE]["recall"]["value"]
    for method in best_rules({name: told["recall"]["value"] for name, told in by_month.items()}):
        recall = by_month[method]["recall"]
        table.add_row(
            method,
            with_interval(recall),
            with_interval(in_turn[method]["found"]),
            with_interval(in_turn[method]["found_before"]),
            f"{recall['value'] / oracle:.0%}" if oracle else "–",
        )
    console.print(table)
    first = next(iter(by_month))
    for other, ratio in section["by_month"]["ratios"].items():
        if other.endswith(("/triggers", f"/{ORACLE}")):
            console.print(
                f"{first} 与对照的查全率之比 {other}, recall: {with_interval(ratio['recall'])}", highlight=False
            )
    acted = section["acted_on"]
    table = table_of(("若照名单帮扶\nif acted on", "只看结果\nnaive", "加权\nweighted", "真实\ntruth"))
    for name, title in (("share_in_need", "名单中会陷入困难的\nwould fall, of listed"), ("recall", "查全率\nrecall")):
        table.add_row(title, *(with_interval(acted[name][how]) for how in ("naive", "weighted", "truth")))
    console.print(table)

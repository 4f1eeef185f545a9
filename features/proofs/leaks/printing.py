"""A leak proof on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.proofs.leaks.later import Later
from features.proofs.leaks.proof import SHOWN, DayProof


def print_proofs(proofs: Iterable[DayProof], console: Console) -> None:
    """One line per day, below them what was done to later knowledge, and the leaks that were found."""
    days = list(proofs)
    table = Table(
        Column("日期", no_wrap=True),
        Column("户数", justify="right"),
        Column("比对值", justify="right"),
        Column("已知", justify="right"),
        Column("其后", justify="right"),
        Column("当日", justify="right"),
        Column("次日", justify="right"),
        Column("差异", justify="right"),
        box=SIMPLE_HEAD,
        padding=0,
        caption="as of; households, values; records known by the day, after it, on it, on the next; differences",
        caption_justify="left",
    )
    for proof in days:
        counts = (
            proof.households,
            proof.values,
            proof.known,
            proof.later,
            proof.on_the_day,
            proof.on_the_next,
            proof.differences,
        )
        table.add_row(
            str(proof.as_of), *(f"{number:,}" for number in counts), style="red" if proof.differences else None
        )
    console.print(table)
    console.print("每个值在以下各种情形下重算，逐位比对 | Each value is computed again and compared to the bit when:")
    for how in Later:
        console.print(f"  {how.zh} | {how.en}", markup=False, soft_wrap=True)
    leaks = [leak for proof in days for leak in proof.leaks]
    for leak in leaks[:SHOWN]:
        console.print(f"泄漏 leak: {leak}", markup=False, highlight=False, soft_wrap=True)
    if not any(proof.differences for proof in days):
        console.print(
            "逐位相同：事后得知的不影响当日 | identical: what is learned later changes nothing", soft_wrap=True
        )

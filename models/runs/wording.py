"""Two lists compared, in words, Chinese first, as an office is told why a household came, left or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from models.changes import Cause
from models.lists import LeftOut, Slot
from models.reasons import in_words
from models.runs.comparing import ComparedLists, Move, Swap

LEAST_POINTS = 0.05
"""Of a cause, in percentage points: a smaller part is not told by itself."""


def compared_in_words(compared: ComparedLists) -> list[str]:
    """The lines of `fanpin list diff`."""
    before, after = compared.before, compared.after
    counts = dict(compared.moves.group_by("move").len().iter_rows())
    lines = [
        f"名单变化：{before.id} → {after.id} | how the list changed",
        "，".join(f"{move.zh} {counts.get(move.value, 0)} 户" for move in Move)
        + " | "
        + ", ".join(f"{move.en}: {counts.get(move.value, 0)}" for move in Move),
    ]
    rows = [run.scores.select("household_id", "probability", "reasons", "protects") for run in (before, after)]
    scores = [
        {row["household_id"]: row for row in in_words(_of(rows[at], compared)).iter_rows(named=True)} for at in (0, 1)
    ]
    places = {row["household_id"]: row for row in after.households.iter_rows(named=True)}
    for (household,), causes in _by_household(compared):
        move = compared.moves.row(by_predicate=pl.col("household_id") == household, named=True)
        if move["move"] == Move.STAYED:
            continue
        lines += ["", *_about(move, causes, [one.get(household) for one in scores], places.get(household))]
    return lines


def _of(scores: pl.DataFrame, compared: ComparedLists) -> pl.DataFrame:
    return scores.join(compared.moves.select("household_id"), on="household_id", how="semi")


def _by_household(compared: ComparedLists) -> Iterator[tuple[tuple[str], list[dict[str, Any]]]]:
    causes = {
        household: rows.to_dicts()
        for (household,), rows in compared.scores.partition_by("household_id", as_dict=True).items()
    }
    for household in compared.moves["household_id"]:
        yield (household,), causes.get(household, [])


def _about(
    move: Mapping[str, Any],
    causes: list[dict[str, Any]],
    scores: list[Mapping[str, Any] | None],
    place: Mapping[str, Any] | None,
) -> Iterator[str]:
    what = Move(move["move"])
    number = [move["number_before"], move["number_after"]]
    zh, en = (" → ".join("—" if one is None else str(one) for one in number),) * 2
    yield f"户 {move['household_id']}：{what.zh}（名次 {zh}） | {what.en} (place {en})"
    yield f"  {_on_list(place)}"
    for swap in move["swaps"]:
        part = Swap(swap["swap"])
        came = swap["change"] > 0
        yield f"  - {'列入' if came else '退出'}：因{part.zh} | {'on' if came else 'off'}: {part.en}"
    if scores[0] is not None and scores[1] is not None:
        yield from _score_in_words(scores[0], scores[1], causes)
    elif scores[1] is None:
        yield "  本期没有得分 | no score this time"
    else:
        yield "  上期没有得分 | no score last time"


def _on_list(place: Mapping[str, Any] | None) -> str:
    """Why it is on the list now, or not."""
    if place is None:
        return "不在评估范围 | out of scope"
    word = Slot(place["slot"]) if place["slot"] else LeftOut(place["left_out"])
    return f"现在：{word.zh} | now: {word.en}"


def _score_in_words(before: Mapping[str, Any], after: Mapping[str, Any], causes: list[dict[str, Any]]) -> Iterator[str]:
    chances = [f"{one['probability'] * 100:.1f}%" for one in (before, after)]
    parts = [(Cause(cause["cause"]), cause["points"]) for cause in causes if abs(cause["points"]) >= LEAST_POINTS]
    zh = "，".join(f"{cause.zh} {points:+.1f}" for cause, points in parts)
    en = ", ".join(f"{cause.en} {points:+.1f}" for cause, points in parts)
    yield (
        f"  可能性 {chances[0]} → {chances[1]}{f'（百分点：{zh}）' if parts else ''} | chance {chances[0]} → {chances[1]}"
        f"{f' (points: {en})' if parts else ''}"
    )
    known = {reason["zh"] for reason in before["reasons"]}
    for reason in [one for one in after["reasons"] if one["zh"] not in known][:2]:
        yield f"  新的理由：{reason['zh']} | {Bilingual(reason['zh'], reason['en']).en}"

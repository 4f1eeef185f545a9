"""Ten families of a made-up county end to end, for `docs/reasons.md`: `python -m benchmarks.reasons STORE [--model NAME] [--out FILE]`.

Of the last two runs of a store (`fanpin score`): facts → contributions → words → place on the list → what moved since the
run before. Families are taken so that as many kinds of reasons as can be are seen, the strongest first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from features.records.store import RecordStore
from features.registry import chosen
from features.registry.wording import fact_zh
from features.texts.unrepeated import read_json
from features.triggers.wording import hits_in_words, unclear_in_words
from features.vocabulary import HouseholdType, RiskType
from models import DEFAULT_MODEL
from models.bands import RiskBand
from models.changes import Cause
from models.frequencies import in_frequencies
from models.lists import Slot
from models.reasons import in_words
from models.reasons.topics.template import SEEN
from models.runs import find_run
from models.runs.comparing import ComparedLists, Move, Swap, compare

EXAMPLES = 10
LEAST_POINTS = 0.05

HEAD = """# Reasons, end to end

Ten families of a made-up county (`fanpin demo --seed 1`, then `fanpin score` for the last day and the month before), as an office gets them: the facts that a
reason stands on, what they add to the score (log-odds) and do to the probability (percentage points), the words, the place on the list, and what moved since the run
before. Written by `python -m benchmarks.reasons STORE`; read them aloud. How a reason is made: [decision 0054](decisions/0054-told-by-topics.md); why a score and a list
move: [decision 0055](decisions/0055-runs-are-kept.md). Twenty more, drawn over risk types and household types, stand in `tests/journeys/twenty-reasons.md` and are held by a test.

A score is a lead, never a status; a reason is a recorded fact that raises it, not a cause.
"""


def examples(compared: ComparedLists) -> list[str]:
    """Households of the later list: of each kind of first reason the one with the highest chance, then kinds of further reasons."""
    listed = compared.after.scores.join(compared.after.listed.select("household_id"), on="household_id", how="semi")
    told = listed.filter(pl.col("reasons").list.len() > 0).sort("rank")
    seen: set[str] = set()
    taken: list[str] = []
    kinds = [
        (row["household_id"], [f"{one['topic']}.{one['phrase']}" for one in row["reasons"]])
        for row in told.select("household_id", "reasons").iter_rows(named=True)
    ]
    while len(taken) < EXAMPLES and kinds:
        household, phrases = max(kinds, key=lambda kind: len(set(kind[1]) - seen))
        seen |= set(phrases)
        taken.append(household)
        kinds = [kind for kind in kinds if kind[0] != household]
    order = dict(zip(told["household_id"], told["rank"], strict=True))
    return sorted(taken, key=lambda household: order[household])


def page(compared: ComparedLists) -> Iterator[str]:
    yield HEAD
    run = compared.after
    taken = examples(compared)
    scores = _by_household(in_words(run.scores.filter(pl.col("household_id").is_in(taken))))
    before = _by_household(compared.before.scores.select("household_id", "probability"))
    listed, moves = _by_household(run.listed), _by_household(compared.moves)
    for number, household in enumerate(taken, start=1):
        causes = compared.scores.filter(pl.col("household_id") == household).to_dicts()
        yield from _family(
            number, scores[household], listed[household], moves[household], causes, before.get(household)
        )


def _by_household(rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["household_id"]: row for row in rows.iter_rows(named=True)}


def _family(
    number: int,
    row: dict[str, Any],
    place: dict[str, Any],
    move: dict[str, Any],
    causes: list[dict[str, Any]],
    before: dict[str, Any] | None,
) -> Iterator[str]:
    sure = in_frequencies(row["probability"], row["probability_low"], row["probability_high"])
    yield f"## {number}. {HouseholdType(row['household_type']).zh}，{row['probability'] * 100:.1f}%（{RiskBand(row['band']).zh}风险档）"
    yield ""
    yield f"{sure.zh} | {sure.en}"
    yield ""
    yield "| 事实 facts | 得分 log-odds | 百分点 points | 说出来 words |"
    yield "|---|---|---|---|"
    for reason in [*row["reasons"], *row["protects"]]:
        facts = "<br>".join(_facts(read_json(reason["facts"])))
        yield (
            f"| {facts} | {reason['contribution']:+.2f} | {reason['points']:+.1f} | [{RiskType(reason['risk_type']).zh}] **{reason['zh']}**<br>"
            f"{reason['en']} |"
        )
    yield ""
    if row["reasons"]:
        first = row["reasons"][0]
        yield f"走访时：{first['ask_zh']} | {first['ask_en']}"
        yield ""
    for hit in hits_in_words(row["hits"]):
        yield f"- 部门预警：{hit['zh']}"
    if row["unclear"]:
        yield f"- {unclear_in_words(row['unclear']).zh}"
    slot = Slot(place["slot"])
    yield f"- 名单：所在乡镇第 {place['number']} 户，{slot.zh} | number {place['number']} of its township: {slot.en}"
    yield f"- {_moved(move)}"
    if before is not None and causes:
        parts = [(Cause(one["cause"]), one["points"]) for one in causes if abs(one["points"]) >= LEAST_POINTS]
        zh = "，".join(f"{cause.zh} {points:+.1f}" for cause, points in parts) or "没有变化"
        yield f"- 可能性 {before['probability'] * 100:.1f}% → {row['probability'] * 100:.1f}%（百分点：{zh}）"
    yield ""


def _facts(facts: dict[str, Any]) -> Iterator[str]:
    declared = chosen([name for name in facts if name != SEEN and not name.startswith("policy.")])
    for name, value in facts.items():
        if name == SEEN:
            sender = value["department"]["zh"] if value["department"] else "—"
            yield f"{value['on']} 发生，{value['known']} 由{sender}送达"
        elif name.startswith("policy."):
            yield f"`{name}` {value:g}"
        else:
            yield fact_zh(declared[name], value)


def _moved(move: dict[str, Any]) -> str:
    what = Move(move["move"])
    swaps = "；".join(f"{'列入' if one['change'] > 0 else '退出'}因{Swap(one['swap']).zh}" for one in move["swaps"])
    return f"与上期相比：{what.zh}{f'（{swaps}）' if swaps else ''} | since the run before: {what.en}"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(arguments)
    store = RecordStore.open(asked.store)
    compared = compare(store, find_run(store, asked.model, "previous"), find_run(store, asked.model))
    text = "\n".join(page(compared))
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])

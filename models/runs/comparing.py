"""Two lists of an office: who came, who left, who moved, and why, found by cutting the list again with one thing swapped at a time.

The order of the swaps is that of `Swap`: each is made after those before it, so that a household's parts add up to its
move exactly. Of each household the score's own move is split in the same way (`models.changes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from features.context.cache import context_wanted_by
from features.records.gate import Records
from features.records.store import RecordStore
from features.vocabulary import Labelled
from models.changes import Standpoint, split
from models.lists import Rules, State, issue_by_rules
from models.runs.run import Run
from models.runs.storage import RunError, model_of


class Swap(Labelled):
    """What of a list is swapped from the one before to the one after, in this order."""

    REMOVAL = "removal", "范围（去世、迁出、已纳入监测等，或新近可评）", "who can be listed at all"
    SCORE = "score", "风险得分", "the scores"
    CAPACITY = "capacity", "走访能力和名单规则", "the capacity and the rules of the list"
    MUST_INCLUDE = "must_include", "部门严重预警（必查）", "severe rules of departments"
    DAY = "day", "日期（间隔期满、抽签）", "the day: rests that end, and what is drawn"
    VISITS = "visits", "走访（间隔、村村走到）", "visits that were made"
    PREVIOUS = "previous", "上期名单（延续、变动上限）", "the list before: carry-over and churn"


DAY_SWAPPED_AT = list(Swap).index(Swap.DAY) + 1
"""The place of the first cut of the later day, among the cuts with nothing swapped and after each swap."""


class Move(Labelled):
    """What became of a household."""

    ENTERED = "entered", "新列入", "entered"
    LEFT = "left", "退出", "left"
    MOVED = "moved", "名次变化", "moved"
    STAYED = "stayed", "不变", "stayed"


MOVES: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "move": pl.String(),
    "number_before": pl.Int64(),
    "number_after": pl.Int64(),
    "swaps": pl.List(pl.Struct({"swap": pl.String(), "change": pl.Int8()})),
}
"""One row for each household of either list. `swaps` are those that put it on the list (1) or off it (-1); they add up to its move."""


@dataclass(frozen=True, eq=False)
class ComparedLists:
    """What became of the households of two lists.

    Attributes:
        moves: columns of MOVES, who entered first.
        scores: `models.changes.SPLIT`, of those on either list who have a score in both runs.
    """

    before: Run
    after: Run
    moves: pl.DataFrame
    scores: pl.DataFrame


def compare(store: RecordStore, before: Run, after: Run) -> ComparedLists:
    """Compare the lists of two runs of one store.

    Raises:
        RunError: they are not in the order of their days, or a run is damaged or its model gone.
        ChangedError, StoreError, ModelError, PolicyError: what a score was made from is gone or was changed.
    """
    if not before.made_from.as_of < after.made_from.as_of:
        raise RunError(
            f"先写较早的一次：{before.id} 不早于 {after.id} | the earlier run comes first: {before.id} is not of an earlier day than {after.id}."
        )
    moves = moves_between(_cuts(before, after), before.listed, after.listed)
    return ComparedLists(before, after, moves, _score_moves(store, before, after, moves["household_id"]))


def moves_between(cuts: list[set[str]], listed_before: pl.DataFrame, listed_after: pl.DataFrame) -> pl.DataFrame:
    """What became of each household of either list.

    Args:
        cuts: who is on the list before any swap, and after each of `Swap`.
        listed_before, listed_after: `household_id` and `number` of both lists.
    """
    numbers = (
        listed_before.select("household_id", number_before="number")
        .join(listed_after.select("household_id", number_after="number"), on="household_id", how="full", coalesce=True)
        .sort("household_id")
    )
    came, went = pl.col("number_before").is_null(), pl.col("number_after").is_null()
    same = pl.col("number_before") == pl.col("number_after")
    swaps = [
        [
            {"swap": swap.value, "change": int(household in after) - int(household in before)}
            for swap, before, after in zip(Swap, cuts, cuts[1:], strict=False)
            if (household in before) != (household in after)
        ]
        for household in numbers["household_id"]
    ]
    order = pl.Enum(Move.values())
    return (
        numbers.with_columns(
            pl.when(came)
            .then(pl.lit(Move.ENTERED.value))
            .when(went)
            .then(pl.lit(Move.LEFT.value))
            .when(same)
            .then(pl.lit(Move.STAYED.value))
            .otherwise(pl.lit(Move.MOVED.value))
            .alias("move"),
            pl.Series("swaps", swaps, dtype=MOVES["swaps"]),
        )
        .sort(pl.col("move").cast(order), "number_after", "number_before", "household_id")
        .select(list(MOVES))
    )


def _cuts(before: Run, after: Run) -> list[set[str]]:
    """Who is on the list with nothing swapped, and after each swap."""
    then, now = before.scores, after.scores
    state, later = before.state, after.state
    still = then.join(now, on="household_id", how="semi")
    # Who can be scored for the first time comes with the scores of the later day.
    as_then = now.with_columns(as_of=pl.lit(before.made_from.as_of))
    rules, new_rules = before.rules, after.rules
    seeds = before.made_from.seed, after.made_from.seed
    steps: list[tuple[pl.DataFrame, State, Mapping[str, Rules]]] = [
        (then, state, rules),
        (still, state, rules),
        (as_then, state, rules),
        (as_then, state, new_rules),
        (as_then, replace(state, must_include=later.must_include), new_rules),
        (now, replace(state, must_include=later.must_include), new_rules),
        (now, replace(later, previous=state.previous), new_rules),
        (now, later, new_rules),
    ]
    # Another seed is another draw, as another day is.
    drawn = [seeds[0]] * DAY_SWAPPED_AT + [seeds[1]] * (len(steps) - DAY_SWAPPED_AT)
    cuts = [set(issue_by_rules(*step, seed).listed["household_id"]) for step, seed in zip(steps, drawn, strict=True)]
    if cuts[0] != set(before.listed["household_id"]) or cuts[-1] != set(after.listed["household_id"]):
        raise RunError(
            "按保存的得分重新列出的名单与当时不同，无法说明变化原因：先用 `fanpin replay` 核对 | lists cut again from the kept scores are not what was "
            "given. Check both runs with `fanpin replay`."
        )
    return cuts


def _score_moves(store: RecordStore, before: Run, after: Run, households: pl.Series) -> pl.DataFrame:
    kept = before.scores.select("household_id", before="raw_score").join(
        after.scores.select("household_id", after="raw_score"), on="household_id"
    )
    asked = pl.DataFrame(households).join(kept, on="household_id", how="semi", maintain_order="left")["household_id"]
    standpoints = [standpoint_of(store, run, asked) for run in (before, after)]
    return split(standpoints[0], standpoints[1], asked.to_list(), kept)


def standpoint_of(store: RecordStore, run: Run, households: pl.Series) -> Standpoint:
    """What the scores of these households in a run were made from. Raises RunError, StoreError, ModelError, PolicyError: it is gone."""
    model, versions = model_of(store, run.made_from), dict(run.made_from.data_versions)
    context = context_wanted_by(model.features, store, [run.made_from.as_of], versions=versions)
    records = Records(store.records(households=households, versions=versions), context)
    return Standpoint(records, run.made_from.as_of, run.policy, model)

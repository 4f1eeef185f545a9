"""The list itself: whom to visit first, at the office's capacity, given the last list and the visits.

In this order: must-includes, on top of the visits; open cases that are carried over; villages whose turn it is; then scores, with
what keeps a list stable; then households drawn at random, whose places nobody else takes. The same scores, state, rules and seed
give the same list to the byte, whatever the order of rows.
"""

from __future__ import annotations

import polars as pl

from models.lists.audits import audited
from models.lists.carry_over import carried_over
from models.lists.churn import in_order_of_staying
from models.lists.considering import ROW, considered, day_of
from models.lists.floor import floor_of
from models.lists.issued import HOUSEHOLDS, PLACES, IssuedList
from models.lists.must_include import must_included
from models.lists.ordering import DEFAULT_SEED
from models.lists.removal import removed
from models.lists.rules import Rules
from models.lists.slots import LeftOut, Slot
from models.lists.state import VILLAGES, State


def issue(
    scores: pl.DataFrame, state: State, rules: Rules, seed: int = DEFAULT_SEED, score: str = "raw_score"
) -> IssuedList:
    """The list of a day.

    Args:
        scores: `household_id`, `as_of`, `region_code` and the score, in log-odds where a churn margin is asked for; one row for
            each household of whom the model speaks, of one day.
        state: what was known before.
        seed: recorded with the list.

    Raises:
        ScoresError: households twice, or several days.
        StateError: the last list or a visit is not from before the day.
        ValueError: a score is missing.
    """
    as_of = day_of(scores)
    gone = removed(scores.select("household_id"), state)
    if as_of is None:
        nothing = (pl.DataFrame(schema=schema) for schema in (PLACES, VILLAGES))
        return IssuedList(None, seed, {"": rules}, _columns(gone), *nothing)
    state.require_before(as_of)
    rows = considered(scores, state, rules, seed, score)
    places = rows.unique("place", keep="first", maintain_order=True).select(list(PLACES))
    rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias("slot"))
    rows = carried_over(must_included(rows, rules), rules)
    pool = rows.filter(pl.col("slot").is_null(), ~pl.col("rests")).with_columns(_place().alias("pool_rank"))
    floor = floor_of(rows, pool, state.villages, rules, seed)
    chosen = _chosen(pool, floor.picked, rules, seed)
    households = _decided(rows, pl.concat([floor.picked.select(*_CHOSEN[:2], _SURE, _NOT_LEFT), chosen]))
    there = households.filter(pl.col("slot").is_not_null()).select("village")
    waiting = floor.due.join(there, on="village", how="anti", maintain_order="left")
    everybody = pl.concat([_columns(households), _columns(gone.with_columns(pl.lit(as_of).alias("as_of")))])
    return IssuedList(as_of, seed, {"": rules}, everybody, places, waiting)


_CHOSEN = (ROW, "slot", "chance", "left_out")
_SURE, _NOT_LEFT = pl.lit(1.0).alias("chance"), pl.lit(None, dtype=pl.String).alias("left_out")


def _place() -> pl.Expr:
    return pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("place")


def _chosen(pool: pl.DataFrame, picked: pl.DataFrame, rules: Rules, seed: int) -> pl.DataFrame:
    """What becomes of everybody in the pool but those picked for their villages: columns of _CHOSEN."""
    rest = pool
    if not picked.is_empty():
        rest = pool.join(picked.select(ROW), on=ROW, how="anti", maintain_order="left")
        rest = rest.with_columns(_place().alias("pool_rank"))
    taken = picked.group_by("place").agg(pl.len().cast(pl.Int64).alias("picked"))
    rest = rest.join(taken, on="place", how="left", maintain_order="left")
    open_places = pl.col("visits") - pl.col("carried") - pl.col("picked").fill_null(0)
    ordered = in_order_of_staying(rest.with_columns(open_places.alias("open")), rules)
    drawn = audited(ordered, seed, ("place",), "order")
    slot = pl.when("by_score").then("slot").when("drawn").then(pl.lit(Slot.AUDIT.value))
    return drawn.select(ROW, slot.alias("slot"), "chance", "left_out")


def _decided(rows: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """Everybody considered, with what became of them."""
    known = rows.join(chosen, on=ROW, how="left", suffix="_chosen", maintain_order="left")
    known = known.with_columns(pl.coalesce("slot", "slot_chosen").alias("slot"))
    on_list = pl.col("slot").is_not_null()
    may = on_list | ~pl.col("rests")
    why_not = (
        pl.when(on_list)
        .then(None)
        .when("beyond_bound")
        .then(pl.lit(LeftOut.BEYOND_BOUND.value))
        .when("rests")
        .then(pl.lit(LeftOut.RESTING.value))
        .when("expired")
        .then(pl.lit(LeftOut.EXPIRED.value))
        .when(pl.col("left_out").is_not_null())
        .then("left_out")
        .when("open_case")
        .then(pl.lit(LeftOut.NO_ROOM.value))
        .when(pl.col("score_rank") <= pl.col("visits"))
        .then(pl.lit(LeftOut.DISPLACED.value))
        .otherwise(pl.lit(LeftOut.OUTRANKED.value))
    )
    since = (
        pl.when(on_list).then(pl.when("open_case").then("listed_since").otherwise("as_of")).otherwise("listed_since")
    )
    certain = pl.when(on_list & pl.col("chance").is_null()).then(1.0).otherwise(pl.col("chance").fill_null(0.0))
    return known.with_columns(
        pl.when(may).then(may.cast(pl.Int64).cum_sum().over("place")).alias("rank"),
        why_not.alias("left_out"),
        since.alias("listed_since"),
        certain.alias("chance"),
    )


def _columns(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in HOUSEHOLDS.items()
    )

"""A floor, so that no village is never visited: a village where nobody was visited for long has a place on the list.

Of villages in which no visit was ever known only so many have their turn in a month that all have had it after the months
of the floor: the first list would otherwise be one of villages and not of households.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from models.lists.capacity import COUNTY_DIGITS, VILLAGE_DIGITS
from models.lists.considering import ROW
from models.lists.drawing import DRAWN, with_tie
from models.lists.rules import Rules
from models.lists.slots import Slot
from models.lists.state import VILLAGES


@dataclass(frozen=True)
class Floor:
    """Who has a place because of the village.

    Attributes:
        picked: ROW, `place`, `slot`: of each village whose turn it is the household with the highest score. Its slot is the score
            where that alone would list it.
        due: `village`, `visited_on` of the villages whose turn it is, picked or not.
    """

    picked: pl.DataFrame
    due: pl.DataFrame


def floor_of(rows: pl.DataFrame, pool: pl.DataFrame, villages: pl.DataFrame, rules: Rules, seed: int) -> Floor:
    """Args:
    rows: everybody considered, with `slot` as far as it is decided.
    pool: those of them who may still be chosen, with `pool_rank` in their place.
    villages: columns of VILLAGES, visits known beside those to the considered.
    """
    if not rules.floor_months or rows.is_empty():
        return Floor(pool.head(0).select(ROW, "place", pl.lit("").alias("slot")), pl.DataFrame(schema=VILLAGES))
    due = _due(rows, villages, rules.floor_months, seed)
    first = pool.unique("village", keep="first", maintain_order=True)
    candidates = first.join(due, on="village", suffix="_village").sort(ROW)
    turn = pl.int_range(1, pl.len() + 1).over("place", order_by=["visited_on_village", DRAWN + "_village"])
    room = pl.col("visits") - pl.col("carried") - pl.col("audits_expected").ceil()
    by_score = pl.col("pool_rank") <= pl.col("visits") - pl.col("carried") - pl.col("audits_expected").floor()
    slot = pl.when(by_score).then(pl.lit(Slot.SCORE.value)).otherwise(pl.lit(Slot.FLOOR.value))
    picked = candidates.filter(turn <= room).select(ROW, "place", slot.alias("slot"))
    return Floor(picked, due.select(list(VILLAGES)))


def _due(rows: pl.DataFrame, known: pl.DataFrame, months: int, seed: int) -> pl.DataFrame:
    """`village`, `visited_on` and a drawn number of villages whose turn it is and that have nobody on the list yet."""
    as_of: dt.date = rows["as_of"][0]
    in_village = rows.filter(pl.col("village").str.len_chars() == VILLAGE_DIGITS)
    visited = pl.concat(
        [in_village.select("village", "visited_on").drop_nulls(), known.select("village", "visited_on")]
    )
    last = visited.group_by("village").agg(pl.col("visited_on").max())
    villages = in_village.select("village").unique().sort("village").join(last, on="village", how="left")
    villages = with_tie(villages, pl.format("floor|{}", "village"), seed).with_columns(
        pl.col("village").str.head(COUNTY_DIGITS).alias("county")
    )
    quota = (pl.len().over("county") / months).ceil()
    never = pl.col("visited_on").is_null()
    long_ago = pl.col("visited_on") <= pl.lit(as_of).dt.offset_by(f"-{months}mo")
    there_already = in_village.filter(pl.col("slot").is_not_null()).select("village").unique()
    waiting = (
        villages.with_columns(quota.alias("quota"))
        .join(there_already, on="village", how="anti")
        .filter(never | long_ago)
    )
    turn = pl.int_range(1, pl.len() + 1).over("county", "visited_on", order_by=DRAWN)
    return waiting.filter(long_ago | (turn <= pl.col("quota"))).select("village", "visited_on", DRAWN).sort("village")

"""Hysteresis and a churn budget: a list does not change for nothing.

A household of the last list stays unless another's odds are so many times its own, as an index keeps a share that has only
just fallen behind; and at most a share of the visits changes hands by score alone from one list to the next. What is over
the budget is undone, the smallest gains first.
"""

from __future__ import annotations

import math

import polars as pl

from models.lists.considering import ROW
from models.lists.drawing import DRAWN
from models.lists.rules import NO_LIMIT, Rules
from models.lists.slots import LeftOut, Slot


def in_order_of_staying(pool: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """With `order` from 1 in each place, `slot` of those whom it would put on the list, and `left_out` of those whom it leaves out.

    Args:
        pool: who may still be chosen, by place and score, with `pool_rank` and `open` (places for scores and audits).
    """
    places = pl.col("open") - pl.col("audits_expected").floor().cast(pl.Int64)
    ahead = pl.col("pool_rank") <= places
    stays = pl.col("open_case") & ~pl.col("expired")
    # Nobody else can come onto the list: who was on the last one only gains by it.
    near = pool.filter(ahead | stays).with_columns(
        stays.alias("stays"),
        ahead.alias("ahead"),
        places.alias("places"),
        _held(stays, rules),
    )
    if not near["stays"].any():
        slot = pl.when(ahead).then(pl.lit(Slot.SCORE.value))
        return pool.with_columns(
            pl.col("pool_rank").alias("order"), slot.alias("slot"), pl.lit(None, dtype=pl.String).alias("left_out")
        )
    near = near.sort("place", "held", DRAWN, ROW, descending=[False, True, False, False]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("place").alias("held_rank")
    )
    near = near.with_columns((pl.col("held_rank") <= pl.col("places")).alias("chosen"))
    swaps = _swaps(near, rules)
    undone = swaps.filter(~pl.col("within_budget"))
    kept, sent_back = (pl.col(ROW).is_in(undone[name].implode()) for name in ("leaves", "enters"))
    overtaken = pl.col(ROW).is_in(swaps["leaves"].implode())
    final = ((pl.col("chosen") & ~sent_back) | kept).alias("chosen")
    decided = near.with_columns(final, kept.alias("kept"), overtaken.alias("overtaken")).select(
        ROW,
        pl.when("chosen").then(pl.int_range(1, pl.len() + 1).over("place", "chosen")).alias("order"),
        pl.when(~pl.col("chosen"))
        .then(None)
        .when("kept")
        .then(pl.lit(Slot.BUDGET.value))
        .when("ahead")
        .then(pl.lit(Slot.SCORE.value))
        .otherwise(pl.lit(Slot.MARGIN.value))
        .alias("slot"),
        pl.when("chosen")
        .then(None)
        .when(~pl.col("stays"))
        .then(pl.lit(LeftOut.HELD_BACK.value))
        .when("overtaken")
        .then(pl.lit(LeftOut.OVERTAKEN.value))
        .otherwise(pl.lit(LeftOut.NO_ROOM.value))
        .alias("left_out"),
    )
    # Who is not chosen comes after all places, in the order of the scores.
    return (
        pool.drop("slot")
        .join(decided, on=ROW, how="left", maintain_order="left")
        .with_columns(pl.col("order").fill_null(places + pl.col("pool_rank")))
    )


def _held(stays: pl.Expr, rules: Rules) -> pl.Expr:
    """The score, in log-odds, with the margin on the side of who stays."""
    return (pl.col("score") + pl.when(stays).then(math.log(rules.churn_margin)).otherwise(0.0)).alias("held")


def _swaps(near: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Who leaves for whom by score alone: `leaves`, `enters` (ROWs), `within_budget`.

    In each place the best who leaves meets the last who enters: the swap that gains least, so that it is undone first.
    """
    last_first = near.filter(pl.col("chosen"), ~pl.col("stays")).sort("place", "held_rank", descending=[False, True])
    best_first = near.filter(~pl.col("chosen"), pl.col("stays")).sort("place", "held_rank")
    entering, leaving = (
        rows.with_columns(pl.int_range(pl.len()).over("place").alias("turn")).select(
            "place", "turn", "purse", ROW, "held"
        )
        for rows in (last_first, best_first)
    )
    swaps = entering.join(leaving, on=["place", "turn"], suffix="_leaving").select(
        "purse",
        pl.col(ROW).alias("enters"),
        pl.col(f"{ROW}_leaving").alias("leaves"),
        (pl.col("held") - pl.col("held_leaving")).alias("gain"),
    )
    if rules.churn_share >= NO_LIMIT:
        return swaps.with_columns(pl.lit(value=True).alias("within_budget"))
    visits = near.select("purse", "purse_visits").unique()
    turn = pl.int_range(1, pl.len() + 1).over("purse", order_by=[-pl.col("gain"), pl.col("enters")])
    budget = (pl.col("purse_visits") * rules.churn_share).floor()
    return swaps.join(visits, on="purse", how="left").with_columns((turn <= budget).alias("within_budget"))

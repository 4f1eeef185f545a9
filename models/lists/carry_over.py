"""Carry-over: who was on the last list and was not visited stays on it, for so many months and within a share of the visits."""

from __future__ import annotations

import polars as pl

from models.lists.considering import ROW
from models.lists.rules import Rules
from models.lists.slots import Slot


def carried_over(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """With `slot`, and `carried`: how many places of the place they take.

    Where there are more open cases than their share of the visits, those with the highest scores stay; the others are judged by
    their scores like everybody. Places of audits are never taken.
    """
    if not rules.carry_over_months:
        return rows.with_columns(pl.lit(0, dtype=pl.Int64).alias("carried"))
    open_cases = rows.filter(pl.col("open_case"), ~pl.col("expired"), pl.col("slot").is_null())
    share = (pl.col("visits") * rules.carry_over_share + 0.5).floor()
    room = pl.min_horizontal(share, pl.col("visits") - pl.col("audits_expected").ceil())
    turn = pl.int_range(1, pl.len() + 1).over("place", order_by=ROW)
    carried = open_cases.filter(turn <= room).select(ROW, "place")
    counts = carried.group_by("place").agg(pl.len().cast(pl.Int64).alias("carried"))
    slot = pl.when(pl.col(ROW).is_in(carried[ROW].implode())).then(pl.lit(Slot.CARRIED_OVER.value)).otherwise("slot")
    return (
        rows.with_columns(slot.alias("slot"))
        .join(counts, on="place", how="left", maintain_order="left")
        .with_columns(pl.col("carried").fill_null(0))
    )

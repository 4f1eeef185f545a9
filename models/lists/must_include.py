"""Must-includes: households that hit a severe rule of a department, above the model, counted apart and bounded.

A visit answers the hits that it saw: who was visited since the hit began rests like everybody, and a hit that came after
the visit does not wait for the rest to end.
"""

from __future__ import annotations

import polars as pl

from models.lists.considering import ROW
from models.lists.rules import Rules
from models.lists.slots import Slot


def must_included(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """With `slot`, and `beyond_bound` of those for whom the bound leaves no room.

    Where an office said how many visits there are in all, must-includes are among them, and `visits` are those that are left.

    Args:
        rows: `models.lists.considering.considered`, with `slot`.
    """
    apart = rules.capacity.visits is None
    bound = pl.col("must_include_bound")
    if not apart:
        bound = pl.min_horizontal(bound, pl.col("visits") - pl.col("audits_expected").ceil().cast(pl.Int64))
    newer = (pl.col("hit_since") > pl.col("visited_on")).fill_null(value=False)
    asked = rows.filter(pl.col("severity") > 0, ~pl.col("rests") | newer)
    turn = pl.int_range(1, pl.len() + 1).over("place", order_by=[-pl.col("severity"), pl.col(ROW)])
    turned = asked.select(ROW, (turn <= bound).alias("fits"))
    fits, beyond = (turned.filter(pl.col("fits") == there)[ROW].implode() for there in (True, False))
    slot = pl.when(pl.col(ROW).is_in(fits)).then(pl.lit(Slot.MUST_INCLUDE.value)).otherwise("slot")
    rows = rows.with_columns(slot.alias("slot"), pl.col(ROW).is_in(beyond).alias("beyond_bound"))
    if apart:
        return rows
    listed = (pl.col("slot") == Slot.MUST_INCLUDE.value).fill_null(value=False).sum().over("place").cast(pl.Int64)
    return rows.with_columns(pl.col("visits") - listed)

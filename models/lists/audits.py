"""Audit slots: a share of the visits goes to households drawn at random among those that nothing else chose.

Each row keeps the `chance` with which it came to be on the list, so that what the visits find can be counted up to all
households (Horvitz and Thompson 1952).
"""

from __future__ import annotations

import polars as pl

from models.lists.drawing import DRAWN, with_tie


def audited(rows: pl.DataFrame, seed: int, by: tuple[str, ...], order: str = "rank") -> pl.DataFrame:
    """The first by their order, then as many drawn at random as there are audits.

    Args:
        rows: households that may be listed, with their `order` from 1 in each list, and `open` (places for scores and audits),
            `audits` (of these) and `audits_expected` of their list.
        by: what names a list.

    Returns:
        The rows with `by_score`, `drawn` and `chance`: the probability of being on the list, over the draw of the number of
        audits and of who is audited. The chances of a list add up to its places.
    """
    by_score = pl.col(order) <= pl.col("open") - pl.col("audits")
    if not (rows["audits_expected"] > 0).any():
        return rows.with_columns(
            by_score.alias("by_score"), pl.lit(value=False).alias("drawn"), by_score.cast(pl.Float64).alias("chance")
        )
    numbers = with_tie(rows.select("as_of", "household_id"), pl.format("audit|{}|{}", "as_of", "household_id"), seed)
    numbered = rows.with_columns(numbers[DRAWN].alias("_audit"))
    # Those chosen by score come before all that are drawn, so that the places after them are the audits.
    place = pl.int_range(1, pl.len() + 1).over(by, order_by=[~by_score, pl.col("_audit")])
    return numbered.with_columns(
        by_score.alias("by_score"),
        (~by_score & (place <= pl.col("open"))).alias("drawn"),
        _chance(by, order).alias("chance"),
    ).drop("_audit")


def _chance(by: tuple[str, ...], order: str) -> pl.Expr:
    """The audits of a list are the whole number below what falls to it, or the one above."""
    expected = pl.col("audits_expected")
    above = expected - expected.floor()

    def given(audits: pl.Expr) -> pl.Expr:
        chosen = pl.col("open") - audits
        left = pl.len().over(by) - chosen
        drawn = pl.when(left > 0).then((audits / left).clip(upper_bound=1.0)).otherwise(0.0)
        return pl.when(pl.col(order) <= chosen).then(1.0).otherwise(drawn)

    return (1 - above) * given(expected.floor()) + above * given(expected.floor() + 1)

"""Cool-down: whoever was visited lately rests, and the visit goes to the next."""

from __future__ import annotations

import datetime as dt

import polars as pl


def at_rest(visited: pl.DataFrame, as_of: dt.date, months: int) -> pl.DataFrame:
    """Those of the visited (`models.lists.visits.VISITED`) whose rest of so many months is not over on a day."""
    return visited.filter(rests(as_of, months))


def rests(as_of: dt.date, months: int) -> pl.Expr:
    """Whether a household last visited on `visited_on` rests; false of one that nobody visited."""
    awake = pl.lit(as_of).dt.offset_by(f"-{months}mo")
    return (pl.col("visited_on") > awake).fill_null(value=False) & pl.lit(months > 0)

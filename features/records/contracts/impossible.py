"""Rows with numbers that no row may hold: stored before a column had its bounds, or by another way than intake's.

What is taken in today keeps its bounds, and nothing is learned from a store that does not. An old store is still asked
about its households, and of one with such a row nothing can be said.
"""

from __future__ import annotations

import math
from functools import cache

import dataframely as dy
import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.records.tables import LABEL_TABLES, TABLES

IMPOSSIBLE: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "tables": pl.List(pl.String()),
}
"""Households of which nothing can be computed on a day, and the record tables with what cannot be."""


def impossible_rows(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The households of the index with such a row, as known on the day, among what features may read.

    Returns:
        `household_id`, `as_of`, `tables` in order.
    """
    parts = [pl.DataFrame(schema={"household_id": pl.String, "as_of": pl.Date, "table": pl.String})]
    for table in TABLES:
        if table in LABEL_TABLES:
            continue
        rows = records.rows(table, ordered=False)
        if rows.is_empty() or _keeps_bounds(table, rows):
            continue
        wrong = rows.filter(pl.any_horizontal(pl.lit(value=False), *_beyond_bounds(table, tuple(rows.columns))))
        if not wrong.is_empty():
            known = rows_known_by(as_index(index), wrong)
            parts.append(known.select("household_id", "as_of", pl.lit(table).alias("table")))
    return by_household(pl.concat(parts))


def by_household(impossible: pl.DataFrame) -> pl.DataFrame:
    """`household_id`, `as_of`, `table`, repeated or not, as `household_id`, `as_of`, `tables`."""
    asked = ["household_id", "as_of"]
    return impossible.group_by(asked).agg(pl.col("table").unique().sort().alias("tables")).sort(asked)


def at_home(impossible: pl.DataFrame, records: Records) -> pl.DataFrame:
    """`household_id`, `as_of`, `tables`, with where the household was last said to live, as IMPOSSIBLE."""
    if impossible.is_empty():
        return pl.DataFrame(schema=IMPOSSIBLE)
    described = rows_known_by(as_index(impossible), records.versions["households"]).filter(EVENT_DATE <= AS_OF)
    asked = ["household_id", "as_of"]
    homes = described.group_by(asked).agg(pl.col("region_code").last())
    return impossible.join(homes, on=asked, how="left").select(list(IMPOSSIBLE)).sort(asked)


def _keeps_bounds(table: str, rows: pl.DataFrame) -> bool:
    """Whether all rows do, as nearly all do: asked column by column, which costs a tenth of a query."""
    numbers = [(rows.get_column(name), column) for name, column in _numbers(table) if name in rows.columns]
    return all(
        # A sum of numbers within bounds is finite; of one that is none it is none.
        math.isfinite(column.sum() or 0.0)
        and _within(column.min(), bounds.min, bounds.max)
        and _within(column.max(), bounds.min, bounds.max)
        for column, bounds in numbers
    )


def _within(number: object, low: float | None, high: float | None) -> bool:
    if not isinstance(number, float):
        return True
    return (low is None or number >= low) and (high is None or number <= high)


@cache
def _numbers(table: str) -> tuple[tuple[str, dy.Float64], ...]:
    return tuple((name, column) for name, column in TABLES[table].columns().items() if isinstance(column, dy.Float64))


@cache
def _beyond_bounds(table: str, there: tuple[str, ...]) -> tuple[pl.Expr, ...]:
    """Of each number of a table whether it is none, or lies beyond its bounds; what is unknown does not."""
    return tuple(
        pl.col(name).is_finite().not_().or_(_outside(pl.col(name), column.min, column.max)).fill_null(value=False)
        for name, column in _numbers(table)
        if name in there
    )


def _outside(number: pl.Expr, low: float | None, high: float | None) -> pl.Expr:
    below = pl.lit(value=False) if low is None else number < low
    return below if high is None else below | (number > high)

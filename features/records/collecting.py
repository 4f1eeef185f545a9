"""Queries that are written as they are to be run, since looking for a better plan would cost more than the work; rows gathered to lists."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def collect_as_written(frames: Iterable[pl.LazyFrame]) -> list[pl.DataFrame]:
    """What the queries come to, worked out together, without the optimiser: of one household the rows are few."""
    return pl.collect_all(list(frames), optimizations=pl.QueryOptFlags.none(), engine="in-memory")


def lists_by_row(parts: pl.DataFrame, height: int, kind: pl.DataType) -> pl.Series:
    """Rows, in order, as a list of structures for each row of a frame of this height; an empty one where there are none.

    Args:
        parts: with `row`, the place in that frame.
        kind: the type of the lists, `row` not among their fields.
    """
    fields = pl.struct(pl.exclude("row")).alias("lists")
    gathered = parts.with_columns(pl.col("row").cast(pl.UInt32)).group_by("row", maintain_order=True).agg(fields)
    every = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    lists = every.join(gathered, on="row", how="left", maintain_order="left").get_column("lists")
    return lists.cast(kind).fill_null([])

"""Queries that are written as they are to be run: looking for a better plan would cost more than the work."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def collect_as_written(frames: Iterable[pl.LazyFrame]) -> list[pl.DataFrame]:
    """What the queries come to, worked out together, without the optimiser: of one household the rows are few."""
    return pl.collect_all(list(frames), optimizations=pl.QueryOptFlags.none(), engine="in-memory")

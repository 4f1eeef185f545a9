"""The store bucket by bucket: the one loop in which work on every household is done.

A bucket holds whole households, so what is worked out of one needs no other, and memory holds one at a time. The work is
a function of a bucket's records and its results come back in order: whoever asks cannot tell whether buckets were worked
on one after the other, as here, or side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import polars as pl

from features.records.context import Context
from features.records.gate import Records
from features.records.store import RecordStore, Versions
from features.records.tables import polars_schema

Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Is told how many buckets are done, of how many."""


def over_buckets(
    store: RecordStore,
    work: Callable[[Records], Result],
    *,
    versions: Versions,
    buckets: Iterable[int] | None = None,
    columns: Mapping[str, list[str]] | None = None,
    context: Context | None = None,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """What the work makes of the records of each bucket, in the order of the buckets, each when it is asked for.

    Args:
        versions: of the store's tables, pinned before the first bucket is read: what lands meanwhile is in none of them.
        buckets: those wanted, in the order wanted; all when None.
        columns: the columns wanted by table (`features.frame.columns_read`, `whole`); all of all tables when None.
        context: what the records carry of the places of their households.

    Raises:
        StoreError: something of the store is missing or can't be read; and whatever the work raises.
    """
    wanted = list(range(store.buckets) if buckets is None else buckets)
    for done, bucket in enumerate(wanted, start=1):
        # In one expression: the rows of a bucket are gone before the next is read.
        result = work(Records(store.records(buckets=[bucket], versions=versions, columns=columns), context))
        if progress:
            progress(done, len(wanted))
        yield result


def whole(tables: Iterable[str]) -> dict[str, list[str]]:
    """All columns of these tables, for work that reads no other."""
    return {name: list(polars_schema(name)) for name in tables}


def described(records: Records) -> pl.Series:
    """The households that are described in these records, at whatever day, in order."""
    return records.tables["households"]["household_id"].unique().sort()

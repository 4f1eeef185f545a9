"""The ledger of a whole store on a day, bucket by bucket: entries with where the household lives, who told, and what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.frame import index_of
from features.frame.context.counting import settlement_on
from features.frame.values import own_values
from features.ledgers.entries import Entry, entries_of
from features.ledgers.households import stood_of_households
from features.ledgers.people import stood_of_people
from features.ledgers.wording import Guarantee, Lack, Standing
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets, whole
from features.records.gate import Records, as_index
from features.records.store import RecordStore

ENTRIES: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "person_id": pl.String(),
    "guarantee": pl.String(),
    "lack": pl.String(),
    "detail": pl.String(),
    "standing": pl.String(),
    "put_in_on": pl.Date(),
    "put_in_by": pl.String(),
    "known_since": pl.Date(),
    "right_on": pl.Date(),
    "right_by": pl.String(),
    "struck_on": pl.Date(),
    "struck_by": pl.String(),
    "ending": pl.String(),
    "days": pl.Int64(),
}
"""A row an entry. `put_in_on`: the day of which the record speaks; `known_since`: when the county knew. `…_by`: the delivery that told, in the
ledger of a store the official word for its department. `days`: from being put in to being put right or struck off, or to the day of the ledger."""

SEEKERS = "wants_work_without_any"

HOUSEHOLDS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "region_code": pl.String(),
    "settlement": pl.String(),
    SEEKERS: pl.Float64(),
}
"""A row a household; the last column, of whom no roster says anything, is null."""

LEDGER: dict[str, pl.DataType] = {
    **ENTRIES,
    "region_code": pl.String(),
    "settlement": pl.String(),
    "days_allowed": pl.Float64(),
    "overdue": pl.Boolean(),
}
"""And where the household lives on that day, after how many days an open entry is overdue there, and whether it is."""

TABLES = ("households", "members", "education", "housing", "relocation", "water", "illness", "income", "support")
"""The record tables that are read."""


def entries_in(records: Records, as_of: dt.date, policy: Policy) -> pl.DataFrame:
    """The entries of some households as known on a day: columns of `ENTRIES`.

    Raises:
        PolicyError: a line has no value on a day.
    """
    lacks = {**stood_of_people(records, as_of), **stood_of_households(records, as_of, policy)}
    rows = [
        _row(household, person, lack, entry, as_of)
        for lack, days in lacks.items()
        for (household, person), stood in sorted(days.items())
        for entry in entries_of(stood)
    ]
    return pl.DataFrame(rows, schema=ENTRIES, orient="row")


def _row(household: str, person: str, lack: Lack, entry: Entry, as_of: dt.date) -> tuple[Any, ...]:
    over = entry.right or entry.struck
    until = as_of if over is None else over.on
    if over is None and entry.ended is not None:
        until = entry.ended
    return (
        household,
        person,
        lack.guarantee.value,
        lack.value,
        entry.detail,
        entry.standing.value,
        entry.by.on,
        entry.by.delivery,
        entry.since,
        *((None, None) if entry.right is None else (entry.right.on, entry.right.delivery)),
        *((None, None) if entry.struck is None else (entry.struck.on, entry.struck.delivery)),
        None if entry.ending is None else entry.ending.value,
        (until - entry.by.on).days,
    )


@dataclass(frozen=True)
class CountyDay:
    """Everybody of a store on a day.

    Attributes:
        households: columns of `HOUSEHOLDS`.
        ledger: columns of `LEDGER`; overdue first, then by how it stands and how long.
    """

    as_of: dt.date
    households: pl.DataFrame
    ledger: pl.DataFrame


def county_day(store: RecordStore, as_of: dt.date, policy: Policy) -> CountyDay:
    """The households and the ledger of everybody on a day.

    Raises:
        PolicyError: a line has no value on a day.
    """

    def work(records: Records) -> tuple[pl.DataFrame, pl.DataFrame]:
        return households_in(records, as_of, policy), entries_in(records, as_of, policy)

    buckets = list(over_buckets(store, work, versions=store.versions(), columns=whole(TABLES)))
    households = pl.concat([pl.DataFrame(schema=HOUSEHOLDS), *(here for here, _ in buckets)])
    entries = pl.concat([pl.DataFrame(schema=ENTRIES), *(entries for _, entries in buckets)])
    placed = entries.join(households.select("household_id", "region_code", "settlement"), on="household_id")
    return CountyDay(as_of, households, in_order(with_overdue(_by_department(placed, store), as_of, policy)))


def households_in(records: Records, as_of: dt.date, policy: Policy) -> pl.DataFrame:
    """Where some households live on a day, and how many of each want work and have none: columns of `HOUSEHOLDS`."""
    index = index_of(described(records), as_of)
    values = own_values(records, index, policy, [SEEKERS]).filter(pl.col("region_code").is_not_null())
    there = values.lazy().with_row_index("row")
    settlements = settlement_on(records, as_index(values.select("household_id", "as_of")).lazy())
    placed = there.join(settlements, on="row", how="left", maintain_order="left").collect()
    return placed.select(pl.col(name).cast(dtype) for name, dtype in HOUSEHOLDS.items())


def _by_department(entries: pl.DataFrame, store: RecordStore) -> pl.DataFrame:
    whose = store.deliveries().unique("delivery_id", keep="last").select("delivery_id", "department")
    told = dict(whose.iter_rows())
    by = pl.col("put_in_by", "right_by", "struck_by")
    return entries.with_columns(by.replace_strict(told, default=None, return_dtype=pl.String))


def with_overdue(entries: pl.DataFrame, as_of: dt.date, policy: Policy) -> pl.DataFrame:
    """With how many days an open entry may wait where the household lives, and whether it waits longer."""
    allowed = pl.DataFrame(
        list(_allowed(entries, as_of, policy)),
        schema={"guarantee": pl.String, "region_code": pl.String, "days_allowed": pl.Float64},
        orient="row",
    )
    is_open = pl.col("standing") == Standing.OPEN.value
    return (
        entries.join(allowed, on=["guarantee", "region_code"], how="left", maintain_order="left")
        .with_columns(overdue=is_open & (pl.col("days") > pl.col("days_allowed")))
        .select(pl.col(name).cast(dtype) for name, dtype in LEDGER.items())
    )


def _allowed(entries: pl.DataFrame, as_of: dt.date, policy: Policy) -> Iterator[tuple[str, str, float]]:
    for guarantee, region in entries.select("guarantee", "region_code").unique().iter_rows():
        yield guarantee, region, policy.value(Guarantee(guarantee).days_policy, region, as_of)


def in_order(ledger: pl.DataFrame) -> pl.DataFrame:
    """Overdue first, then open, put right, the rest; of each the longest first."""
    rank = pl.col("standing").replace_strict(
        {each.value: place for place, each in enumerate(Standing)}, return_dtype=pl.Int64
    )
    return (
        ledger.with_columns(rank=rank, late=(~pl.col("overdue")).cast(pl.Int64))
        .sort(
            "late",
            "rank",
            "days",
            "region_code",
            "household_id",
            "lack",
            "person_id",
            "put_in_on",
            descending=[False, False, True, *[False] * 5],
        )
        .drop("rank", "late")
    )

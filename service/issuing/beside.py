"""What a list tells of a household beside its score: how many people it has, and where it was resettled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from features.frame import index_of
from features.frame.context.counting import settlement_on
from features.records.context import Level
from features.records.gate import EVENT_DATE, Records, as_index, rows_known_by
from features.records.store import RecordStore
from features.records.tables import polars_schema
from models.runs import Run

READ = {table: list(polars_schema(table)) for table in ("households", "relocation")}


@dataclass(frozen=True)
class Beside:
    """Of one household.

    Attributes:
        people: as it was described last; None where nobody counted.
        settlement: by its name in the records; None of whoever was not resettled.
    """

    people: int | None = None
    settlement: str | None = None


UNKNOWN = Beside()


def beside(store: RecordStore, run: Run, households: Iterable[str]) -> dict[str, Beside]:
    """Of each household what was known on the run's day, from the records that the run read.

    Raises:
        StoreError: the records of then are gone or damaged.
    """
    codes, day = list(households), run.made_from.as_of
    if not codes:
        return {}
    versions = dict(run.made_from.data_versions)
    records = Records(store.records(households=codes, versions=versions, columns=READ))
    index = index_of(codes, day)
    sizes = described_last(records, index, day).select("household_id", "household_size")
    base = as_index(index)
    settled = settlement_on(records, base.lazy()).collect()
    places = base.select("row", "household_id").join(settled, on="row").select("household_id", Level.SETTLEMENT.value)
    people, where = dict(sizes.iter_rows()), dict(places.iter_rows())
    return {code: Beside(people.get(code), where.get(code)) for code in codes}


def described_last(records: Records, index: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Each household that was described by a day, as it was described last.

    Args:
        index: the households, all of them on that day.
    """
    described = rows_known_by(index, records.versions["households"]).filter(EVENT_DATE <= day)
    return described.unique("household_id", keep="last", maintain_order=True)

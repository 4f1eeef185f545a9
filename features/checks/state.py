"""The state of the records on one day: what was known then of each table, read through the gate once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from features.records.gate import EVENT_DATE, Records, rows_known_by
from features.records.tables import TABLES

PLACE_COLUMNS = ("event_date", "known_date", "delivery_id", "source_sheet", "source_row")
"""When a record's fact happened and became known, and where in the delivered files it stands."""

PLACE = pl.struct(PLACE_COLUMNS)


class State:
    """What was known on a day, of every household that any record is about.

    Attributes:
        as_of: the day.
        base: one row per household: `row`, `household_id`, `as_of`.
    """

    def __init__(self, records: Records, as_of: dt.date) -> None:
        self.as_of = as_of
        self._records = records
        self._known: dict[str, pl.DataFrame] = {}
        self._prepared: dict[Callable[[State], pl.DataFrame], pl.DataFrame] = {}
        visible = (records.rows(table, ordered=False) for table in TABLES)
        everybody = pl.concat([rows.select("household_id") for rows in visible]).unique()
        self.base = (
            everybody.sort("household_id").with_row_index("row").with_columns(as_of=pl.lit(as_of, dtype=pl.Date))
        )

    def known(self, table: str) -> pl.DataFrame:
        """The rows of a table known by the day and about days until then, in order of what happened."""
        if table not in self._known:
            rows = rows_known_by(self.base, self._records.versions[table])
            # What is announced for a later day is a plan, not a fact.
            self._known[table] = rows.filter(EVENT_DATE <= pl.col("as_of"))
        return self._known[table]

    def once(self, prepare: Callable[[State], pl.DataFrame]) -> pl.DataFrame:
        """A frame that several facts stand on, prepared the first time that it is asked for."""
        if prepare not in self._prepared:
            self._prepared[prepare] = prepare(self)
        return self._prepared[prepare]


def last_of(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Of each household (or whatever else) the row that happened last."""
    return rows.unique(list(by) or ["row"], keep="last", maintain_order=True)


def last_place(rows: pl.DataFrame, name: str, *by: str) -> pl.DataFrame:
    """`row` (and `by`) with the place of the last of these rows as column `name`."""
    keys = ["row", *by]
    return last_of(rows, *keys).select(*keys, PLACE.alias(name))


def renamed(rows: pl.DataFrame, names: Mapping[str, str], place: str) -> pl.DataFrame:
    """`row`, the columns under the names that checks use, and the place of each row as column `place`."""
    return rows.select("row", *(pl.col(old).alias(new) for old, new in names.items()), PLACE.alias(place))

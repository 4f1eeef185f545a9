"""The state of the records on one day: what was known then of each table, read through the gate once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import polars as pl

from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.gate import EVENT_DATE, Records, as_index, rows_known_by
from features.records.tables import TABLES

PLACE_COLUMNS = ("event_date", "known_date", "delivery_id", "source_sheet", "source_row")
"""When a record's fact happened and became known, and where in the delivered files it stands."""

PLACE = pl.struct(PLACE_COLUMNS)


FEW_HOUSEHOLDS = 64
"""Up to so many, looking for a better plan costs more than the work itself."""


class State:
    """What was known on a day, of every household that any record is about. What is made of it is worked out at the end.

    Attributes:
        as_of: the day.
        base: one row per household: `row`, `household_id`, `as_of`.
    """

    def __init__(self, records: Records, as_of: dt.date, policy: Policy) -> None:
        self.as_of = as_of
        self._records = records
        self._policy = policy
        self._known: dict[str, pl.DataFrame] = {}
        self._once: dict[Callable[[State], pl.LazyFrame], pl.DataFrame] = {}
        visible = (records.rows(table, ordered=False) for table in TABLES)
        everybody = pl.concat([rows.select("household_id") for rows in visible if rows.height] or [_NOBODY]).unique()
        base = everybody.sort("household_id").with_row_index("row").with_columns(as_of=pl.lit(as_of, dtype=pl.Date))
        self._few = base.height <= FEW_HOUSEHOLDS
        self.base = base.lazy()
        self._index = base.select("household_id", "as_of")

    def known(self, table: str) -> pl.LazyFrame:
        """The rows of a table known by the day and about days until then, in order of what happened."""
        if table not in self._known:
            rows = rows_known_by(self.base, self._records.versions[table].lazy())
            # What is announced for a later day is a plan, not a fact.
            (self._known[table],) = self.collected(rows.filter(EVENT_DATE <= pl.col("as_of")))
        return self._known[table].lazy()

    @cached_property
    def a_year_began(self) -> dt.date:
        """The day after which the last 12 months begin, as it is for features."""
        began: dt.date = as_index(index_of([""], self.as_of))["after_12m"][0]
        return began

    def once(self, part: Callable[[State], pl.LazyFrame]) -> pl.LazyFrame:
        """What a part of the state comes to: worked out once, though several ask for it."""
        if part not in self._once:
            (self._once[part],) = self.collected(part(self))
        return self._once[part].lazy()

    def features(self, names: Iterable[str]) -> pl.LazyFrame:
        """`row` and these features of each household on the day: what a check means just as they do, it reads from them.

        Raises:
            KeyError: no such feature.
            PolicyError: the day is before the first step of a policy value that they read.
        """
        names = list(names)
        values = feature_frame(self._records, self._index, self._policy, names)
        return values.lazy().select(names).with_row_index("row")

    def collected(self, *frames: pl.LazyFrame) -> list[pl.DataFrame]:
        """What these frames come to, worked out together."""
        return collect_as_written(frames) if self._few else pl.collect_all(frames, engine="in-memory")


_NOBODY = pl.DataFrame(schema={"household_id": pl.String})


def last_of(rows: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """Of each household (or whatever else) the row that happened last."""
    return rows.unique(list(by) or ["row"], keep="last", maintain_order=True)


def last_place(rows: pl.LazyFrame, name: str, *by: str) -> pl.LazyFrame:
    """`row` (and `by`) with the place of the last of these rows as column `name`."""
    keys = ["row", *by]
    return last_of(rows, *keys).select(*keys, PLACE.alias(name))


def renamed(rows: pl.LazyFrame, names: Mapping[str, str], place: str) -> pl.LazyFrame:
    """`row`, the columns under the names that checks use, and the place of each row as column `place`."""
    return rows.select("row", *(pl.col(old).alias(new) for old, new in names.items()), PLACE.alias(place))

"""The gate: the one place that decides which rows an as-of date could see.

Three dates, three names. `event_date` is when something happened, `known_date` is when the county could know it,
`as_of` is the day that we stand on. Visibility is `known_date <= as_of` and nothing else; windows over
`event_date` are the features' business (`features.language`), and nobody else filters on `known_date`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import TypeVar

import polars as pl

from features.records.collecting import collect_as_written
from features.records.context import Context
from features.records.tables import TABLES, empty, polars_schema

AS_OF = pl.col("as_of")
EVENT_DATE = pl.col("event_date")
KNOWN_DATE = pl.col("known_date")
FACT = ("household_id", "record_id")
VERSION_ORDER = ("known_date", "arrival", "delivery_id", "source_row", "event_date")
"""What puts the versions of one fact in order, the last word last."""
SUPERSEDED_ON = pl.col("superseded_on")

GATE_READS = ("household_id", "event_date", "known_date", "superseded_on")
"""The columns by which it is decided which rows a day could see, and what their windows are measured on."""

VERSIONING = (*FACT, *VERSION_ORDER, "withdrawn")
"""The columns by which versions of facts are put in order."""

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)
"""Rows of a table, at hand or still to be worked out."""

WINDOWS = (1, 3, 6, 12, 24, 36)
"""The lengths in months that a feature may look back; each becomes a column `after_<n>m` of the index."""


class Records:
    """The record tables of some households, checked and put in order once for any number of as-of dates.

    Args:
        tables: frames by table name; a table that is absent has no rows. Columns that are absent are unknown.
        context: what is counted at the households' villages and settlements; None leaves features of it unknown.

    Raises:
        ValueError: a name that is no record table.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], context: Context | None = None) -> None:
        unknown = sorted(set(tables) - set(TABLES))
        if unknown:
            raise ValueError(f"no such record table: {', '.join(unknown)}. The tables are: {', '.join(TABLES)}.")
        self.context = context
        self._given = {name: _typed(name, tables[name]) if name in tables else empty(name) for name in TABLES}
        self._unordered: dict[str, pl.DataFrame] = {}
        self._ordered: dict[str, pl.DataFrame] = {}

    def with_context(self, context: Context | None) -> Records:
        """The same records, in order as far as they are, with another context."""
        same = copy(self)
        same.context = context
        return same

    def of(self, households: pl.Series) -> Records:
        """The records of some of these households."""
        some = pl.col("household_id").is_in(households.implode())
        return Records({name: rows.filter(some) for name, rows in self._given.items()}, self.context)

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The record tables with all their columns."""
        return {name: _whole(name, rows) for name, rows in self._given.items()}

    @cached_property
    def versions(self) -> Mapping[str, pl.DataFrame]:
        """Each table with all its columns and `superseded_on`, ordered by what happened first."""
        return _Versions(self)

    def rows(self, table: str, *, ordered: bool) -> pl.DataFrame:
        """A table with `superseded_on`, with the columns that were given; in order only where that is asked for."""
        if table not in self._unordered:
            self._unordered[table] = _superseded(self._given[table])
        if ordered and table not in self._ordered:
            self._ordered[table] = in_order(self._unordered[table])
        return self._ordered[table] if ordered else self._unordered[table]


class _Versions(Mapping[str, pl.DataFrame]):
    """The versions by table, each made when it is first asked for."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._made: dict[str, pl.DataFrame] = {}

    def __getitem__(self, table: str) -> pl.DataFrame:
        if table not in self._made:
            self._made[table] = _whole(table, self._records.rows(table, ordered=True))
        return self._made[table]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


def _typed(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The documented columns that are there, and those that versions are told by, in the documented types."""
    schema = polars_schema(table)
    kept = {name: dtype for name, dtype in schema.items() if name in rows.columns or name in VERSIONING}
    if rows.schema == kept:
        return rows
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name) for name, dtype in kept.items()
    )


def _whole(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """All the documented columns; what a source does not say is unknown."""
    schema, there = polars_schema(table), set(rows.columns)
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in there]
    further = [name for name in rows.columns if name not in schema]
    return rows.with_columns(missing).select(*schema, *further) if missing else rows


def with_superseded_on(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the day on which a later version of the same fact became known; null while a row is the last word.

    The day does not depend on any as-of date, so it is worked out once. What is learned after an as-of date can only
    move `superseded_on` to a day after it, which is why later knowledge never changes an earlier frame. Of several
    versions known on one day the last row of the last delivery to arrive holds.

    A version that takes the fact back ends the one before it and is no row itself.
    """
    return in_order(_superseded(rows))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Versions by what happened first; of what happened on one day, by what was known first, then by identity."""
    # Of the versions of one fact that are known on one day all but the last are never seen.
    return rows if rows.height < 2 else rows.sort("household_id", "event_date", "known_date", "record_id")


def _superseded(rows: pl.DataFrame) -> pl.DataFrame:
    superseded_on = pl.repeat(None, rows.height, dtype=pl.Date, eager=True).alias("superseded_on")
    again = _of_facts_in_versions(rows)
    if not again.is_empty():
        versions = _with_next_version(rows.select(*FACT, *VERSION_ORDER)[again].with_columns(again))
        superseded_on = superseded_on.scatter(versions["place"], versions["superseded_on"])
    rows = rows.hstack([superseded_on])
    taken_back = rows.get_column("withdrawn")
    return rows.filter(~taken_back.fill_null(value=False)) if taken_back.any() else rows


def _of_facts_in_versions(rows: pl.DataFrame) -> pl.Series:
    """The places of rows whose fact may have several versions: equal hashes of different facts only cost their sorting."""
    if rows.height < 2:
        return pl.Series("place", [], dtype=pl.UInt32)
    fact = pl.col("household_id").hash() ^ pl.col("record_id").hash(seed=1)
    return rows.select(fact.is_duplicated()).to_series().arg_true().alias("place")


def _with_next_version(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.sort(*FACT, *VERSION_ORDER, nulls_last=True)
    next_is_same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in FACT)
    return rows.with_columns(pl.when(next_is_same).then(KNOWN_DATE.shift(-1)).otherwise(None).alias("superseded_on"))


def as_index(index: pl.DataFrame) -> pl.DataFrame:
    """An index of (`household_id`, `as_of`) with its row number and the open start of every window.

    A window of n months is `(as_of - n months, as_of]`. It is measured from the day after the as-of day, so that the
    windows of the last days of months lie side by side: that of 30 April begins after 31 March, not after 30 March.
    """
    of_days = index.lazy().select("household_id", pl.col("as_of").cast(pl.Date))
    return collect_as_written([of_days.with_row_index("row").with_columns(_WINDOW_STARTS)])[0]


def _months_before(months: int) -> pl.Expr:
    return AS_OF.dt.offset_by("1d").dt.offset_by(f"-{months}mo").dt.offset_by("-1d")


_WINDOW_STARTS = [_months_before(months).alias(f"after_{months}m") for months in WINDOWS]


def rows_known_by(index: Rows, versions: Rows) -> Rows:
    """The rows already known on each household's as-of day, that day included, each fact in its then last version.

    What happened earlier but was recorded later was not known, so it does not count:
    this is what the office would have seen. `event_date` decides windows, never visibility.
    """
    return index.join(versions, on="household_id", how="inner", maintain_order="right").filter(
        KNOWN_DATE <= AS_OF, SUPERSEDED_ON.is_null() | (SUPERSEDED_ON > AS_OF)
    )


def last_words_on(days: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """What stood of each fact on a `day`: the last version known by then that was not taken back by then.

    Where none stands, it is the last of those taken back, marked `withdrawn`.

    Args:
        days: `household_id`, `record_id`, `day`.
        claims: versions of these facts with `withdrawn_on`, the day on which their delivery was taken back.
    """
    known = days.join(claims, on=FACT).filter(KNOWN_DATE <= pl.col("day"))
    stands = pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") > pl.col("day"))
    # False before true: the last one stands when any does.
    ordered = known.with_columns(stands=stands).sort(*FACT, "day", "stands", *VERSION_ORDER, nulls_last=True)
    last = ordered.unique([*FACT, "day"], keep="last", maintain_order=True)
    return last.with_columns(pl.when("stands").then("withdrawn").otherwise(pl.lit(value=True)).alias("withdrawn"))


def versions_among(claims: pl.DataFrame) -> pl.DataFrame:
    """Of what was ever told of some facts what is a version: repetitions only of after the fact's `first` withdrawal.

    Args:
        claims: with `repeats`, and `first`, the day on which a delivery that told a version was first taken back.
    """
    return claims.filter(~pl.col("repeats") | (KNOWN_DATE > pl.col("first")))


def without_later_knowledge(tables: Mapping[str, pl.DataFrame], as_of: pl.Expr) -> dict[str, pl.DataFrame]:
    """The tables as they would be had nothing been delivered after `as_of`: for proofs, never for features."""
    return {name: rows.filter(KNOWN_DATE <= as_of) for name, rows in tables.items()}


def known_later(tables: Mapping[str, pl.DataFrame], as_of: pl.Expr) -> dict[str, pl.DataFrame]:
    """The rows that became known after `as_of`: for proofs, never for features."""
    return {name: rows.filter(KNOWN_DATE > as_of) for name, rows in tables.items()}

"""The record store: one Delta Lake table per record table, in a folder.

How a landing is all or nothing across tables
    Delta commits one table at a time, so every row carries the random `landing_id` of the landing that wrote it, and
    a landing counts from the moment its rows in `deliveries` are committed, which is its last act. Readers keep only
    rows whose `landing_id` is in `deliveries`. Killed at any earlier moment, a landing leaves rows that nobody ever
    sees: the next run of the same delivery draws a new `landing_id`, so it neither duplicates nor loses anything.
    Readers take `deliveries` first and the tables after it, so whatever they know as landed is complete.

One writer at a time holds the lock on `store.lock`; the system releases it when a process dies. Readers need no lock.
Rows lie in `bucket` = CRC-32 of the household's identifier modulo the number of buckets: whole households, so a
bucket is the unit of work that needs no other.
"""

from __future__ import annotations

import contextlib
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from features.records.store.creating import EVERY_TABLE, LANDING, PARTITIONED, buckets_of, create_store, is_store
from features.records.store.delta import append, rows_of
from features.records.store.integrity import collected, data_files, require_tables, rows_once, version_now, vouch_for
from features.records.store.replay import Reading, Versions, facts_of_withdrawn, retold
from features.records.store.side_tables import (
    DELIVERIES,
    SIDE_TABLES,
    WITHDRAWALS,
    of_everybody,
    stamped,
)
from features.records.store.writing import one_writer
from features.records.tables import TABLES, empty, polars_schema

DEFAULT_BUCKETS = 8


class RecordStore:
    """Record tables in a folder. `open`, `create` or `open_or_create` it; one instance may serve many readers."""

    def __init__(self, path: Path, buckets: int) -> None:
        self.path = path
        self.buckets = buckets

    @classmethod
    def create(cls, path: Path | str, buckets: int = DEFAULT_BUCKETS, *, made_up: bool = False) -> RecordStore:
        """A new, empty store, of a made-up county where `made_up`: whatever answers from it says so. Raises StoreError when one is there already."""
        path = Path(path)
        create_store(path, buckets, made_up=made_up)
        return cls(path, buckets)

    @classmethod
    def open(cls, path: Path | str) -> RecordStore:
        """An existing store. Raises StoreError saying what to do when there is none, or a table of it was lost."""
        path = Path(path)
        buckets = buckets_of(path)
        require_tables(path, EVERY_TABLE)
        return cls(path, buckets)

    @classmethod
    def open_or_create(cls, path: Path | str, buckets: int = DEFAULT_BUCKETS) -> RecordStore:
        return cls.open(path) if is_store(Path(path)) else cls.create(path, buckets)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for one writer.

        Raises:
            StoreError: another one holds it, or something of the store was lost.
            DiskError: the disk is full, read-only or out of reach; a landing that was under way does not count.
        """
        with one_writer(self.path):
            yield
            vouch_for(self.path, EVERY_TABLE)

    def land(
        self,
        tables: Mapping[str, pl.DataFrame],
        deliveries: pl.DataFrame,
        set_aside: pl.DataFrame | None = None,
        people: pl.DataFrame | None = None,
        places: pl.DataFrame | None = None,
        **others: pl.DataFrame | None,
    ) -> None:
        """Append rows of any tables, visible together once the rows of `deliveries` are committed, or never.

        Rows of a delivery in `deliveries` get its place in the order of arrival.

        Args:
            tables: rows by record table, with the columns of its schema.
            deliveries: the delivered files, in the order in which they arrived.
            others: rows of further side tables by name; all side tables have the columns of `SIDE_TABLES`.

        Call it inside `writing()`. Raises ValueError for a table unknown or a landing without deliveries.
        """
        if deliveries.is_empty():
            raise ValueError("A landing needs at least one row in `deliveries`: it is what makes its rows count.")
        sides = {"set_aside": set_aside, "people": people, "places": places, **others}
        if unknown := sorted((set(tables) - set(TABLES)) | (set(sides) - set(SIDE_TABLES))):
            raise ValueError(f"Not tables of a record store: {', '.join(unknown)}.")
        landing_id = secrets.randbits(62)
        buckets = self._bucket_lookup(tables.values())
        arrivals = self._arrivals(deliveries)
        for name, rows in tables.items():
            if rows.height:
                placed = rows.join(buckets, on="household_id", how="left").sort("bucket", "household_id", "event_date")
                told = {**polars_schema(name), **PARTITIONED}
                self._append(name, stamped(placed, arrivals), told, landing_id)
        for name, side in sides.items():
            if side is not None and side.height:
                rows = stamped(side, arrivals) if "arrival" in SIDE_TABLES[name] else side
                self._append(name, rows, {**SIDE_TABLES[name], **LANDING}, landing_id)
        vouch_for(self.path, EVERY_TABLE)
        # Deliveries last: this commit is what makes all the others count.
        self._append("deliveries", deliveries, {**DELIVERIES, **LANDING}, landing_id)

    def scan(
        self, table: str, *, buckets: Iterable[int] | None = None, versions: Versions | None = None
    ) -> pl.LazyFrame:
        """The visible rows of a table, lazily, with the columns of its schema; only some buckets if so asked."""
        return self._visible_rows(table, self._reading(versions), buckets)

    def collected(self, *frames: pl.LazyFrame) -> list[pl.DataFrame]:
        """What was made of `scan`, read together. Raises StoreError when the content of a data file can't be read."""
        return collected(self.path, frames)

    def records(
        self,
        *,
        buckets: Iterable[int] | None = None,
        households: Iterable[str] | None = None,
        versions: Versions | None = None,
        columns: Mapping[str, list[str]] | None = None,
    ) -> dict[str, pl.DataFrame]:
        """All record tables, visible rows only, of some buckets or households or of everybody.

        The order of the rows says nothing: the gate puts them in order.

        Args:
            columns: the columns wanted by table (`features.frame.columns_read`); the other tables are left out.
        """
        wanted = None if households is None else list(households)
        if wanted is not None:
            within = {self.bucket_of(household_id) for household_id in wanted}
            buckets = within if buckets is None else within & set(buckets)
        chosen = None if buckets is None else sorted(buckets)
        reading = self._reading(versions)
        told = columns or {name: list(polars_schema(name)) for name in TABLES}
        frames = [self._visible_rows(name, reading, chosen, wanted).select(told[name]) for name in told]
        return dict(zip(told, collected(self.path, frames), strict=True))

    def versions(self) -> dict[str, int]:
        """The Delta version of every table now; `deliveries` is read first, so the pin is a consistent one.

        Raises:
            StoreError: a table is gone, or older than what landed in it.
        """
        now = {name: version_now(self.path, name) for name in EVERY_TABLE}
        return {name: version for name, version in now.items() if version is not None}

    def require_whole(self) -> None:
        """Raise StoreError when a table, a commit or a data file of the store is missing or cut short."""
        for name in EVERY_TABLE:
            self._files(name, None)

    def deliveries(self, versions: Versions | None = None) -> pl.DataFrame:
        """The files taken in, oldest known date first."""
        return self._side("deliveries", versions).sort("known_date", "file", "delivery_id")

    def known_days(self, versions: Versions | None = None) -> tuple[date, date] | None:
        """The first and the last day on which anything became known, a withdrawal included; no clock is read."""
        days = self.deliveries(versions).get_column("known_date")
        first, last = days.min(), pl.concat([days, self.withdrawals(versions).get_column("withdrawn_on")]).max()
        return (first, last) if isinstance(first, date) and isinstance(last, date) else None

    def last_delivery_day(self, versions: Versions | None = None) -> date | None:
        """The last day on which a department delivered; what is told one by one and withdrawn deliveries do not count."""
        sent = of_everybody(self.deliveries(versions))
        last = sent.join(self.withdrawals(versions), on="delivery_id", how="anti").get_column("known_date").max()
        return last if isinstance(last, date) else None

    def withdrawals(self, versions: Versions | None = None) -> pl.DataFrame:
        """The deliveries taken back, oldest first."""
        rows = rows_once(self.path, self._files("withdrawals", versions), WITHDRAWALS)
        return rows.sort("withdrawn_on", "delivery_id")

    def withdrawn_facts(self, table: str) -> pl.DataFrame:
        """`household_id` and `record_id` of the facts of which a withdrawn delivery told a version."""
        reading = self._reading(None)
        return self.collected(facts_of_withdrawn(self._landed_rows(table, reading, None), reading.withdrawals))[0]

    def repeated(self, table: str, versions: Versions | None = None) -> pl.DataFrame:
        """The delivered rows of a record table that told nothing new, with who said it before (`side_tables`)."""
        return self._side("repeated", versions).filter(pl.col("table") == table)

    def set_aside(self, versions: Versions | None = None) -> pl.DataFrame:
        """The rows of files that were not kept, and why."""
        return self._side("set_aside", versions).sort("delivery_id", "file", "row")

    def people(self, versions: Versions | None = None) -> pl.DataFrame:
        """Which household each person belongs to, oldest knowledge first."""
        return self._side("people", versions).sort("known_date", "person_id", "household_id")

    def places(self, versions: Versions | None = None) -> pl.DataFrame:
        """Names of villages and townships by region code, oldest knowledge first."""
        return self._side("places", versions).sort("known_date", "region_code")

    def links(self, versions: Versions | None = None) -> pl.DataFrame:
        """Whom each row without a listed ID number was taken for, file by file."""
        return self._side("links", versions).sort("delivery_id", "row", "identity")

    def link_counts(self, versions: Versions | None = None) -> pl.DataFrame:
        """How many rows and people of each file were linked, by band and group of people."""
        return self._side("link_counts", versions)

    def link_decisions(self, versions: Versions | None = None) -> pl.DataFrame:
        """What people decided about doubtful links, oldest first."""
        return self._side("link_decisions", versions).sort("known_date", "identity", "person_id")

    def household_ids(self, versions: Versions | None = None) -> list[str]:
        """Every household that is described in `households`, in order."""
        described = self.scan("households", versions=versions).select(pl.col("household_id").unique().sort())
        return self.collected(described)[0].get_column("household_id").to_list()

    def bucket_of(self, household_id: str) -> int:
        return zlib.crc32(household_id.encode("utf-8")) % self.buckets

    def _files(self, name: str, versions: Versions | None, only: list[tuple[str, str, Any]] | None = None) -> list[str]:
        """Files of a table at a version; none when the table was not there yet. Raises StoreError when one is lost."""
        version = version_now(self.path, name) if versions is None else versions.get(name)
        return [] if version is None else data_files(self.path, name, version, only)

    def _append(self, name: str, rows: pl.DataFrame, columns: Mapping[str, pl.DataType], landing_id: int) -> None:
        landed = rows.with_columns(landing_id=pl.lit(landing_id, pl.Int64))
        append(self.path / name, landed, columns, f"landing-{landing_id}")

    def _plain(self, name: str, columns: Mapping[str, pl.DataType], versions: Versions | None) -> pl.LazyFrame:
        return rows_of(self._files(name, versions), columns)

    def _side(self, name: str, versions: Versions | None) -> pl.DataFrame:
        files = self._files(name, versions)
        if not files:
            return pl.DataFrame(schema=SIDE_TABLES[name])
        rows = rows_of(files, {**SIDE_TABLES[name], **LANDING})
        rows = rows.filter(pl.col("landing_id").is_in(self.landings(versions))).select(list(SIDE_TABLES[name]))
        if name == "deliveries":
            return collected(self.path, [rows])[0]
        # What a withdrawn delivery brought counts no more, whatever day is asked for: later intake builds on it.
        gone = pl.col("delivery_id").is_in(self.withdrawals(versions).get_column("delivery_id").to_list())
        return collected(self.path, [rows.filter(~gone.fill_null(value=False))])[0]

    def _reading(self, versions: Versions | None) -> Reading:
        return Reading(self.landings(versions), self.withdrawals(versions), versions)

    def landings(self, versions: Versions | None = None) -> list[int]:
        """The numbers of the landings that count."""
        landings = rows_once(self.path, self._files("deliveries", versions), LANDING)
        return landings.get_column("landing_id").unique().sort().to_list()

    def _visible_rows(
        self, table: str, reading: Reading, buckets: Iterable[int] | None, households: list[str] | None = None
    ) -> pl.LazyFrame:
        """Rows that have landed; where deliveries were withdrawn, with the facts that they told put together anew."""
        rows = self._landed_rows(table, reading, buckets)
        if households is not None:
            rows = rows.filter(pl.col("household_id").is_in(households))
        if reading.withdrawals.is_empty():
            return rows
        repeated = self._plain("repeated", {**SIDE_TABLES["repeated"], **LANDING}, reading.versions)
        repeated = repeated.filter(pl.col("landing_id").is_in(reading.landed), pl.col("table") == table)
        return retold(rows, repeated, reading.withdrawals, self.collected)

    def _landed_rows(self, table: str, reading: Reading, buckets: Iterable[int] | None) -> pl.LazyFrame:
        only = None if buckets is None else [("bucket", "in", [str(bucket) for bucket in sorted(set(buckets))])]
        files = [] if only and not only[0][2] else self._files(table, reading.versions, only)
        if not files:
            return empty(table).lazy()
        rows = rows_of(files, {**polars_schema(table), **LANDING})
        return rows.filter(pl.col("landing_id").is_in(reading.landed)).select(list(polars_schema(table)))

    def _arrivals(self, deliveries: pl.DataFrame) -> pl.DataFrame:
        """`delivery_id` and `arrival` of these deliveries, counted on from those that the store has."""
        before = self.collected(self._plain("deliveries", LANDING, None).select(pl.len()))[0].item()
        return deliveries.select("delivery_id", arrival=pl.int_range(1, pl.len() + 1, dtype=pl.Int32) + before)

    def _bucket_lookup(self, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
        # A delivery that tells nothing new brings no frame at all, and is landed none the less.
        none = pl.DataFrame(schema={"household_id": pl.String})
        identifiers = pl.concat([none, *(frame.select("household_id") for frame in frames)]).unique()
        numbers = [self.bucket_of(identifier) for identifier in identifiers.get_column("household_id")]
        return identifiers.with_columns(pl.Series("bucket", numbers, dtype=pl.Int32))

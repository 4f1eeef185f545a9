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
import fcntl
import functools
import json
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake

from features.errors import FanpinError
from features.records.sides import LINK_COUNTS, LINK_DECISIONS, LINKS
from features.records.tables import TABLES, polars_schema

FORMAT_VERSION = 1
DEFAULT_BUCKETS = 8

_LANDING: dict[str, pl.DataType] = {"landing_id": pl.Int64()}
_PARTITIONED: dict[str, pl.DataType] = {**_LANDING, "bucket": pl.Int32()}

DELIVERIES: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "file": pl.String(),
    "source": pl.String(),
    "department": pl.String(),
    "known_date": pl.Date(),
    "rows_read": pl.Int64(),
    "rows_landed": pl.Int64(),
    "rows_set_aside": pl.Int64(),
    "landed_at": pl.Datetime("us", "UTC"),
}
"""One row per delivered file. `landed_at` is told by the caller: nothing here reads the clock."""

SET_ASIDE: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "reason": pl.String(),
    "what_to_do": pl.String(),
}
"""One row per row of a file that could not be kept: where it is and why, never what it says."""

PEOPLE: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "household_id": pl.String(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
}
"""Which household a person belongs to, as rosters told: what links a department's row to a household."""

PLACES: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "township": pl.String(),
    "village": pl.String(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
}
"""Names of villages and their townships, as delivered lists and rosters told: for reading sheets that name the village
only, and for pages and workbooks that people read."""

_SIDE_TABLES = {
    "deliveries": DELIVERIES,
    "set_aside": SET_ASIDE,
    "people": PEOPLE,
    "places": PLACES,
    "links": LINKS,
    "link_counts": LINK_COUNTS,
    "link_decisions": LINK_DECISIONS,
}

Versions = Mapping[str, int]
"""Delta version by table name: what a training run pins."""


class StoreError(FanpinError):
    """The store is absent, of another format, or busy."""


class RecordStore:
    """Record tables in a folder. `open`, `create` or `open_or_create` it; one instance may serve many readers."""

    def __init__(self, path: Path, buckets: int) -> None:
        self.path = path
        self.buckets = buckets
        # A table at one version never changes; reading its log again for every household would cost the most.
        self._opened = functools.lru_cache(maxsize=128)(DeltaTable)

    @classmethod
    def create(cls, path: Path | str, buckets: int = DEFAULT_BUCKETS) -> RecordStore:
        """A new, empty store. Raises StoreError when one is there already."""
        path = Path(path)
        if _settings_file(path).exists():
            raise StoreError(f"{path} already holds a record store. Open it, or choose another folder.")
        if buckets < 1:
            raise StoreError(f"A store needs at least one bucket, not {buckets}.")
        path.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            columns = {**polars_schema(name), **_PARTITIONED}
            write_deltalake(path / name, pl.DataFrame(schema=columns), partition_by=["bucket"], mode="ignore")
        for name, columns in _SIDE_TABLES.items():
            write_deltalake(path / name, pl.DataFrame(schema={**columns, **_LANDING}), mode="ignore")
        # Written last and renamed into place: a folder without it was never finished and is created again.
        unfinished = path / "store.json.new"
        unfinished.write_text(json.dumps({"format": FORMAT_VERSION, "buckets": buckets}) + "\n", encoding="utf-8")
        unfinished.replace(_settings_file(path))
        return cls(path, buckets)

    @classmethod
    def open(cls, path: Path | str) -> RecordStore:
        """An existing store. Raises StoreError saying what to run when there is none."""
        path = Path(path)
        if not _settings_file(path).exists():
            raise StoreError(
                f"No record store at {path}. Run `fanpin intake DIR` to make one, or set FANPIN_DATA to where it is."
            )
        settings = json.loads(_settings_file(path).read_text(encoding="utf-8"))
        if settings["format"] != FORMAT_VERSION:
            raise StoreError(
                f"The record store at {path} has format {settings['format']}; this version of fanpin reads format "
                f"{FORMAT_VERSION}. Use the version that wrote it, or take the deliveries in again into a new folder."
            )
        return cls(path, int(settings["buckets"]))

    @classmethod
    def open_or_create(cls, path: Path | str, buckets: int = DEFAULT_BUCKETS) -> RecordStore:
        return cls.open(path) if _settings_file(Path(path)).exists() else cls.create(path, buckets)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for one writer. Raises StoreError when another one holds it."""
        lock = os.open(self.path / "store.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreError(
                    f"Another intake is writing to {self.path}. Wait until it has ended, then run this one again."
                ) from None
            yield
        finally:
            os.close(lock)

    def land(
        self,
        tables: Mapping[str, pl.DataFrame],
        deliveries: pl.DataFrame,
        set_aside: pl.DataFrame | None = None,
        people: pl.DataFrame | None = None,
        places: pl.DataFrame | None = None,
        *,
        links: pl.DataFrame | None = None,
        link_counts: pl.DataFrame | None = None,
        link_decisions: pl.DataFrame | None = None,
    ) -> None:
        """Append rows of any tables, visible together once the rows of `deliveries` are committed, or never.

        Frames have the columns of the table's schema or of the side table's. Call it inside `writing()`.
        Raises ValueError for a table unknown or a landing without deliveries.
        """
        if deliveries.is_empty():
            raise ValueError("A landing needs at least one row in `deliveries`: it is what makes its rows count.")
        if unknown := sorted(set(tables) - set(TABLES)):
            raise ValueError(f"Not record tables: {', '.join(unknown)}.")
        landing_id = secrets.randbits(62)
        buckets = self._bucket_lookup(tables.values())
        for name, rows in tables.items():
            if rows.height:
                placed = rows.join(buckets, on="household_id", how="left").sort("bucket", "household_id", "event_date")
                self._append(name, placed, {**polars_schema(name), **_PARTITIONED}, landing_id)
        # Deliveries last: this commit is what makes all the others count.
        sides = {"set_aside": set_aside, "people": people, "places": places, "links": links}
        sides |= {"link_counts": link_counts, "link_decisions": link_decisions, "deliveries": deliveries}
        for name, side in sides.items():
            if side is not None and side.height:
                self._append(name, side, {**_SIDE_TABLES[name], **_LANDING}, landing_id)

    def scan(
        self, table: str, *, buckets: Iterable[int] | None = None, versions: Versions | None = None
    ) -> pl.LazyFrame:
        """The visible rows of a table, lazily, with the columns of its schema; only some buckets if so asked."""
        return self._visible_rows(table, self._landed(versions), buckets, versions)

    def records(
        self,
        *,
        buckets: Iterable[int] | None = None,
        households: Iterable[str] | None = None,
        versions: Versions | None = None,
    ) -> dict[str, pl.DataFrame]:
        """All record tables, visible rows only, of some buckets or households or of everybody.

        The order of the rows says nothing: the gate puts them in order.
        """
        wanted = None if households is None else list(households)
        if wanted is not None:
            within = {self.bucket_of(household_id) for household_id in wanted}
            buckets = within if buckets is None else within & set(buckets)
        chosen = None if buckets is None else sorted(buckets)
        landed = self._landed(versions)
        frames = [self._visible_rows(name, landed, chosen, versions) for name in TABLES]
        if wanted is not None:
            frames = [frame.filter(pl.col("household_id").is_in(wanted)) for frame in frames]
        return dict(zip(TABLES, pl.collect_all(frames), strict=True))

    def versions(self) -> dict[str, int]:
        """The Delta version of every table now; `deliveries` is read first, so the pin is a consistent one."""
        return {name: _latest_version(self.path / name) for name in (*_SIDE_TABLES, *TABLES)}

    def deliveries(self, versions: Versions | None = None) -> pl.DataFrame:
        """The files taken in, oldest known date first."""
        return self._side("deliveries", versions).sort("known_date", "file", "delivery_id")

    def known_days(self) -> tuple[date, date] | None:
        """The days of the first and the last delivery: what the county knew, without reading a clock."""
        days = self.deliveries().get_column("known_date")
        first, last = days.min(), days.max()
        return (first, last) if isinstance(first, date) and isinstance(last, date) else None

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
        return described.collect().get_column("household_id").to_list()

    def bucket_of(self, household_id: str) -> int:
        return zlib.crc32(household_id.encode("utf-8")) % self.buckets

    def _table(self, name: str, versions: Versions | None) -> DeltaTable:
        path = self.path / name
        return self._opened(path, _latest_version(path) if versions is None else versions[name])

    def _append(self, name: str, rows: pl.DataFrame, columns: Mapping[str, pl.DataType], landing_id: int) -> None:
        stamped = rows.with_columns(landing_id=pl.lit(landing_id, pl.Int64)).select(
            pl.col(column).cast(kind) for column, kind in columns.items()
        )
        write_deltalake(
            self.path / name,
            stamped,
            mode="append",
            schema_mode="merge",
            # Small row groups, sorted by household: one household is found by statistics without reading its bucket.
            writer_properties=WriterProperties(compression="ZSTD", max_row_group_size=20_000),
            commit_properties=CommitProperties(app_transactions=[Transaction(f"landing-{landing_id}", 1)]),
        )

    def _plain(self, name: str, columns: Mapping[str, pl.DataType], versions: Versions | None) -> pl.LazyFrame:
        files = self._table(name, versions).file_uris()
        return pl.scan_parquet(sorted(files)).select(list(columns)) if files else pl.LazyFrame(schema=dict(columns))

    def _side(self, name: str, versions: Versions | None) -> pl.DataFrame:
        landed = self._landed(versions)
        rows = self._plain(name, {**_SIDE_TABLES[name], **_LANDING}, versions)
        return rows.filter(pl.col("landing_id").is_in(landed)).select(list(_SIDE_TABLES[name])).collect()

    def _landed(self, versions: Versions | None) -> list[int]:
        landings = self._plain("deliveries", _LANDING, versions).collect()
        return landings.get_column("landing_id").unique().sort().to_list()

    def _visible_rows(
        self, table: str, landed: list[int], buckets: Iterable[int] | None, versions: Versions | None
    ) -> pl.LazyFrame:
        only = None if buckets is None else [("bucket", "in", [str(bucket) for bucket in sorted(set(buckets))])]
        files = [] if only and not only[0][2] else self._table(table, versions).file_uris(file_pruning_predicate=only)
        if not files:
            return pl.LazyFrame(schema=polars_schema(table))
        # A column that the table got after these files were written is unknown in them.
        columns = {**polars_schema(table), **_LANDING}
        rows = pl.scan_parquet(
            sorted(files), hive_partitioning=False, schema=columns, missing_columns="insert", extra_columns="ignore"
        )
        return rows.filter(pl.col("landing_id").is_in(landed)).select(list(polars_schema(table)))

    def _bucket_lookup(self, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
        # A delivery that tells nothing new brings no frame at all, and is landed none the less.
        none = pl.DataFrame(schema={"household_id": pl.String})
        identifiers = pl.concat([none, *(frame.select("household_id") for frame in frames)]).unique()
        numbers = [self.bucket_of(identifier) for identifier in identifiers.get_column("household_id")]
        return identifiers.with_columns(pl.Series("bucket", numbers, dtype=pl.Int32))


def _latest_version(path: Path) -> int:
    """The number of the last commit in a table's log; `<20 digits>.json` is how Delta names them."""
    return max(int(commit.stem) for commit in (path / "_delta_log").glob("[0-9]*.json") if commit.stem.isdigit())


def _settings_file(path: Path) -> Path:
    return path / "store.json"

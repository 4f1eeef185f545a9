"""Taking a directory of deliveries into the store: `intake` reads top to bottom as what happens."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path

import polars as pl

from features.intake.contradicting_files import Contradiction, as_contradictions, same_day_contradictions
from features.intake.delivered import Landed, read_folder, refused
from features.intake.file import Known, ReadFile, TakenFile, take
from features.intake.folders import deliveries
from features.intake.linkage.register import Register
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from features.intake.report import FileReport, IntakeReport, Outcome
from features.intake.who.identity import Pseudonyms, key_file, pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.intake.who.moves import followed
from features.intake.who.settling import settle
from features.intake.who.waiting import WaitingRows
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.late_arrivals import changes_back
from features.records.store.repeats import Novelty, novelty
from features.records.store.side_tables import DELIVERIES, REPEATED
from features.records.tables import empty

Progress = Callable[[str, int, int], None]
"""Told the stage, how many files are done and how many there are."""

ROWS_PER_LANDING = 1_000_000
"""Rows gathered before they are written: few landings make few files, and memory sets the limit."""


def intake(
    directory: Path,
    store: RecordStore,
    *,
    key: bytes | None = None,
    landed_at: datetime | None = None,
    known_date: date | None = None,
    today: date | None = None,
    county: Path | None = None,
    progress: Progress | None = None,
) -> IntakeReport:
    """Take in every file of a directory; a file that cannot be read is refused whole and the others land.

    Args:
        directory: one delivery folder, or a folder of them; see `folders.deliveries`.
        key: the pseudonym key; without one the store's own, see `who.identity.pseudonym_key`.
        landed_at: the time now, in UTC; only the caller reads a clock, and may leave it untold.
        known_date: the day of the delivery, when the folder's name does not tell it.
        today: a delivery of a later day is refused; when untold, none is.
        county: the county's folder, whose `headers.yaml` is merged over the installed alias table and its policy over fanpin's.

    Raises:
        HeadersError: the county's `headers.yaml` contradicts itself or the installed one.
        IntakeError: the directory holds no delivery.
        PolicyError: a policy file of the county can't be used.
        PseudonymKeyError: the key is lost or too short.
        StoreError: another intake is writing.
    """
    table = catalogue(county)
    delivered = deliveries(directory, known_date, today)
    folders = delivered.deliveries
    refused_folders = tuple(refused(folder.file, None, folder) for folder in delivered.refused)
    if not folders:
        return IntakeReport(refused_folders, notes=delivered.notes)
    total = sum(len(folder.files()) for folder in folders)
    with store.writing(), ThreadPoolExecutor(max_workers=1) as ahead:
        had_a_key = key_file(store.path).exists()
        run = _Run.of(store, key or pseudonym_key(store.path), landed_at, Policy.load(county=county))
        key_made = None if had_a_key or not key_file(store.path).exists() else key_file(store.path)
        taken_back = store.withdrawals().select("delivery_id", "withdrawn_on")
        landed = store.deliveries().select("delivery_id").join(taken_back, on="delivery_id", how="left")
        known: Landed = dict(landed.iter_rows())
        # One folder is read while the one before it is taken in: reading needs nothing of what came before.
        reading = ahead.submit(read_folder, folders[0], known, table)
        done = 0
        for folder, following in zip_longest(folders, folders[1:]):
            read = reading.result()
            if following is not None:
                reading = ahead.submit(read_folder, following, known, table)
            for file in read:
                run.take(file)
            done += len(folder.files())
            if progress is not None:
                progress("intake", done, total)
            run.land(at_least=ROWS_PER_LANDING)
        run.land()
    return IntakeReport(
        (*run.reports, *refused_folders),
        key_made=key_made,
        notes=delivered.notes,
        contradictions=tuple(run.contradictions),
    )


@dataclass
class _Run:
    """What has been taken in so far, and what of it still waits to be written."""

    store: RecordStore
    pseudonyms: Pseudonyms
    known: Known
    landed_at: datetime | None
    sealed: IdentityTable
    waiting_rows: WaitingRows
    reports: list[FileReport] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    _waiting: list[tuple[int, TakenFile]] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, store: RecordStore, key: bytes, landed_at: datetime | None, policy: Policy) -> _Run:
        sealed, waiting = IdentityTable.of(store, key), WaitingRows.of(store, key)
        sealed.remove_leftovers()
        waiting.remove_leftovers()
        known = Known.of(store, Register(sealed.rows()), policy)
        return cls(store, Pseudonyms(key), known, landed_at, sealed, waiting)

    def take(self, file: ReadFile | FileReport) -> None:
        """Add a file's rows to what waits, or its report alone when it has none to give."""
        if isinstance(file, FileReport):
            self.reports.append(file)
            return
        if file.delivery_id in self._taken:
            self.reports.append(FileReport(file.file, file.known_date, Outcome.ALREADY_KNOWN))
            return
        try:
            taken = take(file, self.known, self.pseudonyms)
        except FileRefusedError as refusal:
            self.reports.append(refused(file.file, file.known_date, refusal))
            return
        self._taken.add(file.delivery_id)
        self.known.learn(taken)
        self._waiting.append((len(self.reports), taken))
        self.reports.append(
            FileReport(
                file.file,
                file.known_date,
                Outcome.LANDED,
                tuple(source.name for source in taken.sources),
                taken.rows_read,
                set_aside=taken.reasons,
                unreadable=taken.unreadable,
                unknown_headers=taken.unknown_headers,
                unread_sheets=file.unread_sheets,
            )
        )

    def land(self, at_least: int = 1) -> None:
        """Write what waits in one landing, once it is that many rows (or nothing but files without any)."""
        rows_waiting = sum(rows.height for _, taken in self._waiting for rows in taken.tables.values())
        if not self._waiting or (at_least > 1 and rows_waiting < at_least):
            return
        decisions = self.store.link_decisions()
        settled = settle(
            [taken for _, taken in self._waiting],
            self.known.people,
            self.known.register,
            decisions,
            self.known.policy,
            self.known.counties.the_one,
        )
        self._waiting = [(position, taken) for (position, _), taken in zip(self._waiting, settled.files, strict=True)]
        news = {
            name: self._novelty(name) for name in sorted({name for _, taken in self._waiting for name in taken.tables})
        }
        tables = {name: new.fresh for name, new in news.items()}
        landed = pl.concat([rows.select("delivery_id") for rows in tables.values()] or [_NO_DELIVERY])
        counts = dict(landed.group_by("delivery_id").len().rows())
        entries = []
        for position, taken in self._waiting:
            landed_here = counts.get(taken.delivery_id, 0)
            report = replace(self.reports[position], rows_landed=landed_here, set_aside=taken.reasons)
            self.reports[position] = report
            entries.append(self._entry(taken, report))
        repeated = [_NO_REPETITION, *(_of_table(name, new.repeated) for name, new in news.items())]
        for name, rows in followed(tables, self.store).items():
            brought = self._judged(name, rows, tables.get(name, empty(name)))
            tables[name] = pl.concat([tables.get(name, empty(name)), brought.fresh])
            repeated.append(_of_table(name, brought.repeated))
        # Sealed files first: they count from the moment that the landing does.
        self.sealed.write(self.known.register.take_new())
        self.waiting_rows.write(settled.waiting)
        self.store.land(
            {name: rows for name, rows in sorted(tables.items()) if rows.height},
            pl.DataFrame(entries, schema=DELIVERIES, orient="row"),
            pl.concat([taken.set_aside for _, taken in self._waiting]),
            self.known.people.take_new(),
            self.known.places.take_new(),
            links=settled.links,
            link_counts=settled.counts,
            repeated=pl.concat(repeated),
        )
        self._waiting.clear()

    def _novelty(self, table: str) -> Novelty:
        rows = pl.concat([taken.tables[table] for _, taken in self._waiting if table in taken.tables])
        stored = self._stored(table, rows, empty(table))
        self.contradictions += self._contradicted(same_day_contradictions(table, rows, stored, self.store))
        return self._new(table, rows, stored)

    def _contradicted(self, rows: pl.DataFrame) -> tuple[Contradiction, ...]:
        if rows.is_empty():
            return ()
        landed = dict(self.store.deliveries().select("delivery_id", "file").iter_rows())
        return as_contradictions(rows, landed | {taken.delivery_id: taken.file for _, taken in self._waiting})

    def _judged(self, table: str, rows: pl.DataFrame, waiting: pl.DataFrame) -> Novelty:
        """What of these rows is new beside what the store has and what is about to land with them."""
        return self._new(table, rows, self._stored(table, rows, waiting))

    def _new(self, table: str, rows: pl.DataFrame, stored: pl.DataFrame) -> Novelty:
        new = novelty(rows, stored, self.store.withdrawn_facts(table))
        return replace(new, fresh=pl.concat([new.fresh, changes_back(new.fresh, table, self.store)]))

    def _stored(self, table: str, rows: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
        """What the store has about the households of these rows, and what is about to land with them."""
        households = rows.select(pl.col("household_id").unique()).lazy()
        before = pl.concat([self.store.scan(table), waiting.lazy()])
        return before.join(households, on="household_id", how="semi").collect()

    def _entry(self, taken: TakenFile, report: FileReport) -> tuple[object, ...]:
        return (
            taken.delivery_id,
            report.file,
            "+".join(dict.fromkeys(source.counts_as for source in taken.sources)),
            "+".join(dict.fromkeys(source.department for source in taken.sources)),
            report.known_date,
            report.rows_read,
            report.rows_landed,
            taken.set_aside.height,
            self.landed_at,
        )


def _of_table(name: str, repeated: pl.DataFrame) -> pl.DataFrame:
    return repeated.with_columns(table=pl.lit(name)).select(list(REPEATED))


_NO_REPETITION = pl.DataFrame(schema=REPEATED)
_NO_DELIVERY = pl.DataFrame(schema={"delivery_id": pl.String})

"""What waits becomes records: each fact once, whoever is killed in between, and whoever does the same at the same time.

Facts get the name of the delivery with which they land first, and it is kept. Then they land under it; the record store
takes a delivery of one name once. Then it is kept that they have landed. Killed after any of the three, the next to come
goes on with the same facts under the same name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from features.records.importing import land_facts
from features.records.store import RecordStore, StoreBusyError
from features.records.store.side_tables import CASE_SYSTEM_SOURCE, ENTRIES_SOURCE, MONITORING_OFFICE
from service.jurisdiction import EVERYWHERE
from service.landing.examining import examine
from service.store import Database
from service.store.repositories import records
from service.store.tables import RecordToLand

MOST_FACTS = 5_000
"""At once: what a county's offices enter in some months."""

DIGITS = 16
"""Of the name of a delivery, as an import's."""


@dataclass(frozen=True)
class Landing:
    """What became of the facts that waited.

    Attributes:
        landed: the facts that became records, by the deliveries with which they did.
        refused: the names of those that were set aside now.
        waiting: how many are still on their way.
        busy: an intake is writing, so that the others land later.
    """

    landed: dict[str, int] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    waiting: int = 0
    busy: bool = False


def land_waiting(database: Database, records_path: Path, now: dt.datetime, most: int = MOST_FACTS) -> Landing:
    """Land what waits, in the order in which it came; what a contract refuses is set aside with the reason, and holds nobody up.

    Args:
        records_path: folder of the record store.
        most: facts taken up now, beside those of earlier calls that did not end.

    Raises:
        StoreError: there is no record store, or it is damaged.
        DatabaseError: the database can't be used.
    """
    with database.writing(EVERYWHERE, now) as work:
        _name(records.waiting(work, most))
    with database.reading(EVERYWHERE, now) as work:
        batches = records.landing(work)
    landed: dict[str, int] = {}
    refused: list[str] = []
    busy = False
    store = RecordStore.open(records_path) if batches else None
    for delivery_id, facts in batches.items():
        try:
            assert store is not None  # noqa: S101  # there are batches
            aside = _land(database, store, delivery_id, facts, now)
        except StoreBusyError:
            busy = True
            break
        refused += aside
        if len(aside) < len(facts):
            landed[delivery_id] = len(facts) - len(aside)
    with database.reading(EVERYWHERE, now) as work:
        waiting, _ = records.counts(work)
    return Landing(landed, tuple(refused), waiting, busy)


def _name(facts: Sequence[RecordToLand]) -> None:
    """Facts of one sender land as one delivery, whose name is worked out from theirs."""
    by_department: dict[str | None, list[RecordToLand]] = {}
    for fact in facts:
        by_department.setdefault(fact.department, []).append(fact)
    for department, together in by_department.items():
        names = "\0".join([department or "", *(fact.id for fact in together)])
        delivery_id = hashlib.sha256(names.encode()).hexdigest()[:DIGITS]
        for fact in together:
            fact.landing_as = delivery_id


def _land(
    database: Database, store: RecordStore, delivery_id: str, facts: Sequence[RecordToLand], now: dt.datetime
) -> list[str]:
    """Land facts of one delivery; the names of those that are set aside. Raises StoreBusyError."""
    aside: dict[str, str] = {}
    if not _is_there(store, delivery_id):
        examined = examine(facts)
        aside = examined.refused
        if aside:
            # Before the others land: what has landed is not examined again.
            with database.writing(EVERYWHERE, now) as work:
                records.set_aside(work, aside)
        if examined.facts:
            department = facts[0].department
            land_facts(
                store,
                examined.facts,
                delivery_id=delivery_id,
                source=ENTRIES_SOURCE if department is None else CASE_SYSTEM_SOURCE,
                department=department or MONITORING_OFFICE,
                landed_at=now,
            )
    with database.writing(EVERYWHERE, now) as work:
        records.note_landed(work, delivery_id)
    return list(aside)


def _is_there(store: RecordStore, delivery_id: str) -> bool:
    return bool(store.deliveries().filter(pl.col("delivery_id") == delivery_id).height)

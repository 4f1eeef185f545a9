"""What came into a store after some versions of it, as far as answers hang on it: the earliest day of which it tells anything.

Nothing that became known on a day changes what is said of an earlier one (the gate; a withdrawal counts from its own day on). So an
answer of before stands as long as that day is later than its own.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.bilingual import Bilingual
from features.records.store.creating import LANDING
from features.records.store.delta import rows_of
from features.records.store.integrity import collected, damaged, data_files
from features.records.store.record_store import RecordStore
from features.records.store.replay import Versions
from features.records.tables import TABLES

DATED = ("deliveries", "repeated", *TABLES)
"""The tables whose rows have a day on which they became known. Imported rows were known before the day of their delivery."""


def known_since(store: RecordStore, versions: Versions) -> dt.date | None:
    """The earliest day on which anything became known, or was taken back, that came into the store after these versions.

    Args:
        versions: of all tables, as `RecordStore.versions` gave them.

    Returns:
        None where nothing came.

    Raises:
        StoreError: the versions can't be read any more, or the store is older than they are.
    """
    now = store.versions()
    if now == dict(versions):
        return None
    before, landed = set(store.landings(versions)), set(store.landings(now))
    if not before <= landed or any(now.get(table, -1) < version for table, version in versions.items()):
        raise damaged(store.path, Bilingual("比当时的旧", "is older than it was then"))
    since = sorted(landed - before)
    frames = [
        rows_of(data_files(store.path, table, now[table], None), {"known_date": pl.Date(), **LANDING})
        .filter(pl.col("landing_id").is_in(since))
        .select("known_date")
        for table in DATED
        if since and table in now
    ]
    taken_back = store.withdrawals(now).join(
        store.withdrawals(versions), on=["delivery_id", "withdrawn_on"], how="anti"
    )
    days = pl.concat([taken_back["withdrawn_on"], *(rows["known_date"] for rows in collected(store.path, frames))])
    # Of a row without a day nothing is certain.
    earliest = days.fill_null(dt.date.min).min()
    return earliest if isinstance(earliest, dt.date) else None

"""Whose county a store is of is told from the records that are asked about, not from those that came later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from features.intake.counties import Counties
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from tests.drawn_tables import drawn


def land(store: RecordStore, name: str, region: str) -> None:
    rows = drawn(
        "households",
        f"""household_id | event_date | known_date | delivery_id | region_code  | household_type
            {name}       | 2024-01-10 | 2024-02-05 | {name}      | {region} | general""",
    )
    delivery = {"delivery_id": name, "file": name, "known_date": dt.date(2024, 2, 5)}
    with store.writing():
        store.land({"households": rows}, pl.DataFrame([delivery], schema=DELIVERIES))


def test_a_neighbour_s_roster_that_lands_later_changes_no_county_of_before(tmp_path: Path) -> None:
    store = RecordStore.create(tmp_path / "records", buckets=2)
    land(store, "first", "990101004002")
    then = store.versions()
    land(store, "second", "990102004002")
    assert Counties.of(store).the_one is None
    assert Counties.of(store, then).the_one == "990101"

"""Offices enter something every day: many small landings are put together, and nothing of what was is lost."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest

from features.records.importing import land_facts
from features.records.store import RecordStore, compacting
from features.records.store.delta import append
from features.records.store.side_tables import ENTRIES_SOURCE
from tests.drawn_tables import drawn

MONTHS_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp()


def enter(store: RecordStore, number: int) -> None:
    visit = drawn(
        "visits", f"household_id | record_id | known_date | outcome\nH{number % 3} | v{number} | 2024-03-05 | no_risk"
    )
    land_facts(
        store, {"visits": visit}, delivery_id=f"d{number}", source=ENTRIES_SOURCE, department=None, landed_at=None
    )  # fmt: skip


def files(store: RecordStore, table: str) -> int:
    return len(store._files(table, None))


def test_small_files_are_put_together_and_rows_stay_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compacting, "MOST_FILES", 4)
    store = RecordStore.create(tmp_path / "records", buckets=1)
    for number in range(4):
        enter(store, number)
    before, then = store.records()["visits"], store.versions()
    assert (files(store, "visits"), files(store, "deliveries")) == (4, 4)
    enter(store, 4)
    assert (files(store, "visits"), files(store, "deliveries")) == (1, 1)
    store.require_whole()
    now = RecordStore.open(store.path).records()["visits"]
    assert now.sort("record_id")["record_id"].to_list() == [f"v{number}" for number in range(5)]
    # What was pinned is read as it was.
    assert store.records(versions=then)["visits"].sort("record_id").equals(before.sort("record_id"))
    assert store.deliveries(then).height == 4
    enter(store, 5)
    assert files(store, "visits") == 2


def test_every_commit_stays_however_many_there_are_and_however_old(tmp_path: Path) -> None:
    columns: dict[str, pl.DataType] = {"n": pl.Int64()}
    for number in range(101):
        append(tmp_path / "table", pl.DataFrame({"n": [number]}), columns)
        if number == 98:
            for commit in (tmp_path / "table" / "_delta_log").iterdir():
                os.utime(commit, (MONTHS_AGO, MONTHS_AGO))
    assert len(list((tmp_path / "table" / "_delta_log").glob("*.json"))) == 101

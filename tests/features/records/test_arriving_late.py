"""An older delivery is taken in after the newer ones: each day shows what had been said last by then."""

from __future__ import annotations

import datetime as dt

import pytest

from features.records.importing import import_records
from features.records.store import RecordStore
from features.records.store.late_arrivals import changes_back

HEADER = "household_id,record_id,event_date,known_date,person_id,setting,self_paid_yuan"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    """One bill as four monthly files told it; February's, which alone says otherwise, was taken in last."""
    root = tmp_path_factory.mktemp("late")
    made = RecordStore.create(root / "records", buckets=1)
    for month, paid in ((1, 100), (3, 100), (4, 100), (2, 700)):
        folder = root / str(month)
        folder.mkdir()
        (folder / "illness.csv").write_text(f"{HEADER}\nH1,S1,2023-12-20,2024-{month:02d}-05,P1,inpatient,{paid}\n")
        import_records(folder, made)
    return made


def test_what_was_said_again_after_it_holds_again(store: RecordStore) -> None:
    bills = store.records()["illness"].sort("known_date")
    told = bills.select("known_date", "self_paid_yuan").rows()
    assert told == [(dt.date(2024, 1, 5), 100), (dt.date(2024, 2, 5), 700), (dt.date(2024, 3, 5), 100)]
    assert bills["delivery_id"].n_unique() == 3


def test_a_delivery_in_its_turn_brings_nothing_back(store: RecordStore) -> None:
    for late in (False, True):
        row = store.records()["illness"].head(1)
        row = row.with_columns(known_date=dt.date(2024, 3, 20) if late else dt.date(2024, 5, 5), self_paid_yuan=9.0)
        back = changes_back(row, "illness", store)
        assert back["known_date"].to_list() == ([dt.date(2024, 4, 5)] if late else [])

"""A store that is kept open: never later than it stands, and never anything else than its files say."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from features.records.store import RecordStore, StoreError, states
from features.records.store.side_tables import DELIVERIES, SIDE_TABLES
from features.records.store.states import StoreInState, StoreKept, state_of
from features.records.store.withdrawing import withdraw
from features.records.tables import TABLES
from tests.drawn_tables import drawn

EVERY_TABLE = (*TABLES, *SIDE_TABLES, "withdrawals")


def land(store: RecordStore, name: str, *households: str) -> None:
    lines = "\n".join(f"{one} | {name} | 2024-01-10 | 2024-02-05 | {name} | crime" for one in households)
    rows = drawn("shocks", f"household_id | record_id | event_date | known_date | delivery_id | kind\n{lines}")
    told = {"delivery_id": name, "file": f"{name}.csv", "known_date": dt.date(2024, 2, 5)}
    with store.writing():
        store.land({"shocks": rows}, pl.DataFrame([told], schema=DELIVERIES))


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = RecordStore.create(tmp_path_factory.mktemp("landed") / "records", buckets=2)
    land(store, "first", "H1", "H2", "H3")
    return store.path


@pytest.fixture
def place(tmp_path: Path, landed: Path) -> Path:
    return shutil.copytree(landed, tmp_path / "records")


def files_of(store: RecordStore) -> list[str]:
    return store.deliveries().get_column("file").to_list()


def test_as_long_as_nothing_happens_it_stays_open(place: Path) -> None:
    kept = StoreKept(place)
    assert kept.now() is kept.now()


def test_a_landing_and_a_withdrawal_are_noticed_and_one_reading_stays_of_one_state(place: Path) -> None:
    kept, writer = StoreKept(place), RecordStore.open(place)
    first = kept.now()
    assert (files_of(first), first.household_ids()) == (["first.csv"], [])
    land(writer, "second", "H1")
    second = kept.now()
    withdraw(writer, "second", dt.date(2024, 3, 1), "sent by mistake")
    third = kept.now()
    assert [store.withdrawals().height for store in (first, second, third)] == [0, 0, 1]
    assert [files_of(store) for store in (first, second)] == [["first.csv"], ["first.csv", "second.csv"]]
    # What was opened before goes on saying what it said, also where it had not looked yet.
    assert [store.records(households=["H1"])["shocks"].height for store in (first, second)] == [1, 2]
    assert [store.scan("shocks").collect().height for store in (first, second)] == [3, 4]
    assert third.known_days() == (dt.date(2024, 2, 5), dt.date(2024, 3, 1))


def test_another_store_with_the_same_number_of_landings_is_noticed(place: Path, tmp_path: Path) -> None:
    kept = StoreKept(place)
    assert files_of(kept.now()) == ["first.csv"]
    other = RecordStore.create(tmp_path / "other", buckets=2)
    land(other, "other", "H9")
    place.rename(tmp_path / "away")
    with pytest.raises(StoreError):
        kept.now()
    other.path.rename(place)
    assert files_of(kept.now()) == ["other.csv"]


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_the_state_changes_with_every_table_that_is_lost_or_put_back(place: Path, tmp_path: Path, table: str) -> None:
    whole = state_of(place)
    shutil.move(place / table, tmp_path / "lost")
    lost = state_of(place)
    shutil.copytree(tmp_path / "lost", place / table)
    assert len({whole, lost, state_of(place)}) == 3


def test_the_state_changes_with_a_partition_that_is_lost(place: Path, tmp_path: Path) -> None:
    whole = state_of(place)
    shutil.move(next((place / "shocks").glob("bucket=*")), tmp_path / "lost")
    assert state_of(place) != whole


@pytest.mark.parametrize("room", [0, states.MOST_BYTES])
def test_a_household_is_the_same_from_memory_and_from_the_files(
    place: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(states, "MOST_BYTES", room)
    writer = RecordStore.open(place)
    land(writer, "second", "H1", "H2")
    withdraw(writer, "first", dt.date(2024, 3, 1), "sent by mistake")
    store = StoreKept(place).now()
    columns = {"shocks": ["household_id", "known_date", "withdrawn"], "members": ["person_id"]}
    for household in ("H1", "H2", "H3", "nobody", ""):
        for wanted in (None, columns):
            held = store.records(households=[household], columns=wanted)
            read = writer.records(households=[household], columns=wanted)
            assert list(held) == list(read)
            for table, rows in read.items():
                assert_frame_equal(held[table], rows, check_row_order=False)


def test_many_households_are_the_same_from_memory_and_from_the_files(place: Path) -> None:
    held, files = StoreKept(place).now(), RecordStore.open(place)
    for asked in (["H3", "H1", "nobody"], ["H2", "H2"], ["nobody", "somebody"], []):
        of_memory, of_files = (store.records(households=asked) for store in (held, files))
        for table in TABLES:
            assert_frame_equal(of_memory[table], of_files[table], check_row_order=False)
    assert held.has_worked_out(("bucket", 0))


def test_one_household_of_a_large_store_is_read_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a family asks for it four times; each was a look into the files of every table."""
    monkeypatch.setattr(states, "MOST_BYTES", 0)
    store = StoreKept(place).now()
    first = store.records(households=["H1"])
    first.pop("shocks")
    monkeypatch.setattr(RecordStore, "records", lambda *_, **__: pytest.fail("the files were read again"))
    assert store.records(households=["H1"])["shocks"].height == 1


def test_what_is_worked_out_of_a_state_is_worked_out_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "MOST_KEPT", 2)
    store = StoreInState.open(place)
    assert isinstance(store, StoreInState)
    asked = [store.worked_out(of, object) for of in ("a", "a", "b", "c", "a")]
    assert asked[0] is asked[1]
    assert asked[0] is not asked[4]
    assert (store.has_worked_out("a"), store.has_worked_out("b")) == (True, False)


def test_a_store_as_it_stood_knows_nothing_of_what_came_later(place: Path) -> None:
    writer = RecordStore.open(place)
    first = StoreKept(place).now()
    land(writer, "second", "H1", "H4")
    withdraw(writer, "first", dt.date(2024, 3, 1), "sent by mistake")
    then = StoreInState.at(place, first.versions())
    assert (files_of(then), then.withdrawals().height) == (["first.csv"], 0)
    assert_frame_equal(then.records()["shocks"], first.records()["shocks"], check_row_order=False)
    assert then.records(households=["H4"])["shocks"].is_empty()
    assert files_of(StoreKept(place).now()) == ["first.csv", "second.csv"]


def test_a_store_and_its_copy_have_one_identity_which_no_other_store_has(place: Path, tmp_path: Path) -> None:
    first = StoreKept(place).now()
    land(RecordStore.open(place), "second", "H1")
    copied = StoreKept(shutil.copytree(place, tmp_path / "copy")).now()
    assert first.identity == StoreKept(place).now().identity == copied.identity is not None
    other = RecordStore.create(tmp_path / "other", buckets=2)
    assert StoreKept(other.path).now().identity is None
    land(other, "first", "H1", "H2", "H3")
    assert StoreKept(other.path).now().identity not in (None, first.identity)

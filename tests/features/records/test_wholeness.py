"""A store from which something was lost says so at every door: fewer records are never read as fewer troubles."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from features.records.store import RecordStore, StoreError
from features.records.store.creating import EVERY_TABLE
from features.records.store.side_tables import DELIVERIES
from features.records.store.withdrawing import withdraw
from features.records.tables import polars_schema

DAY = dt.date(2024, 2, 5)


def land(store: RecordStore, name: str, household: str = "H1") -> None:
    row = {"household_id": household, "record_id": name, "event_date": DAY, "known_date": DAY, "delivery_id": name}
    shocks = pl.DataFrame([{**row, "kind": "crime"}], schema=polars_schema("shocks"))
    delivery = pl.DataFrame([{"delivery_id": name, "file": name, "known_date": DAY}], schema=DELIVERIES)
    with store.writing():
        store.land({"shocks": shocks}, delivery)


@pytest.fixture(scope="module")
def landed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one delivery; nobody writes into it."""
    store = RecordStore.create(tmp_path_factory.mktemp("whole") / "records", buckets=1)
    land(store, "d1")
    return store.path


@pytest.fixture
def place(landed_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(landed_once, tmp_path / "records")


@pytest.fixture
def without(landed_once: Path, tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """The store while a table of it lies elsewhere."""
    moved: list[str] = []

    def lose(table: str) -> Path:
        (landed_once / table).rename(tmp_path / table)
        moved.append(table)
        return landed_once

    yield lose
    for table in moved:
        (tmp_path / table).rename(landed_once / table)


def held(path: Path) -> RecordStore:
    """A store that was opened before anything was lost."""
    return RecordStore(path, buckets=1)


def write(store: RecordStore) -> None:
    with store.writing():
        pass


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_a_table_that_is_gone_is_an_error_at_every_door(without: Callable[[str], Path], table: str) -> None:
    """As when `records/illness` was moved away and the riskiest household fell from 69 to 26 %."""
    path = without(table)
    doors: list[Callable[[], object]] = [
        lambda: RecordStore.open(path),
        held(path).versions,
        held(path).require_whole,
        lambda: write(held(path)),
    ]
    for door in doors:
        with pytest.raises(StoreError, match=f"缺少表 {table}：") as refusal:
            door()
        assert f"has lost its table {table}:" in str(refusal.value)
    assert not (path / table).exists()


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("illness", lambda store: store.records()),
        ("illness", lambda store: store.records(households=["H1"])),
        ("illness", lambda store: store.scan("illness").collect()),
        ("deliveries", lambda store: store.deliveries()),
        ("deliveries", lambda store: store.known_days()),
        ("withdrawals", lambda store: store.last_delivery_day()),
        ("withdrawals", lambda store: store.records()),
        ("repeated", lambda store: store.repeated("illness")),
        ("people", lambda store: store.people()),
        ("places", lambda store: store.places()),
        ("links", lambda store: store.links()),
        ("set_aside", lambda store: store.set_aside()),
    ],
)
def test_a_reader_that_was_open_before_reads_nothing_that_is_gone(
    without: Callable[[str], Path], table: str, read: Callable[[RecordStore], object]
) -> None:
    with pytest.raises(StoreError, match=table):
        read(held(without(table)))


@pytest.mark.parametrize("table", ["shocks", "deliveries"])
def test_a_table_put_back_from_an_older_copy_is_older_than_its_landings(place: Path, table: str) -> None:
    older = shutil.copytree(place / table, place.parent / "older")
    land(RecordStore.open(place), "d2")
    shutil.rmtree(place / table)
    older.rename(place / table)
    for read in (RecordStore.open, lambda path: held(path).versions(), lambda path: write(held(path))):
        with pytest.raises(StoreError, match=f"表 {table} 停在第 1 版，而收取批次时已是第 2 版"):
            read(place)


def test_a_withdrawal_that_is_gone_does_not_bring_its_delivery_back(place: Path) -> None:
    older = shutil.copytree(place / "withdrawals", place.parent / "older")
    withdraw(RecordStore.open(place), "d1", DAY, "the wrong month")
    assert RecordStore.open(place).last_delivery_day() is None
    shutil.rmtree(place / "withdrawals")
    older.rename(place / "withdrawals")
    with pytest.raises(StoreError, match="withdrawals"):
        held(place).last_delivery_day()


@pytest.mark.parametrize(
    "harm", ["missing", "cut short", "empty", "without a log", "with a damaged log", "overwritten"]
)
def test_a_data_file_that_is_not_as_it_was_written_is_an_error(place: Path, harm: str) -> None:
    [file] = (place / "shocks").glob("bucket=0/*.parquet")
    commit = place / "shocks" / "_delta_log" / f"{1:020d}.json"
    whole = file.read_bytes()
    harms: dict[str, Callable[[], object]] = {
        "missing": file.unlink,
        "cut short": lambda: file.write_bytes(whole[:-9]),
        "empty": lambda: file.write_bytes(b""),
        "without a log": (commit.parent / f"{0:020d}.json").unlink,
        "with a damaged log": lambda: commit.write_text('{"add": '),
        "overwritten": lambda: file.write_bytes(bytes(len(whole))),
    }
    harms[harm]()
    with pytest.raises(StoreError, match="记录库"):
        RecordStore.open(place).records()
    if harm != "overwritten":
        with pytest.raises(StoreError, match="shocks"):
            RecordStore.open(place).require_whole()


@pytest.mark.parametrize("damage", ['{"add": ', "", "{}", "not JSON", '"text"'])
def test_a_table_to_which_nothing_came_yet_and_whose_log_is_damaged_is_an_error(place: Path, damage: str) -> None:
    (place / "water" / "_delta_log" / f"{0:020d}.json").write_text(damage)
    with pytest.raises(StoreError, match="water"):
        RecordStore.open(place).require_whole()


def test_a_pinned_reading_needs_the_table_that_it_was_pinned_to(place: Path) -> None:
    pinned = RecordStore.open(place).versions()
    (place / "shocks").rename(place.parent / "shocks")
    with pytest.raises(StoreError, match="shocks"):
        held(place).records(versions=pinned)


def test_a_store_made_before_it_kept_versions_has_its_first_tables_or_is_damaged(place: Path) -> None:
    """What fanpin got later may be missing there, and the next delivery makes it; what it began with may not."""
    (place / "store.json").write_text(json.dumps({"format": 1, "buckets": 1}), encoding="utf-8")
    for name in ("places", "repeated", "withdrawals"):
        shutil.rmtree(place / name)
    assert RecordStore.open(place).withdrawals().is_empty()
    (place / "illness").rename(place.parent / "illness")
    with pytest.raises(StoreError, match="illness"):
        RecordStore.open(place)
    (place.parent / "illness").rename(place / "illness")
    land(RecordStore.open(place), "d2")
    shutil.rmtree(place / "places")
    with pytest.raises(StoreError, match="places"):
        RecordStore.open(place)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "buckets": "x"}', '{"format": 1, "buckets": 0}']
)
def test_settings_that_cannot_be_read_are_told(place: Path, content: str) -> None:
    (place / "store.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=r"store\.json"):
        RecordStore.open(place)


def test_killed_before_its_deliveries_a_landing_still_vouches_for_what_it_wrote(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = RecordStore._append

    def dies(store: RecordStore, name: str, *rest: object) -> None:
        if name == "deliveries":
            raise KeyboardInterrupt
        append(store, name, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(RecordStore, "_append", dies)
        with pytest.raises(KeyboardInterrupt):
            land(RecordStore.open(place), "d2")
    assert json.loads((place / "store.json").read_text(encoding="utf-8"))["tables"]["shocks"] == 2
    land(RecordStore.open(place), "d2")
    assert RecordStore.open(place).records()["shocks"].height == 2

"""The record store: all of a landing or nothing of it, whatever happens in between."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from features.records.store import RecordStore, StoreError, is_made_up
from features.records.store.side_tables import DELIVERIES, PEOPLE, SET_ASIDE
from features.records.tables import TABLES, empty, polars_schema


class KilledError(Exception):
    """Stands for the end of the process."""


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore.create(tmp_path / "records", buckets=4)


def shocks(*households: str, day: dt.date = dt.date(2024, 1, 10)) -> pl.DataFrame:
    rows = [
        {
            "household_id": household,
            "record_id": f"crime-{day}",
            "event_date": day,
            "known_date": dt.date(2024, 2, 5),
            "delivery_id": "d1",
            "kind": "crime",
        }
        for household in households
    ]
    return pl.DataFrame(rows, schema=polars_schema("shocks"))


def water(*households: str) -> pl.DataFrame:
    rows = shocks(*households).drop("kind", "loss_yuan", "harm")
    return pl.concat([empty("water"), rows], how="diagonal").select(list(polars_schema("water")))


def visits(*households: str) -> pl.DataFrame:
    rows = shocks(*households).drop("kind", "loss_yuan", "harm").with_columns(outcome=pl.lit("no_risk"))
    return pl.concat([empty("visits"), rows], how="diagonal").select(list(polars_schema("visits")))


def delivery(name: str = "d1") -> pl.DataFrame:
    return pl.DataFrame([{"delivery_id": name, "file": name, "known_date": dt.date(2024, 2, 5)}], schema=DELIVERIES)


def land(store: RecordStore, name: str = "d1", **tables: pl.DataFrame) -> None:
    with store.writing():
        store.land(tables, delivery(name))


def heights(tables: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    return {name: rows.height for name, rows in tables.items() if rows.height}


def test_what_has_landed_is_read_in_the_documented_types(store: RecordStore) -> None:
    land(store, shocks=shocks("H1", "H2"))
    records = store.records()
    assert list(records) == list(TABLES)
    assert {name: dict(rows.schema) for name, rows in records.items()} == {name: polars_schema(name) for name in TABLES}
    told = shocks("H1", "H2").with_columns(arrival=pl.lit(1, pl.Int32))
    assert records["shocks"].sort("household_id").equals(told)
    assert store.deliveries().equals(delivery())


def test_a_household_is_read_without_the_others(store: RecordStore) -> None:
    everybody = [f"H{number}" for number in range(40)]
    land(store, shocks=shocks(*everybody), water=water(*everybody))
    records = store.records(households=["H7", "H8", "nobody"])
    assert heights(records) == {"shocks": 2, "water": 2}
    assert set(records["water"]["household_id"]) == {"H7", "H8"}
    assert heights(store.records(households=[])) == {}


def test_buckets_hold_whole_households_and_all_of_them(store: RecordStore) -> None:
    everybody = [f"H{number}" for number in range(40)]
    land(store, shocks=shocks(*everybody), water=water(*everybody))
    seen: list[str] = []
    for bucket in range(store.buckets):
        records = store.records(buckets=[bucket])
        assert set(records["shocks"]["household_id"]) == set(records["water"]["household_id"])
        assert {store.bucket_of(household) for household in records["shocks"]["household_id"]} <= {bucket}
        seen += records["shocks"]["household_id"].to_list()
    assert sorted(seen) == sorted(everybody)


def test_a_bucket_is_the_same_on_every_machine(store: RecordStore) -> None:
    assert [store.bucket_of(household) for household in ("H1", "户一", "99010100100100000001")] == [0, 0, 3]


@pytest.mark.parametrize("at", ["shocks", "water", "set_aside", "people", "deliveries"])
def test_killed_at_any_moment_a_landing_is_never_half_there(
    store: RecordStore, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Whatever table the process dies at, readers see the landing before it and nothing else; then it lands whole."""
    land(store, "d0", shocks=shocks("H0"))
    aside = pl.DataFrame([{"delivery_id": "d1", "file": "f", "row": 2}], schema=SET_ASIDE)
    people = pl.DataFrame([{"person_id": "p", "household_id": "H1"}], schema=PEOPLE)

    def whole_landing() -> None:
        with store.writing():
            store.land({"shocks": shocks("H1"), "water": water("H1")}, delivery("d1"), aside, people)

    append = RecordStore._append

    def dies(self: RecordStore, name: str, *rest: object) -> None:
        if name == at:
            raise KilledError
        append(self, name, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(RecordStore, "_append", dies)
        with pytest.raises(KilledError):
            whole_landing()
    assert heights(store.records()) == {"shocks": 1}
    assert (store.deliveries().height, store.set_aside().height, store.people().height) == (1, 0, 0)

    whole_landing()
    assert heights(store.records()) == {"shocks": 2, "water": 1}
    assert (store.deliveries().height, store.set_aside().height, store.people().height) == (2, 1, 1)


def test_killed_after_a_write_but_before_the_next_leaves_invisible_rows_only(
    store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = RecordStore._append

    def dies_after(self: RecordStore, name: str, *rest: object) -> None:
        append(self, name, *rest)  # type: ignore[arg-type]
        if name == "water":
            raise KilledError

    monkeypatch.setattr(RecordStore, "_append", dies_after)
    with pytest.raises(KilledError):
        land(store, shocks=shocks("H1"), water=water("H1"))
    assert store.versions()["shocks"] == 1
    assert heights(store.records()) == {}


def test_pinned_versions_do_not_see_what_lands_later(store: RecordStore) -> None:
    land(store, "d1", shocks=shocks("H1"))
    pinned = store.versions()
    land(store, "d2", shocks=shocks("H2"))
    assert store.records(versions=pinned)["shocks"]["household_id"].to_list() == ["H1"]
    assert store.scan("shocks", versions=pinned).collect().height == 1
    assert store.deliveries(versions=pinned)["delivery_id"].to_list() == ["d1"]
    assert store.records()["shocks"].height == 2


def test_a_reader_that_was_open_before_sees_what_lands(store: RecordStore) -> None:
    reader = RecordStore.open(store.path)
    assert heights(reader.records()) == {}
    land(store, shocks=shocks("H1"))
    assert heights(reader.records()) == {"shocks": 1}


def test_only_one_writes_at_a_time(store: RecordStore) -> None:
    other = RecordStore.open(store.path)
    with store.writing(), pytest.raises(StoreError, match="Another intake"), other.writing():
        pass
    with other.writing():
        pass


def test_a_landing_without_deliveries_would_never_count(store: RecordStore) -> None:
    with pytest.raises(ValueError, match="deliveries"):
        store.land({"shocks": shocks("H1")}, delivery().clear())


def test_a_table_that_does_not_exist_is_told(store: RecordStore) -> None:
    with pytest.raises(ValueError, match="shock"):
        store.land({"shock": shocks("H1")}, delivery())


def test_a_column_that_a_table_gets_later_is_unknown_in_older_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_old(table: str) -> dict[str, pl.DataType]:
        return {name: kind for name, kind in polars_schema(table).items() if name != "loss_yuan"}

    with monkeypatch.context() as patched:
        patched.setattr("features.records.store.record_store.polars_schema", of_old)
        patched.setattr("features.records.store.creating.polars_schema", of_old)
        store = RecordStore.create(tmp_path / "records", buckets=1)
        land(store, "d1", shocks=shocks("H1").drop("loss_yuan"))
    land(store, "d2", shocks=shocks("H2").with_columns(loss_yuan=pl.lit(5.0)))
    assert store.records()["shocks"].sort("household_id")["loss_yuan"].to_list() == [None, 5]
    assert store.records(households=["H1"])["shocks"]["kind"].to_list() == ["crime"]


def test_a_table_that_fanpin_gets_later_is_made_in_an_old_store(store: RecordStore) -> None:
    land(store, "d1", shocks=shocks("H1"))
    settings = store.path / "store.json"
    told = json.loads(settings.read_text(encoding="utf-8"))
    for name in ("places", "repeated", "withdrawals", "visits"):
        shutil.rmtree(store.path / name)
        del told["tables"][name]
    settings.write_text(json.dumps(told), encoding="utf-8")
    old = RecordStore.open(store.path)
    assert heights(old.records()) == {"shocks": 1}
    assert (old.places().height, old.withdrawals().height, old.known_days()) == (0, 0, store.known_days())
    pinned = old.versions()
    assert set(pinned).isdisjoint({"places", "visits"})
    land(old, "d2", shocks=shocks("H2"), visits=visits("H2"))
    assert heights(old.records()) == {"shocks": 2, "visits": 1}
    # A training run that pinned the store before goes on reading what it read.
    assert heights(old.records(versions=pinned)) == {"shocks": 1}


def test_deliveries_are_numbered_as_they_arrive(store: RecordStore) -> None:
    for name in ("d9", "d1", "d5"):
        rows = shocks("H1", day=dt.date(2024, 1, int(name[1]))).with_columns(delivery_id=pl.lit(name))
        land(store, name, shocks=rows)
    told = store.records()["shocks"]
    assert dict(told.select("delivery_id", "arrival").iter_rows()) == {"d9": 1, "d1": 2, "d5": 3}


def test_an_absent_store_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="fanpin intake DIR") as told:
        RecordStore.open(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(told.value)


def test_a_store_of_another_format_is_not_guessed_about(store: RecordStore) -> None:
    (store.path / "store.json").write_text('{"format": 99, "buckets": 4}', encoding="utf-8")
    with pytest.raises(StoreError, match="99"):
        RecordStore.open(store.path)


def test_a_store_is_not_made_over_another(store: RecordStore) -> None:
    with pytest.raises(StoreError, match="already"):
        RecordStore.create(store.path)
    assert RecordStore.open_or_create(store.path).buckets == 4


def test_a_store_whose_making_was_interrupted_is_made_again(store: RecordStore) -> None:
    (store.path / "store.json").unlink()
    land(RecordStore.open_or_create(store.path, buckets=2), shocks=shocks("H1"))
    assert heights(RecordStore.open(store.path).records()) == {"shocks": 1}


def test_that_a_county_is_made_up_goes_with_its_records(store: RecordStore, tmp_path: Path) -> None:
    made = RecordStore.create(tmp_path / "made", buckets=1, made_up=True)
    with made.writing():
        made.land({"shocks": shocks("H1")}, delivery("D1"))
    moved = made.path.rename(tmp_path / "elsewhere")
    assert is_made_up(moved)
    assert not is_made_up(store.path)
    assert not is_made_up(tmp_path / "nothing there")

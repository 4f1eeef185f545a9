"""What waits becomes records: in its order, each once, and what can't be a record holds nobody up."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select

import service.landing.waiting as landing_waiting
from features.findings.contradicted import contradicted_rows
from features.policy.loading import Policy
from features.records.importing import import_records
from features.records.store import RecordStore
from features.records.store.side_tables import CASE_SYSTEM_SOURCE, ENTRIES_SOURCE
from features.records.store.withdrawing import withdraw
from features.workbooks.homes import homes
from service.cli.landing import land as land_command
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories import records
from service.store.tables import RecordToLand
from tests.service.landing.at_work import at, land, visit, wait_for_landing

VISITED, ENTERED = dt.date(2026, 1, 7), dt.date(2026, 1, 8)


class KilledError(BaseException):
    """As sudden as a kill: nothing in between can catch it."""


def rows(database: Database) -> list[RecordToLand]:
    with database.reading(EVERYWHERE, at(ENTERED)) as work:
        return list(work.session.scalars(select(RecordToLand).order_by(RecordToLand.received_at, RecordToLand.id)))


def visits(store: RecordStore) -> pl.DataFrame:
    return store.records()["visits"].sort("household_id", "known_date", "arrival")


def entered(store: RecordStore) -> pl.DataFrame:
    """The deliveries of what came one by one."""
    return store.deliveries().filter(pl.col("source").is_in([ENTRIES_SOURCE, CASE_SYSTEM_SOURCE]))


def test_a_visit_entered_with_its_lead_becomes_a_record(
    database: Database, store: RecordStore, keyring: Keyring, policy: Policy
) -> None:
    visit(database, keyring, policy, "H1", VISITED, ENTERED)
    visit(database, keyring, policy, "H2", VISITED, ENTERED, "to_be_clarified", note="待查")
    done = land(database, store)
    (delivery,) = entered(store).iter_rows(named=True)
    assert (done.landed, done.refused, done.waiting, done.busy) == ({delivery["delivery_id"]: 2}, (), 0, False)
    assert (delivery["source"], delivery["department"], delivery["known_date"]) == (ENTRIES_SOURCE, "农业农村", ENTERED)
    assert visits(store).select("household_id", "event_date", "known_date", "outcome").rows() == [
        ("H1", VISITED, ENTERED, "confirmed"), ("H2", VISITED, ENTERED, "to_be_clarified"),
    ]  # fmt: skip
    # From a record to what was entered.
    leads_back = dict(visits(store).select("household_id", "source_sheet").iter_rows())
    assert leads_back == {row.household_id: row.id for row in rows(database)}
    assert {row.landed_as for row in rows(database)} == {delivery["delivery_id"]}


def test_what_has_landed_does_not_land_again(database: Database, store: RecordStore) -> None:
    assert land(database, store).landed == {}
    wait_for_landing(database)
    land(database, store)
    before = store.versions()
    assert land(database, store).landed == {}
    assert store.versions() == before


def test_what_a_contract_refuses_is_set_aside_with_the_reason_and_holds_nobody_up(
    database: Database, store: RecordStore
) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "outcome": {"columns": {"outcome": "张三家没事", "lead_source": "trigger"}},
        "names": {"columns": {"outcome": "confirmed", "names": "张三"}},
        "table": {"table": "visit"},
        "event_date": {"event_date": dt.date(2027, 1, 9)},
        "ended_on": {"table": "support", "columns": {"kind": "dibao", "started_on": "2026-01-05", "ended_on": "2026-01-01"}},
    }  # fmt: skip
    names = {
        wait_for_landing(database, household_id=f"H{n}", **each): path for n, (path, each) in enumerate(wrong.items())
    }
    wait_for_landing(database, household_id="H3")
    done = land(database, store)
    assert set(done.refused) == set(names)
    assert list(done.landed.values()) == [1]
    for row in rows(database):
        if row.id in names:
            assert row.refused_as is not None
            zh, _, en = row.refused_as.partition(" | ")
            assert zh.startswith(f"{names[row.id]} ")
            assert en.startswith(f"{names[row.id]} ")
            assert "张三" not in row.refused_as
            assert row.landing_as is row.landed_as is None
    assert visits(store)["household_id"].to_list() == ["H3"]
    # They are not asked again.
    assert land(database, store).refused == ()


def test_of_what_was_said_of_one_visit_on_one_day_the_last_word_is_the_record(
    database: Database, store: RecordStore
) -> None:
    for number, outcome in enumerate(("not_found", "confirmed", "looked_fine")):
        moment = at(ENTERED) + dt.timedelta(hours=number)
        wait_for_landing(database, received_at=moment, columns={"outcome": outcome, "lead_source": "trigger"})
    done = land(database, store)
    assert (list(done.landed.values()), len(done.refused)) == ([2], 1)
    assert visits(store)["outcome"].to_list() == ["confirmed"]
    # And what is said later that day.
    wait_for_landing(database, received_at=at(ENTERED) + dt.timedelta(hours=5), columns={"outcome": "no_risk"})
    land(database, store)
    assert visits(store).filter(pl.col("arrival") == pl.col("arrival").max())["outcome"].to_list() == ["no_risk"]
    # Who speaks again corrects themselves; a sheet of that day that says something else is asked about.
    assert contradicted_rows(store, ENTERED, homes(store, ENTERED)).is_empty()
    (store.path.parent / "panel").mkdir()
    cells = f"H1,{VISITED},{ENTERED},visit-{VISITED}-trigger,already_supported"
    (store.path.parent / "panel" / "visits.csv").write_text(
        f"household_id,event_date,known_date,record_id,outcome\n{cells}\n", encoding="utf-8"
    )
    import_records(store.path.parent / "panel", store)
    asked = contradicted_rows(store, ENTERED, homes(store, ENTERED))
    assert set(asked["file"]) == {ENTRIES_SOURCE}
    assert set(asked["holds_file"]) == {"visits.csv"}


def test_facts_of_each_department_are_a_delivery_of_it(database: Database, store: RecordStore) -> None:
    wait_for_landing(database)
    for number, department in enumerate(("民政", "民政", "残联")):
        wait_for_landing(
            database, table="support", record_id=f"dibao-{number}", department=department, reference=str(number),
            columns={"kind": "dibao", "started_on": "2026-01-05"},
        )  # fmt: skip
    assert sorted(land(database, store).landed.values()) == [1, 1, 2]
    assert entered(store).select("source", "department", "rows_landed").sort("department").rows() == [
        (ENTRIES_SOURCE, "农业农村", 1), (CASE_SYSTEM_SOURCE, "残联", 1), (CASE_SYSTEM_SOURCE, "民政", 2),
    ]  # fmt: skip


def test_no_more_than_asked_for_are_taken_up_at_once(database: Database, store: RecordStore) -> None:
    for number in range(5):
        wait_for_landing(database, household_id=f"H{number}", received_at=at(ENTERED) + dt.timedelta(minutes=number))
    assert [land(database, store, most=2).waiting for _ in range(3)] == [3, 1, 0]
    assert entered(store)["rows_landed"].to_list().count(2) == 2


def test_while_an_intake_writes_facts_wait_and_come_again(database: Database, store: RecordStore) -> None:
    wait_for_landing(database)
    with store.writing():
        done = land(database, store)
    assert (done.busy, done.landed, done.waiting) == (True, {}, 1)
    assert list(land(database, store).landed.values()) == [1]


@pytest.mark.parametrize("moment", ["named", "landing", "landed"])
def test_killed_at_any_moment_each_fact_is_landed_once(
    database: Database, store: RecordStore, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KilledError

    wait_for_landing(database)
    wait_for_landing(database, household_id="H2", columns={"outcome": "looked_fine"})
    with monkeypatch.context() as patched:
        if moment == "named":
            patched.setattr(landing_waiting, "land_facts", dies)
        elif moment == "landing":
            append = RecordStore._append
            patched.setattr(
                RecordStore,
                "_append",
                lambda self, name, *a: dies() if name == "deliveries" else append(self, name, *a),
            )
        else:
            patched.setattr(records, "note_landed", dies)
        with pytest.raises(KilledError):
            land(database, store)
    # Others came meanwhile: they land under a name of their own.
    wait_for_landing(database, household_id="H3")
    assert land(database, store).waiting == 0
    assert entered(store)["rows_read"].to_list() == [1, 1]
    assert visits(store)["household_id"].to_list() == ["H1", "H3"]
    assert store.repeated("visits").is_empty()
    landed = {row.household_id: row.landed_as is not None for row in rows(database)}
    assert landed == {"H1": True, "H2": False, "H3": True}


def test_many_who_land_at_once_neither_double_nor_lose(database: Database, store: RecordStore) -> None:
    for number in range(12):
        wait_for_landing(database, household_id=f"H{number}", received_at=at(ENTERED) + dt.timedelta(minutes=number))
    with ThreadPoolExecutor(6) as many:
        list(many.map(lambda _: land(database, store, most=3), range(6)))
    while land(database, store, most=3).waiting:
        pass
    assert visits(store)["household_id"].to_list() == sorted(f"H{number}" for number in range(12))
    assert entered(store)["rows_read"].sum() == 12
    assert store.repeated("visits").is_empty()


def test_what_was_taken_back_stays_taken_back(database: Database, store: RecordStore) -> None:
    wait_for_landing(database)
    (delivery,) = land(database, store).landed
    withdraw(store, delivery, dt.date(2026, 1, 10), "entered for another household")
    assert land(database, store).landed == {}
    assert visits(store).filter("withdrawn").height == 1


def test_the_command_lands_names_what_it_set_aside_and_asks_people_to_look(
    store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer import Exit

    monkeypatch.setenv("FANPIN_DATABASE", f"sqlite:///{tmp_path / 'own' / 'service.db'}")
    monkeypatch.setenv("FANPIN_DATA", str(store.path))
    land_command(set_aside=False)
    assert "写入记录 0 项" in capsys.readouterr().out
    opened = Database(f"sqlite:///{tmp_path / 'own' / 'service.db'}")
    wait_for_landing(opened)
    wrong = wait_for_landing(opened, household_id="H2", columns={"outcome": "looked_fine"})
    with pytest.raises(Exit) as ended:
        land_command(set_aside=False)
    printed = capsys.readouterr().out
    assert ended.value.exit_code == 1
    assert "写入记录 1 项，写不进 1 项" in printed
    assert f"{wrong} visits: outcome 不是规定用语" in printed
    land_command(set_aside=True)
    assert wrong in capsys.readouterr().out
    land_command()
    with pytest.raises(Exit):
        land_command(again=True)
    assert wrong in capsys.readouterr().out
    opened.close()

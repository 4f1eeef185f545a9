"""The commands as an office runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from features.catalogue.records_page import render
from features.cli import app
from features.records.store import RecordStore, StoreError
from tests.features.intake.files import as_csv, bill, deliver, id_number, rosters


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "records"))
    # As wide as a table needs, wherever the tests run.
    monkeypatch.setattr("features.cli.intake.console", Console(width=200))
    return tmp_path / "records"


def test_intake_makes_the_store_and_says_what_landed(tmp_path: Path, data: Path) -> None:
    done = CliRunner().invoke(app, ["intake", str(deliver(tmp_path / "in", "2024-01-05", rosters()))])
    assert done.exit_code == 0, done.output
    assert "已入库 2" in done.output
    assert RecordStore.open(data).records()["members"].height == 20


def test_a_refused_file_is_told_and_the_exit_code_says_so(tmp_path: Path, data: Path) -> None:
    files = {**rosters(), "坏.zip": b"PK\x03\x04 cut off"}
    done = CliRunner().invoke(app, ["intake", str(deliver(tmp_path / "in", "2024-01-05", files))])
    assert done.exit_code == 1
    assert "坏.zip" in done.output
    assert "truncated" in done.output
    assert RecordStore.open(data).records()["members"].height == 20


def test_the_day_may_be_told_on_the_command_line(tmp_path: Path, data: Path) -> None:
    folder = deliver(tmp_path, "from-townships", rosters()) / "from-townships"
    done = CliRunner().invoke(app, ["intake", str(folder), "--known-date", "2024-01-05"])
    assert done.exit_code == 0, done.output
    assert {str(day) for day in RecordStore.open(data).deliveries()["known_date"]} == {"2024-01-05"}


def test_rows_set_aside_can_be_written_for_the_office(tmp_path: Path, data: Path) -> None:
    rows = [bill(row, 证件号码="" if row == 3 else id_number(row), 结算日期="2024-01-01") for row in range(20)]
    files = {**rosters(), "医保.csv": as_csv(rows)}
    told = CliRunner().invoke(app, ["intake", str(deliver(tmp_path / "in", "2024-01-05", files))])
    assert "missing_key" in told.output
    listed = CliRunner().invoke(app, ["deliveries"])
    assert "2024-01-05/医保.csv" in listed.output
    CliRunner().invoke(app, ["deliveries", "--set-aside", str(tmp_path / "aside.csv")])
    assert data.exists()
    assert "医保.csv,,5,证件号码,missing_key" in (tmp_path / "aside.csv").read_text(encoding="utf-8-sig")


def test_records_are_imported_and_described(tmp_path: Path, data: Path) -> None:
    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "water.csv").write_text(
        "household_id,event_date,known_date,safe\nH1,2024-01-01,2024-01-05,false\n", encoding="utf-8"
    )
    done = CliRunner().invoke(app, ["records", "import", str(tmp_path / "panel")])
    assert done.exit_code == 0, done.output
    assert RecordStore.open(data).records()["water"]["safe"].to_list() == [False]
    assert CliRunner().invoke(app, ["records", "describe"]).output == render()


def test_no_store_says_what_to_run(data: Path) -> None:
    told = CliRunner().invoke(app, ["deliveries"])
    assert isinstance(told.exception, StoreError)
    assert str(data) in str(told.exception)


def test_a_delivery_is_withdrawn_by_the_name_that_the_list_gives_it(tmp_path: Path, data: Path) -> None:
    deliver(tmp_path / "delivered", "2024-01-05", rosters(3))
    CliRunner().invoke(app, ["intake", str(tmp_path / "delivered")])
    delivery = RecordStore.open(data).deliveries()["delivery_id"][0]
    told = ["deliveries", "withdraw", delivery, "--on", "2024-02-01", "--reason", "sent by mistake"]
    done = CliRunner().invoke(app, told)
    assert done.exit_code == 0, done.output
    assert "自 2024-02-01 起" in done.output
    assert RecordStore.open(data).withdrawals()["reason"].to_list() == ["sent by mistake"]
    assert isinstance(CliRunner().invoke(app, told).exception, StoreError)

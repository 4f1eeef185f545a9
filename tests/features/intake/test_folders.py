"""Folders of deliveries: which land, which are refused, which are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.cli import app
from features.deliveries.days import DayToComeError, not_to_come
from features.disk.outputs import OutputError
from features.intake import intake
from features.intake.report import Outcome
from features.records.store import RecordStore
from tests.features.intake.files import KEY, deliver, rosters


def test_a_folder_of_an_impossible_day_costs_itself_only(tmp_path: Path, store: RecordStore) -> None:
    deliver(tmp_path / "in", "2023-13-45", rosters(3))
    report = intake(deliver(tmp_path / "in", "2024-01-05", rosters(3)), store, key=KEY)
    (refused,) = report.refused
    assert refused.file == "2023-13-45"
    assert refused.refusal is not None
    assert "有效日期" in str(refused.refusal)
    assert len(report.having(Outcome.LANDED)) == 2


def test_only_folders_of_impossible_days_are_a_report_too(tmp_path: Path, store: RecordStore) -> None:
    assert len(intake(deliver(tmp_path / "in", "2023-13-45", rosters(3)), store, key=KEY).refused) == 1


def test_folders_without_a_day_or_without_files_are_named(tmp_path: Path, store: RecordStore) -> None:
    deliver(tmp_path / "in", "from the county", rosters(3))
    deliver(tmp_path / "in", "2024-02-05", {})
    (tmp_path / "in" / "nothing").mkdir()
    report = intake(deliver(tmp_path / "in", "2024-01-05", rosters(3)), store, key=KEY)
    told = {note.file: str(note) for note in report.notes}
    assert set(told) == {"from the county", "2024-02-05"}
    assert "未导入" in told["from the county"]
    assert "没有文件" in told["2024-02-05"]
    assert not report.refused


def test_a_delivery_of_a_day_to_come_is_refused(tmp_path: Path, store: RecordStore) -> None:
    deliver(tmp_path / "in", "2024-01-05", rosters(3))
    folder = deliver(tmp_path / "in", "2024-01-06", rosters(4))
    report = intake(folder, store, key=KEY, today=date(2024, 1, 5))
    assert [file.file for file in report.refused] == ["2024-01-06"]
    assert store.records()["members"].height == 3
    assert not intake(folder, store, key=KEY, today=date(2024, 1, 6)).refused


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, store: RecordStore) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(rosters(3)["农户.csv"])
    folder = deliver(tmp_path / "in", "2024-01-05", {"人口.csv": rosters(3)["人口.csv"]})
    (folder / "2024-01-05" / "农户.csv").symlink_to(outside)
    report = intake(folder, store, key=KEY)
    assert [file.file for file in report.files] == ["2024-01-05/人口.csv"]
    assert [note.file for note in report.notes] == ["2024-01-05/农户.csv"]


def test_what_was_decided_was_decided_by_today() -> None:
    assert not_to_come(date(2024, 1, 5), date(2024, 1, 5)) == date(2024, 1, 5)
    with pytest.raises(DayToComeError, match="晚于今天"):
        not_to_come(date(2024, 1, 6), date(2024, 1, 5))


def test_days_to_come_are_refused_by_the_commands(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(county.path))
    (tmp_path / "list.xlsx").touch()
    delivery = county.deliveries()["delivery_id"][0]
    for told in (
        ["deliveries", "withdraw", delivery, "--on", "9999-01-01", "--reason", "x"],
        ["people", "decide", str(tmp_path / "list.xlsx"), "--on", "9999-01-01"],
    ):
        assert isinstance(CliRunner().invoke(app, told).exception, DayToComeError)
    done = CliRunner().invoke(app, ["intake", str(deliver(tmp_path / "in", "9999-01-01", rosters(3)))])
    assert (done.exit_code, "晚于今天" in done.output) == (1, True)


def test_where_nothing_can_be_written_is_told(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(county.path))
    file = tmp_path / "new" / "aside.csv"
    assert CliRunner().invoke(app, ["deliveries", "--set-aside", str(file)]).exit_code == 0
    assert file.exists()
    onto_a_folder = CliRunner().invoke(app, ["deliveries", "--set-aside", str(tmp_path)])
    assert isinstance(onto_a_folder.exception, OutputError)
    monkeypatch.setenv("FANPIN_DATA", str(file))
    in_the_way = CliRunner().invoke(app, ["intake", str(deliver(tmp_path / "in", "2024-01-05", rosters(3)))])
    assert isinstance(in_the_way.exception, OutputError)

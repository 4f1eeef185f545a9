"""Two files of one day that contradict each other: the one taken in last holds, and both rows are named."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from features.findings.contradicted import contradicted_rows
from features.intake.printing import print_report
from features.records.store import RecordStore
from features.records.store.contradictions import contradictions
from features.records.store.withdrawing import withdraw
from features.records.tables import polars_schema
from features.workbooks.homes import homes
from tests.features.intake.broken import DAY
from tests.features.intake.files import as_csv, as_workbook, bill, deliver, household, households, take_in

ON = dt.date.fromisoformat(DAY)
FIRST, LAST = {"个人自付": "4000"}, {"个人自付": "7000"}


def named(store: RecordStore, day: dt.date = ON) -> list[tuple[object, ...]]:
    """What the findings of a day say: household, what differs, the row not kept and the row that holds."""
    return contradicted_rows(store, day, homes(store, day)).drop("region_code", "township", "village").rows()


def test_two_files_of_one_day_that_contradict_each_other_are_named_with_their_rows(
    tmp_path: Path, county: RecordStore
) -> None:
    first = as_csv([bill(1), bill(0, **FIRST), bill(3, **FIRST)])
    last = as_workbook({"二月": [bill(0, **LAST), bill(2), bill(3, **LAST)]})
    report = take_in(deliver(tmp_path / "delivered", DAY, {"甲.csv": first, "乙.xlsx": last}), county)
    one, _ = report.contradictions
    # 乙 comes before 甲: the order of their names is the order in which they are taken in.
    assert one.row.zh == f"{DAY}/乙.xlsx，工作表“二月”，第2行"
    assert one.holds.zh == f"{DAY}/甲.csv，第3行"
    assert one.columns.en == "self_paid_yuan"
    console = Console(file=io.StringIO(), width=200)
    print_report(report, console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "说法不一" in printed
    assert printed.count("contradict each other") == 1
    assert "and 1 more rows" in printed
    assert county.records()["illness"].filter(pl.col("household_id") == household(0)).height == 2
    assert named(county) == [
        (household(0), one.columns.zh, f"{DAY}/乙.xlsx", "二月", 2, f"{DAY}/甲.csv", None, 3),
        (household(3), one.columns.zh, f"{DAY}/乙.xlsx", "二月", 4, f"{DAY}/甲.csv", None, 4),
    ]
    assert contradicted_rows(county, ON - dt.timedelta(1), homes(county, ON)).is_empty()


def test_a_file_that_comes_later_the_same_day_contradicts_what_landed(tmp_path: Path, county: RecordStore) -> None:
    """Also where the earlier one only repeated what an older delivery said."""
    take_in(deliver(tmp_path / "old", "2024-02-01", {"医保.csv": as_csv([bill(0, **FIRST)])}), county)
    assert not take_in(
        deliver(tmp_path / "again", DAY, {"甲.csv": as_csv([bill(0, **FIRST), bill(1)])}), county
    ).contradictions
    (one,) = take_in(deliver(tmp_path / "later", DAY, {"乙.csv": as_csv([bill(0, **LAST)])}), county).contradictions
    assert (one.row.en, one.holds.en) == (f"{DAY}/甲.csv, row 2", f"{DAY}/乙.csv, row 2")
    assert [(row[2], row[5]) for row in named(county)] == [(f"{DAY}/甲.csv", f"{DAY}/乙.csv")]
    gone = county.deliveries().filter(pl.col("file") == f"{DAY}/甲.csv")["delivery_id"][0]
    withdraw(county, gone, ON + dt.timedelta(1), "wrong", entered_at=dt.datetime(2024, 2, 6, tzinfo=dt.UTC))
    assert named(county, ON + dt.timedelta(2)) == []


@pytest.mark.parametrize(
    "other",
    [
        {"个人自付": "4000"},
        {"个人自付": ""},
    ],
)
def test_what_agrees_or_is_silent_contradicts_nothing(
    tmp_path: Path, county: RecordStore, other: dict[str, str]
) -> None:
    files = {"甲.csv": as_csv([bill(0, **FIRST)]), "乙.csv": as_csv([bill(0, **other), bill(1)])}
    assert take_in(deliver(tmp_path / "delivered", DAY, files), county).contradictions == ()
    assert named(county) == []


def test_another_day_is_a_correction_and_no_contradiction(tmp_path: Path, county: RecordStore) -> None:
    deliver(tmp_path / "delivered", DAY, {"甲.csv": as_csv([bill(0, **FIRST)])})
    report = take_in(deliver(tmp_path / "delivered", "2024-02-06", {"乙.csv": as_csv([bill(0, **LAST)])}), county)
    assert report.contradictions == ()
    assert named(county, dt.date(2024, 3, 1)) == []


def test_rosters_contradict_each_other_too(tmp_path: Path, store: RecordStore) -> None:
    files = {"东片.csv": as_csv(households(3)), "西片.csv": as_csv(households(1, 家庭人口数="5"))}
    report = take_in(deliver(tmp_path / "delivered", DAY, files), store)
    assert {each.columns.en for each in report.contradictions} == {"household_size"}
    assert [row[2:5] for row in named(store)] == [(f"{DAY}/东片.csv", None, 2)]


def test_no_rows_contradict_nothing() -> None:
    assert contradictions("illness", pl.DataFrame(schema=polars_schema("illness"))).is_empty()

"""Files as they really come: encodings, wrapped numbers, titles, drifting headers, serials, several sheets, archives."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from features.intake import Outcome
from features.records.store import RecordStore
from tests.features.intake.files import (
    as_csv,
    as_workbook,
    bill,
    damaged,
    deliver,
    household,
    households,
    id_number,
    members,
    take_in,
)

BILLS = [bill(number) for number in range(20)]
DELIVERED = "2024-02-05"


def landed(root: Path, store: RecordStore, name: str, content: bytes, table: str = "illness") -> pl.DataFrame:
    """The rows of a table after delivering one file, which must be taken in without a flaw."""
    report = take_in(deliver(root / "delivered", DELIVERED, {name: content}), store)
    assert not report.refused, report.refused[0].refusal
    assert not report.set_aside
    return store.records()[table].sort("household_id", "record_id")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_every_usual_encoding_reads_the_same(tmp_path: Path, county: RecordStore, encoding: str) -> None:
    rows = landed(tmp_path, county, "医保.csv", as_csv(BILLS, encoding))
    assert rows["setting"].unique().to_list() == ["inpatient"]
    assert rows["total_yuan"].to_list() == [10_000] * 20


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_reads_the_same(tmp_path: Path, county: RecordStore, ending: str) -> None:
    text = as_csv(BILLS, "utf-8").decode().replace("\r\n", ending)
    assert landed(tmp_path, county, "医保.csv", text.encode()).height == 20


@pytest.mark.parametrize("quoted", [False, True])
def test_numbers_wrapped_for_excel_are_unwrapped(tmp_path: Path, county: RecordStore, quoted: bool) -> None:
    content = as_csv([bill(number, 证件号码=f'="{id_number(number)}"') for number in range(20)])
    if not quoted:
        content = content.replace(b'"=""', b'="').replace(b'"""', b'"')
    assert landed(tmp_path, county, "医保.csv", content).height == 20


def test_titles_above_the_header_are_skipped_and_rows_keep_their_number(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv(BILLS, before=[["某县医保结算明细表"], [], ["导出日期", "2024-02-01"]])
    assert sorted(landed(tmp_path, county, "医保.csv", content)["source_row"]) == list(range(5, 25))


def test_titles_in_a_workbook_are_skipped_and_rows_keep_their_number(tmp_path: Path, county: RecordStore) -> None:
    content = as_workbook({"一月": BILLS}, before=[["某县医保结算明细表"], []])
    assert sorted(landed(tmp_path, county, "医保.xlsx", content)["source_row"]) == list(range(4, 24))


def test_blank_rows_are_no_rows(tmp_path: Path, county: RecordStore) -> None:
    blank = dict.fromkeys(BILLS[0], "")
    report = take_in(deliver(tmp_path / "delivered", DELIVERED, {"医保.csv": as_csv([*BILLS, blank, blank])}), county)
    assert report.files[0].rows_read == 20
    assert not report.set_aside


def test_headers_drift(tmp_path: Path, county: RecordStore) -> None:
    drifted = {"证件号码": "身份证号", "就诊类型": "医疗 类别", "总费用": "医疗总费用", "结算日期": "＊结算时间"}
    rows = [{drifted.get(name, name): cell for name, cell in row.items()} for row in BILLS]
    assert landed(tmp_path, county, "医保.csv", as_csv(rows)).height == 20


def test_full_width_brackets_in_a_header_are_folded(tmp_path: Path, store: RecordStore) -> None:
    rows = [{**row, "务工时间（月）": "８"} for row in members(3)]
    assert landed(tmp_path, store, "人口.csv", as_csv(rows), "members")["work_months"].to_list() == [8, 8, 8]


def test_an_unknown_header_is_reported_with_the_nearest(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([{**row, "大病保险赔付": "1"} for row in BILLS])
    (file,) = take_in(deliver(tmp_path / "delivered", DELIVERED, {"医保.csv": content}), county).files
    assert [(unknown.header, unknown.nearest) for unknown in file.unknown_headers] == [("大病保险赔付", "大病保险支付")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-01-20", dt.date(2024, 1, 20)),
        ("2024/1/20", dt.date(2024, 1, 20)),
        ("2024.01.20", dt.date(2024, 1, 20)),
        ("20240120", dt.date(2024, 1, 20)),
        ("2024年1月20日", dt.date(2024, 1, 20)),
        ("２０２４年１月２０日", dt.date(2024, 1, 20)),
        ("2024-01-20 13:45:00", dt.date(2024, 1, 20)),
        ("45311", dt.date(2024, 1, 20)),
        ("45311.5", dt.date(2024, 1, 20)),
        ("202401", dt.date(2024, 1, 1)),
        ("2024年1月", dt.date(2024, 1, 1)),
        ("2024-01", dt.date(2024, 1, 1)),
        ("2024-02-29", None),
        ("2023-02-29", None),
        ("202413", None),
        ("昨天", None),
        ("19", None),
    ],
)
def test_a_date_in_any_usual_form(tmp_path: Path, county: RecordStore, written: str, day: dt.date | None) -> None:
    rows = [bill(number, 结算日期=written if number == 0 else "2024-01-02") for number in range(20)]
    take_in(deliver(tmp_path / "delivered", DELIVERED, {"医保.csv": as_csv(rows)}), county)
    found = county.records()["illness"].filter(pl.col("record_id") == "bill-S000000")["event_date"].to_list()
    assert found == ([day] if day else [])


def test_a_workbook_s_own_dates_and_numbers_are_read(tmp_path: Path, county: RecordStore) -> None:
    rows = landed(
        tmp_path, county, "医保.xlsx", as_workbook({"一月": [bill(n, 结算日期=45311, 总费用=12.5) for n in range(20)]})
    )
    assert rows["event_date"].unique().to_list() == [dt.date(2024, 1, 20)]
    assert rows["total_yuan"].unique().to_list() == [12.5]


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1,234.50", 1234.5), ("1234元", 1234), ("", None), ("/", None), ("约三千", None), ("nan", None)],
)
def test_an_amount_that_cannot_be_read_is_unknown_not_zero(
    tmp_path: Path, county: RecordStore, written: str, amount: float | None
) -> None:
    content = as_csv([bill(number, 个人自付=written) for number in range(20)])
    rows = landed(tmp_path, county, "医保.csv", content)
    assert rows["self_paid_yuan"].unique().to_list() == [amount]


def test_unreadable_amounts_are_counted_by_column(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(number, 个人自付="约三千" if number < 3 else "") for number in range(20)]
    report = take_in(deliver(tmp_path / "delivered", DELIVERED, {"医保.csv": as_csv(rows)}), county)
    assert report.files[0].unreadable == {"个人自付": 3}


@pytest.mark.parametrize(
    "written",
    [
        id_number(3).lower(),
        " " + id_number(3),
        id_number(3).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_an_id_in_another_dress_is_the_same_person(tmp_path: Path, county: RecordStore, written: str) -> None:
    rows = landed(tmp_path, county, "医保.csv", as_csv([bill(3, 证件号码=written)]))
    assert rows["household_id"].to_list() == [household(3)]


def test_an_id_of_fifteen_digits_is_the_same_person(tmp_path: Path, county: RecordStore) -> None:
    old = id_number(3)[:6] + id_number(3)[8:17]
    assert landed(tmp_path, county, "医保.csv", as_csv([bill(3, 证件号码=old)]))["household_id"].to_list() == [
        household(3)
    ]


def test_a_workbook_of_several_sheets_is_one_delivery(tmp_path: Path, store: RecordStore) -> None:
    notes = [{"说明": "本表由各乡镇填报"}]
    content = as_workbook({"说明": notes, "户": households(4), "人": members(4)})
    assert landed(tmp_path, store, "名册.xlsx", content, "members").height == 4
    assert store.records()["households"].height == 4
    assert store.deliveries()["source"].to_list() == ["county_household+county_member"]


def test_a_sheet_without_its_columns_refuses_the_whole_workbook(tmp_path: Path, store: RecordStore) -> None:
    short = [{name: cell for name, cell in row.items() if name != "与户主关系"} for row in members(4)]
    content = as_workbook({"户": households(4), "人": short})
    (file,) = take_in(deliver(tmp_path / "delivered", DELIVERED, {"名册.xlsx": content}), store).files
    assert file.outcome is Outcome.REFUSED
    assert store.records()["households"].is_empty()


def test_the_files_of_an_archive_are_deliveries_of_their_own(tmp_path: Path, county: RecordStore) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("医保/一.csv", as_csv(BILLS[:10]))
        archive.writestr("医保/二.csv", as_csv(BILLS[10:]))
        archive.writestr("__MACOSX/医保/._一.csv", b"x")
    assert landed(tmp_path, county, "医保.zip", data.getvalue()).height == 20
    assert f"{DELIVERED}/医保.zip/医保/二.csv" in county.deliveries()["file"].to_list()


def test_other_files_are_left_alone(tmp_path: Path, county: RecordStore) -> None:
    files = {"来函.pdf": b"%PDF", ".DS_Store": b"x", "~$医保.xlsx": b"x"}
    report = take_in(deliver(tmp_path / "delivered", DELIVERED, files), county)
    assert {file.file for file in report.having(Outcome.IGNORED)} == {f"{DELIVERED}/{name}" for name in files}
    assert len(report.files) == len(files)


def test_a_member_without_a_sound_id_stays_on_the_roster_as_one_person(tmp_path: Path, store: RecordStore) -> None:
    rows = [{**row, "证件号码": damaged(str(row["证件号码"]))} for row in members(3)]
    first = landed(tmp_path, store, "人口.csv", as_csv(rows), "members")
    again = RecordStore.create(tmp_path / "another", buckets=2)
    second = landed(tmp_path, again, "人口.csv", as_csv([{**row, "健康状况": "残疾"} for row in rows]), "members")
    assert first["person_id"].n_unique() == 3
    assert first["person_id"].to_list() == second["person_id"].to_list()
    assert second["disabled"].to_list() == [True] * 3

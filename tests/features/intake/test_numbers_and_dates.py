"""Cells that can be read in two ways: what they say lands rightly or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.intake import Reason
from features.intake.problems import FileRefusedError
from features.intake.sheets.cells import clean
from features.intake.sheets.dates import as_dates
from features.intake.sheets.numbers import as_numbers
from features.records.store import RecordStore
from tests.features.intake.binary import as_binary_workbook
from tests.features.intake.files import Cell, as_csv, as_workbook, bill, deliver, household, id_number, take_in

DAY = "2024-04-05"
YUAN = {"元": 1.0, "万元": 10_000.0, "万": 10_000.0}


def cells(*texts: str) -> pl.Series:
    return clean(pl.DataFrame({"text": texts})).to_series()


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", 1234.5),
        ("12,345,678", 12_345_678),
        ("１２，３４５．６７", 12_345.67),
        ("-1,200", -1200),
        ("\u22121200", -1200),
        ("+1200", 1200),
        ("¥ 1,200.00", 1200),
        ("￥1,200元", 1200),
        ("1200 元", 1200),
        ("1.2万元", 12_000),
        ("1,200万元", 12_000_000),
        ("3万", 30_000),
        ("2.3万", 23_000),
    ],
)
def test_an_amount_with_one_meaning_is_read(written: str, amount: float) -> None:
    assert as_numbers(cells(written), YUAN).row(0) == (amount, False)


@pytest.mark.parametrize(
    "written",
    [
        "1200,3000", "3,5", "1,2345", "12,34,567", "1,200,", ",500", "0,500", "1.234,56", "1.234.567", "1 200", "1\u00a0200",
        "1\u202f200", "1、200", "3。5", "(500)", "（500）", "500-", "5%", "１２，３", "3,5万元", "1.2E+05", "1e308", "4000①", "4000¹",
        "100-200", "100/200", "$500", "12½", "2024-01-20", "--5", "1__0",
    ],
)  # fmt: skip
def test_an_amount_with_two_meanings_is_in_doubt(written: str) -> None:
    assert as_numbers(cells(written), YUAN).row(0) == (None, True)


@pytest.mark.parametrize("written", ["约三千", "约3000", "3000左右", "6个月", "nan", "inf", "五百元"])
def test_words_make_no_claim_to_be_a_number(written: str) -> None:
    assert as_numbers(cells(written), YUAN).row(0) == (None, False)


def test_a_cell_s_own_unit_goes_before_its_header_s() -> None:
    of_ten_thousands = as_numbers(cells("3", "3万元", "3元"), YUAN, 10_000).get_column("number") * 10_000
    assert of_ten_thousands.round(6).to_list() == [30_000, 30_000, 3]


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls"])
def test_bills_with_commas_out_of_place_wait_with_their_place(tmp_path: Path, county: RecordStore, form: str) -> None:
    odd = {3: "1200,3000", 7: "3,5", 11: "(4000)"}
    rows = [bill(n, 个人自付=odd.get(n, "4,000.00")) for n in range(20)]
    content = {"csv": as_csv(rows), "xlsx": as_workbook({"一月": rows}), "xls": as_binary_workbook(rows)}[form]
    report = take_in(deliver(tmp_path, DAY, {f"医保.{form}": content}), county)
    assert report.set_aside == {Reason.DOUBTFUL_NUMBER: 3}
    assert county.set_aside().select("row", "column").rows() == [(5, "个人自付"), (9, "个人自付"), (13, "个人自付")]
    assert county.records()["illness"]["self_paid_yuan"].to_list() == [4000] * 17
    assert "1200,3000" not in str(county.set_aside().to_dicts())


def days(*texts: str, born: bool = False) -> list[dt.date | str | None]:
    """The day of each cell; "doubt" where there are two."""
    return ["doubt" if doubt else day for day, doubt in as_dates(cells(*texts), born=born).iter_rows()]


TENTH = dt.date(2024, 3, 10)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-09 23:59:17", TENTH),
        ("2024-03-09 23:59:17.000", TENTH),
        ("45360.999502315", TENTH),
        ("2024-03-09T15:59:17.000Z", TENTH),
        ("2024-03-09 23:59:59.999", TENTH),
        ("2024-03-09 23:59:59", dt.date(2024, 3, 9)),
        ("2024-03-09T16:00:00.000Z", TENTH),
        ("2024-03-09T15:59:59Z", dt.date(2024, 3, 9)),
        ("2024-03-09T17:00:00+00:00", TENTH),
        ("2024-03-10T00:00:00+08:00", TENTH),
        ("2024-03-10 00:30 +0900", dt.date(2024, 3, 9)),
        ("2024-03-09T11:00:00-05:00", TENTH),
        ("2024/3/10 0:00", TENTH),
        ("2024/3/10 下午3:05:00", TENTH),
        ("45361", TENTH),
        ("2024.3", dt.date(2024, 3, 1)),
        ("2024.10", dt.date(2024, 10, 1)),
        ("2024.1", "doubt"),
        ("20241", "doubt"),
        ("24310", "doubt"),
        ("99999", "doubt"),
        ("240310", "doubt"),
        ("200312", "doubt"),
        ("24-03-10", None),
        ("10/3/24", None),
        ("2024-03-09 24:00", None),
        ("2024-03-09 25:61", None),
        ("2024-03-10 待定", None),
    ],
)
def test_a_date_is_the_day_that_is_shown_here(written: str, day: dt.date | str | None) -> None:
    assert days(written) == [day]


def test_43_seconds_before_midnight_among_true_times_are_in_doubt() -> None:
    assert days("2024-03-09 23:59:17", "2024-03-09 08:30:00") == ["doubt", dt.date(2024, 3, 9)]
    assert days("2024-03-09 23:59:17", "2024-03-08 00:00:00") == [TENTH, dt.date(2024, 3, 8)]


def test_what_six_digits_are_their_column_tells() -> None:
    assert days("200312", "201305") == [dt.date(2003, 12, 1), dt.date(2013, 5, 1)]
    assert days("200312", "240131") == ["doubt", "doubt"]
    months = [f"20{year:02}{month:02}" for year in (9, 10) for month in range(1, 6)]
    assert days(*months) == [dt.date(int(text[:4]), int(text[4:]), 1) for text in months]
    assert days(*months[:9]) == ["doubt"] * 9


def test_a_day_of_birth_may_be_an_early_serial() -> None:
    assert days("25000", born=True) == [dt.date(1968, 6, 11)]
    assert days("20241", born=True) == ["doubt"]
    assert days("25000", "700115", born=True) == ["doubt", "doubt"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_date_with_two_meanings_waits_and_a_shifted_one_lands_on_its_day(
    tmp_path: Path, county: RecordStore, form: str
) -> None:
    rows = [bill(n, 结算日期="2024.1" if n == 3 else "2024-03-09 23:59:17") for n in range(20)]
    content = as_csv(rows) if form == "csv" else as_workbook({"一月": rows})
    report = take_in(deliver(tmp_path, DAY, {f"医保.{form}": content}), county)
    assert report.set_aside == {Reason.DOUBTFUL_DATE: 1}
    assert county.set_aside().select("row", "column").rows() == [(5, "结算日期")]
    assert county.records()["illness"]["event_date"].to_list() == [TENTH] * 19


def test_a_binary_workbook_that_counts_from_1904_does_not_guess(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(n, 结算日期=43_849.0) for n in range(20)]
    content = as_binary_workbook(rows, since_1904=True)
    (file,) = take_in(deliver(tmp_path, DAY, {"医保.xls": content}), county).refused
    assert isinstance(file.refusal, FileRefusedError)
    assert (file.refusal.row, file.refusal.column) == (2, "结算日期")
    assert "1904" in file.refusal.problem.zh


def income(number: int, year: str) -> dict[str, Cell]:
    return {
        "行政区划代码": "990101001001",
        "户编号": household(number),
        "户主证件号码": id_number(number),
        "户类型": "一般农户",
        "家庭人口数": "3",
        "年度": year,
        "家庭经营收入": "9000",
    }


def test_a_year_that_cannot_be_read_is_not_the_day_of_the_delivery(tmp_path: Path, county: RecordStore) -> None:
    years = {3: "去年", 5: "2022.5年", 6: "2022年度", 7: "2022-06-30", 8: "２０２２"}
    rows = [income(n, years.get(n, "2022年")) for n in range(20)]
    report = take_in(deliver(tmp_path, DAY, {"户.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.UNREADABLE_DATE: 2}
    landed = county.records()["households"].filter(known_date=dt.date(2024, 4, 5))
    assert landed["event_date"].unique().to_list() == [dt.date(2022, 12, 31)]
    assert landed.height == 18

"""Cells that the reader of workbooks gives as empty, though people see something in them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from features.intake import Reason
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, BOOK, DAY, refused, with_part
from tests.features.intake.files import as_csv, as_workbook, bill, deliver, take_in
from tests.features.intake.test_bad_cells import bills_of, drawn


def test_an_error_is_told_as_one_in_a_csv_too(tmp_path: Path, county: RecordStore) -> None:
    rows = [
        bill(n, 结算日期="#DIV/0!" if n == 2 else "2024-01-20", 个人自付="#REF!" if n < 2 else "4000")
        for n in range(20)
    ]
    report = take_in(deliver(tmp_path / "delivered", DAY, {"医保.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.ERROR_VALUE: 1}
    assert report.files[0].unreadable == {"个人自付": 2}


MERGED = {"a word": ("D", "病种类别"), "an amount": ("G", "个人自付"), "a day": ("E", "结算日期")}


@pytest.mark.parametrize("case", MERGED)
def test_what_is_merged_with_the_row_above_is_not_taken_for_empty(
    tmp_path: Path, county: RecordStore, case: str
) -> None:
    letter, column = MERGED[case]

    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range(f"{letter}3:{letter}5", BILLS[1][column])
        sheet.merge_range("A24:G26", "填表人：某人")

    assert bills_of(tmp_path, county, drawn(write)).height == 18
    told = county.set_aside().filter(reason="merged").select("row", "column").rows()
    assert told == [(4, column), (5, column)]


@pytest.mark.parametrize("first", [(0, 0), (2, 3)])
def test_places_are_found_wherever_the_table_begins(
    tmp_path: Path, county: RecordStore, first: tuple[int, int]
) -> None:
    data = io.BytesIO()
    row, column = first
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一月")
        for number, cells in enumerate([list(BILLS[0]), *(list(each.values()) for each in BILLS)]):
            sheet.write_row(row + number, column, cells)
        sheet.write_formula(row + 3, column + 6, "=1/0", None, "#DIV/0!")
        sheet.merge_range(row + 6, column + 3, row + 7, column + 3, "大病")
    assert bills_of(tmp_path, county, data.getvalue())["self_paid_yuan"].null_count() == 1
    assert county.set_aside().select("row", "column").rows() == [(row + 8, "病种类别")]


def test_two_sheets_of_one_name_are_not_one_sheet_twice(tmp_path: Path, county: RecordStore) -> None:
    book = as_workbook({"一月": BILLS[:10], "二月": BILLS[10:]})
    part = with_part(book, BOOK, lambda text: text.replace("二月".encode(), "一月".encode()))
    assert "同名" in refused(tmp_path, county, "医保.xlsx", part).problem.zh

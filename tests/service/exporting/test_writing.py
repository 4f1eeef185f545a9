"""Nothing that a delivered text begins with runs in a spreadsheet, and every page says who took it along."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl

from features.workbooks.book import Column
from service.exporting.asked import ExportForm
from service.exporting.tables import Table
from service.exporting.writing import written

DAY = dt.date(2026, 1, 31)
MARK = "某县&监测中心 · wang · 2026-01-31 17:30 · req_1 · 内部资料"
BEGINNINGS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "  =1", '=HYPERLINK("http://x")']
TABLE = Table("表", [Column("户编号", 20), Column("天", 5, "0")], [(text, -3) for text in BEGINNINGS])


def test_csv_holds_them_as_texts_below_the_mark() -> None:
    content = written(TABLE, ExportForm.CSV, MARK, DAY)
    assert content.startswith(b"\xef\xbb\xbf")
    mark, _, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert mark == [MARK]
    assert rows == [[f"'{text}", "-3"] for text in BEGINNINGS], "and a number stays one"


def test_a_workbook_holds_them_as_texts_and_is_marked_on_paper() -> None:
    content = written(TABLE, ExportForm.XLSX, MARK * 6, DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A1"].value == MARK * 6
    cells = [sheet.cell(row, 1) for row in range(3, 3 + len(BEGINNINGS))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["B3"].value == -3
    for words in (sheet.oddHeader.left.text, sheet.oddFooter.left.text):
        assert words.startswith("某县＆监测中心 · wang")
    assert content == written(TABLE, ExportForm.XLSX, MARK * 6, DAY)


def test_a_table_without_rows_is_a_header_below_the_mark() -> None:
    empty = Table("表", TABLE.columns, [])
    assert written(empty, ExportForm.CSV, MARK, DAY).decode("utf-8-sig").splitlines() == [MARK, "户编号,天"]
    assert openpyxl.load_workbook(io.BytesIO(written(empty, ExportForm.XLSX, MARK, DAY))).active["B2"].value == "天"

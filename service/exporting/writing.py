"""A table as a file that is taken along: the mark above it and on each printed page, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import datetime as dt
import io

import polars as pl

from features.disk.outputs import csv_of
from features.workbooks.book import MEDIA_TYPE, writing
from service.exporting.asked import ExportForm
from service.exporting.tables import Table

MEDIA_TYPES = {ExportForm.XLSX: MEDIA_TYPE, ExportForm.CSV: "text/csv; charset=utf-8"}
LONGEST_ON_PAPER = 200
"""Signs of a mark in a page's head and foot, where Excel takes 255 with its codes."""


def written(table: Table, form: ExportForm, mark: str, day: dt.date) -> bytes:
    """The file's bytes.

    Args:
        mark: who took it, from which office, when, under which request (`service.vault.watermark`).
        day: what a workbook says that it was made on.
    """
    return _workbook(table, mark, day) if form is ExportForm.XLSX else _csv(table, mark)


def _workbook(table: Table, mark: str, day: dt.date) -> bytes:
    target = io.BytesIO()
    # An ampersand begins a code there.
    on_paper = mark[:LONGEST_ON_PAPER].replace("&", "＆")
    with writing(target, table.title, day) as book:
        sheet = book.sheet(table.title)
        book.write_table(sheet, table.columns, table.rows, freeze_columns=2, footer=on_paper, above=mark)
        sheet.set_header(f"&L{on_paper}")
    return target.getvalue()


def _csv(table: Table, mark: str) -> bytes:
    headers = [column.header for column in table.columns]
    return csv_of(pl.DataFrame(list(table.rows), headers, orient="row", infer_schema_length=None), mark)

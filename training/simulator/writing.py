"""Files as offices export them: csv in the department's encoding, xlsx with or without a title row.

Everything that could differ between two runs is fixed: creation dates, row order, number formats.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl
import xlsxwriter

from training.simulator.spelling import spelled

SHEET = "Sheet1"

HIDDEN = "_"
"""Columns whose name starts so are for the truth and never written."""


@dataclass(frozen=True)
class Layout:
    """One kind of file: who sends it, what it is called, how it is written."""

    source: str
    name: str
    form: Literal["csv", "xlsx"]
    encoding: Literal["gbk", "utf-8", "utf-8-sig"] = "utf-8"
    title: str = ""
    wrapped: tuple[str, ...] = ()
    """Columns of long numbers that the csv export wraps as ="…"."""
    by_year: bool = False

    def file_name(self, day: dt.date) -> str:
        """The name that the office gives the export of what it holds by `day`."""
        span = f"{day.year}年" if self.by_year else f"{day.year}年{day.month:02d}月"
        return f"{self.name}_{span}.{self.form}"

    @property
    def rows_above_data(self) -> int:
        return 2 if self.title else 1


def write(frame: pl.DataFrame, layout: Layout, folder: Path, day: dt.date) -> Path:
    """Write one file of a delivery; `day` names it and decides how headers are spelled. Returns its path."""
    frame = frame.select(pl.exclude(f"^{HIDDEN}.*$"))
    headers = [spelled(name, layout.source, day.year) for name in frame.columns]
    path = folder / layout.file_name(day)
    if layout.form == "csv":
        _write_csv(frame, headers, layout, path)
    else:
        _write_xlsx(frame, headers, layout, path, day)
    return path


def _write_csv(frame: pl.DataFrame, headers: list[str], layout: Layout, path: Path) -> None:
    text = frame.with_columns(
        pl.when(pl.col(name).is_null() | (pl.col(name) == ""))
        .then(pl.lit(""))
        .otherwise(pl.format('="{}"', pl.col(name)))
        .alias(name)
        for name in layout.wrapped
    )
    body = text.write_csv(include_header=False, quote_style="never", null_value="", line_terminator="\r\n")
    content = ",".join(headers) + "\r\n" + body
    path.write_bytes(content.encode(layout.encoding))


def _write_xlsx(frame: pl.DataFrame, headers: list[str], layout: Layout, path: Path, day: dt.date) -> None:
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    )
    book.set_properties({"created": dt.datetime(day.year, day.month, day.day), "author": "", "company": ""})
    sheet = book.add_worksheet(SHEET)
    row = 0
    if layout.title:
        sheet.merge_range(0, 0, 0, len(headers) - 1, layout.title)
        row = 1
    for column, header in enumerate(headers):
        sheet.write_string(row, column, header)
    writers = [sheet.write_number if dtype.is_numeric() else sheet.write_string for dtype in frame.dtypes]
    place = list(enumerate(writers))
    for values in frame.iter_rows():
        row += 1
        for (column, writer), value in zip(place, values, strict=True):
            if value is not None and value != "":
                writer(row, column, value)
    book.close()

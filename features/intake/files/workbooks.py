"""Sheets of a workbook as text cells, through calamine: formulas give the value last saved, macros are never run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import fastexcel
import polars as pl

from features.intake.files.apart import UnreadableError, sheets_apart
from features.intake.files.archives import COPY_AGAIN
from features.intake.files.content import Content
from features.intake.files.extent import bounded
from features.intake.problems import Bilingual, FileRefusedError
from features.printable import printable_name

WORKSHEET = "worksheet"
"""The kind of a sheet that holds cells, as its relation tells it."""

_DAMAGED = Bilingual("工作簿不完整或已损坏", "the workbook is truncated or damaged")

_SINCE_1904 = re.compile(rb'date1904="(?:1|true|on)"', re.IGNORECASE)


@dataclass(frozen=True)
class Cells:
    """A sheet as it stands: text columns, from its first row on; none for a chart, a dialog or old macros."""

    name: str
    hidden: bool
    frame: pl.DataFrame
    since_1904: bool = False
    holds_cells: bool = True


def workbook_sheets(content: Content) -> Iterator[Cells]:
    """Every sheet of a workbook. Raises FileRefusedError when it is damaged or too large to be one."""
    if not content.data.startswith(b"PK"):
        try:
            for name, hidden, frame in sheets_apart(content.data):
                yield Cells(printable_name(name), hidden, frame)
        except UnreadableError:
            raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
        return
    whole = bounded(content)
    since_1904 = _counts_from_1904(content)
    try:
        book = fastexcel.read_excel(whole.data)
        kinds = {entry.name: entry.kind for entry in whole.entries}
        for name in book.sheet_names:
            if kinds.get(name, WORKSHEET) not in {WORKSHEET, ""}:
                yield Cells(printable_name(name), hidden=False, frame=pl.DataFrame(), holds_cells=False)
                continue
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            yield Cells(printable_name(name), sheet.visible != "visible", sheet.to_polars(), since_1904)
    except BaseException as error:
        # The reader is Rust: some damaged workbooks make it panic, which Python does not see as an Exception.
        if isinstance(error, fastexcel.FastExcelError | pl.exceptions.PolarsError) or _is_panic(error):
            raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
        raise


def _counts_from_1904(content: Content) -> bool:
    """The reader minds it for cells with a date format; a bare number of days keeps its number."""
    with zipfile.ZipFile(io.BytesIO(content.data)) as book:
        about = book.read("xl/workbook.xml") if "xl/workbook.xml" in book.namelist() else b""
    return _SINCE_1904.search(about) is not None


def _is_panic(error: BaseException) -> bool:
    """Every extension module brings a PanicException of its own, so only the name tells."""
    return type(error).__name__ == "PanicException"

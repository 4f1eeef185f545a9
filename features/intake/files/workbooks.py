"""Sheets of a workbook as text cells, through calamine: formulas give the value last saved, macros are never run."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl

from features.intake.files.apart import Place, UnreadableError, read_sheets, sheets_apart
from features.intake.files.archives import COPY_AGAIN
from features.intake.files.content import Content
from features.intake.files.extent import bounded
from features.intake.problems import Bilingual, FileRefusedError
from features.printable import printable_name

WORKSHEET = "worksheet"
"""The kind of a sheet that holds cells, as its relation tells it."""

_DAMAGED = Bilingual("工作簿不完整或已损坏", "the workbook is truncated or damaged")

_FIRST_RECORD, _DATE_MODE, _END_OF_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x22, 0x0A

_SINCE_1904 = re.compile(rb'date1904="(?:1|true|on)"', re.IGNORECASE)


@dataclass(frozen=True)
class Cells:
    """A sheet as it stands: text columns, from its first row on; none for a chart, a dialog or old macros.

    Attributes:
        long_numbers: as in `apart.SheetRead`.
    """

    name: str
    hidden: bool
    frame: pl.DataFrame
    long_numbers: Sequence[Place] = ()
    since_1904: bool = False
    holds_cells: bool = True


def workbook_sheets(content: Content) -> Iterator[Cells]:
    """Every sheet of a workbook. Raises FileRefusedError when it is damaged or too large to be one."""
    if not content.data.startswith(b"PK"):
        try:
            since_1904 = _binary_since_1904(content)
            for name, hidden, frame, long_numbers in sheets_apart(content.data):
                yield Cells(printable_name(name), hidden, frame, long_numbers, since_1904)
        except UnreadableError:
            raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
        return
    whole = bounded(content)
    since_1904 = _counts_from_1904(content)
    try:
        book = fastexcel.read_excel(whole.data)
        no_cells = frozenset(entry.name for entry in whole.entries if entry.kind not in {WORKSHEET, ""})
        for name, hidden, frame, long_numbers in read_sheets(book, no_cells):
            yield Cells(printable_name(name), hidden, frame, long_numbers, since_1904, name not in no_cells)
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


def _binary_since_1904(content: Content) -> bool:
    """The same of a binary workbook: its first stream begins with records that each tell their kind and length."""
    at = content.data.find(_FIRST_RECORD)
    while 0 <= at <= len(content.data) - 6:
        kind, length, value = struct.unpack_from("<HHH", content.data, at)
        if kind == _DATE_MODE:
            return bool(value)
        if kind == _END_OF_RECORDS:
            return False
        at += 4 + length
    return False


def _is_panic(error: BaseException) -> bool:
    """Every extension module brings a PanicException of its own, so only the name tells."""
    return type(error).__name__ == "PanicException"

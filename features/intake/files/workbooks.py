"""Sheets of a workbook as text cells, through calamine: formulas give the value last saved, macros are never run."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl

from features.intake.files.apart import LimitError, Place, UnreadableError, read_sheets, sheets_apart
from features.intake.files.archives import COPY_AGAIN, LARGEST_FILE
from features.intake.files.content import Content
from features.intake.files.extent import Bounded, bounded
from features.intake.files.silent_cells import NONE_SILENT, SilentCells, silent_cells, was_never_opened
from features.intake.problems import Bilingual, FileRefusedError
from features.texts.printable import printable_name

WORKSHEET = "worksheet"
"""The kind of a sheet that holds cells, as its relation tells it."""

_DAMAGED = Bilingual("工作簿不完整或已损坏", "the workbook is truncated or damaged")

_DAMAGED_OR_TOO_LARGE = Bilingual(
    "读取该 xls 工作簿所需的内存或时间超过上限：它已损坏，或者内容太大",
    "reading this xls workbook takes more memory or time than is allowed: it is damaged, or too large",
)
_SAVE_AS_XLSX = Bilingual(
    "用 Excel 或 WPS 打开，另存为 xlsx（太大的拆成几个）后重新报送",
    "Open it in Excel or WPS, save it as xlsx (split it if it is large), and deliver it again",
)

_FIRST_RECORD, _DATE_MODE, _END_OF_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x22, 0x0A

_SINCE_1904 = re.compile(rb'date1904="(?:1|true|on)"', re.IGNORECASE)


@dataclass(frozen=True)
class Cells:
    """A sheet as it stands: text columns, from its first row on; none for a chart, a dialog or old macros.

    Attributes:
        long_numbers: as in `apart.SheetRead`.
        silent: of an xlsx; what a binary workbook shows in a cell without a value is not known.
    """

    name: str
    hidden: bool
    frame: pl.DataFrame
    long_numbers: Sequence[Place] = ()
    since_1904: bool = False
    holds_cells: bool = True
    silent: SilentCells = NONE_SILENT


def workbook_sheets(content: Content) -> Iterator[Cells]:
    """Every sheet of a workbook. Raises FileRefusedError when it is damaged or too large to be one."""
    if not content.data.startswith(b"PK"):
        try:
            since_1904 = _binary_since_1904(content)
            sheets = sheets_apart(content.data)
            _refuse_one_name_twice(content, [name for name, *_ in sheets])
            for name, hidden, frame, long_numbers in sheets:
                yield Cells(printable_name(name), hidden, frame, long_numbers, since_1904)
        except LimitError:
            raise FileRefusedError(content.file, _DAMAGED_OR_TOO_LARGE, _SAVE_AS_XLSX) from None
        except UnreadableError:
            raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
        return
    whole = bounded(content)
    about = _about(content)
    since_1904 = _SINCE_1904.search(about) is not None
    try:
        silent = _silent(whole, never_opened=was_never_opened(about))
        book = fastexcel.read_excel(whole.data)
        _refuse_one_name_twice(content, book.sheet_names)
        no_cells = frozenset(entry.name for entry in whole.entries if entry.kind not in {WORKSHEET, ""})
        for name, hidden, frame, long_numbers in read_sheets(book, no_cells):
            yield Cells(
                printable_name(name), hidden, frame, long_numbers, since_1904, name not in no_cells, silent[name]
            )
    except BaseException as error:
        # The reader is Rust: some damaged workbooks make it panic, which Python does not see as an Exception.
        if isinstance(error, fastexcel.FastExcelError | pl.exceptions.PolarsError) or _is_panic(error):
            raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
        raise


def _refuse_one_name_twice(content: Content, names: Sequence[str]) -> None:
    """The reader finds a sheet by its name: of two with one name it would give the first twice."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise FileRefusedError(
            content.file,
            Bilingual("有两张工作表同名", "two of its sheets have one name"),
            Bilingual("给工作表改成不同的名称后重新报送", "Give the sheets different names and deliver it again"),
            sheet=twice[0],
        )


def _about(content: Content) -> bytes:
    """What the workbook says of itself.

    The reader minds 1904 for cells with a date format; a bare number of days keeps its number.
    """
    with zipfile.ZipFile(io.BytesIO(content.data)) as book:
        return book.read("xl/workbook.xml") if "xl/workbook.xml" in book.namelist() else b""


def _silent(whole: Bounded, *, never_opened: bool) -> Mapping[str, SilentCells]:
    """By the name of its sheet."""
    with zipfile.ZipFile(io.BytesIO(whole.data)) as book:
        told = {
            entry.name: silent_cells(book, entry, LARGEST_FILE, never_opened=never_opened) for entry in whole.entries
        }
    return defaultdict(SilentCells, told)


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

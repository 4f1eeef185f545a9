"""How much of a workbook there is to be read, found out before the reader asks for the memory.

The reader holds a sheet as one rectangle from its first cell to its last, and a shared text once for every cell that
names it. A stray cell at row 1,048,576, or a workbook made to burst, would fill the memory before anything could be
refused. So every part is unpacked once, piece by piece, and its tags are looked at. What a list or a sheet says of its
own size is never believed, neither for it nor against it.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass

from features.intake.files.archives import COPY_AGAIN, DAMAGED, LARGEST_FILE, BurstingError, unpacked
from features.intake.files.content import Content
from features.intake.files.shared_texts import SharedTexts, is_shared_texts, shared_texts, with_an_honest_length
from features.intake.files.sheet_entries import SheetEntry, part_name, sheet_entries
from features.intake.files.tags import Extent, exact_extent, quick_extent
from features.intake.problems import Bilingual, FileRefusedError

MOST_CELLS = 30_000_000
"""Cells of all rectangles of a workbook: 500,000 people in 60 columns. The reader needs some 55 bytes for each."""

LARGEST_PART = 256 * 1024**2
"""Unpacked bytes of any part that is no sheet: the reader holds these whole (shared texts, styles)."""

MOST_TEXT = LARGEST_FILE
"""Bytes of shared texts, each counted as often as a cell names it: as much as a csv may hold."""

LARGEST_TOGETHER = 2 * LARGEST_FILE
"""Unpacked bytes of all parts."""

MOST_SHEETS = 2_000

_DAMAGED = Bilingual("工作簿不完整或已损坏", "the workbook is truncated or damaged")
_SPLIT = Bilingual(
    "请按月或按乡镇拆成几个工作簿重新报送", "Split it into several workbooks, by month or by township, and deliver them"
)


@dataclass(frozen=True)
class Bounded:
    """A workbook that fits: bytes that the reader may have, and its sheets in their order."""

    data: bytes
    entries: tuple[SheetEntry, ...]


def bounded(content: Content) -> Bounded:
    """The workbook as the reader may have it. Raises FileRefusedError when it would not fit, or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as book:
            entries = sheet_entries(book, LARGEST_PART)
            if len(entries) > MOST_SHEETS:
                raise _too_many(content, len(entries))
            parts = book.infolist()
            texts = SharedTexts()
            for part in parts:
                if is_shared_texts(part):
                    texts = texts.longer(shared_texts(unpacked(book, part, LARGEST_PART), MOST_CELLS))
            _refuse_if_too_much(content, book, entries, texts)
        data = with_an_honest_length(content.data, LARGEST_PART) if texts.lies else content.data
    except BurstingError:
        problem = Bilingual(
            "工作簿解压后大得不正常，已停止读取",
            "the workbook unpacks to far more than a table can hold, so reading was stopped",
        )
        raise FileRefusedError(content.file, problem, COPY_AGAIN) from None
    except DAMAGED:
        raise FileRefusedError(content.file, _DAMAGED, COPY_AGAIN) from None
    return Bounded(data, entries)


def _refuse_if_too_much(
    content: Content, book: zipfile.ZipFile, entries: tuple[SheetEntry, ...], texts: SharedTexts
) -> None:
    """Measure every part that may hold cells, quickly, and exactly where the quick measure would be too much.

    A part under several names is read as often as it is named. Which parts are sheets only the book's own list tells,
    and the reader follows it anywhere: so every part is measured as if it were one.
    """
    named = Counter(entry.part for entry in entries)
    measured: list[tuple[zipfile.ZipInfo, int, Extent]] = []
    cells = text = unpacked_bytes = 0
    for part in book.infolist():
        if is_shared_texts(part):
            continue
        times = max(1, named[part_name(part)])
        at_most = LARGEST_FILE if part_name(part).startswith("xl/worksheets/") else LARGEST_PART
        extent = quick_extent(unpacked(book, part, at_most), texts)
        unpacked_bytes += extent.length
        if unpacked_bytes > LARGEST_TOGETHER:
            raise BurstingError
        if not extent.usual:
            extent = exact_extent(unpacked(book, part, at_most), texts)
        cells, text = cells + extent.cells * times, text + extent.text * times
        measured.append((part, times, extent))
    for part, times, quick in sorted(measured, key=lambda each: -(each[2].cells + each[2].text) * each[1]):
        if cells <= MOST_CELLS and text <= MOST_TEXT:
            return
        exact = exact_extent(unpacked(book, part, LARGEST_FILE), texts) if quick.usual else quick
        cells, text = cells + (exact.cells - quick.cells) * times, text + (exact.text - quick.text) * times
        if exact.cells > MOST_CELLS:
            raise _too_wide(content, _sheet_of(entries, part), exact)
    if cells > MOST_CELLS:
        raise _too_many_cells(content, cells)
    if text > MOST_TEXT:
        raise BurstingError


def _sheet_of(entries: tuple[SheetEntry, ...], part: zipfile.ZipInfo) -> str:
    """The name that people see on the sheet; that of the part when no sheet leads to it."""
    names = [entry.name for entry in entries if entry.part == part_name(part)]
    return (names or [part.filename.rpartition("/")[2].removesuffix(".xml")])[0]


def _too_wide(content: Content, sheet: str, extent: Extent) -> FileRefusedError:
    return FileRefusedError(
        content.file,
        Bilingual(
            f"工作表一直写到第{extent.rows}行、第{extent.columns}列，范围太大，很可能是远处误填了内容",
            f"the sheet is written up to row {extent.rows:,} and column {extent.columns:,}: too large, probably "
            "something was typed far away from the table",
        ),
        Bilingual(
            "在 Excel 中按 Ctrl+End 找到最后一格，删除表格以外的行和列，保存后重新报送",
            "Press Ctrl+End in Excel to find the last cell, delete the rows and columns outside the table, save it and "
            "deliver it again",
        ),
        sheet=sheet,
        row=extent.rows,
    )


def _too_many_cells(content: Content, cells: int) -> FileRefusedError:
    return FileRefusedError(
        content.file,
        Bilingual(
            f"各工作表合计{cells:,}个单元格，超过{MOST_CELLS:,}个",
            f"its sheets together span {cells:,} cells, more than {MOST_CELLS:,}",
        ),
        _SPLIT,
    )


def _too_many(content: Content, sheets: int) -> FileRefusedError:
    return FileRefusedError(
        content.file,
        Bilingual(f"有{sheets}张工作表，超过{MOST_SHEETS}张", f"it has {sheets:,} sheets, more than {MOST_SHEETS:,}"),
        _SPLIT,
    )

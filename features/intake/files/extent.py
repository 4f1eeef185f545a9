"""How much of a sheet says something, found out before the sheet is read.

The reader holds a sheet as one rectangle from its first cell to its last. A stray cell at row 1,048,576, or a workbook
made to burst, would fill the memory before anything could be refused. So every part is unpacked once, piece by piece,
and the tags that say where cells stand are looked at: no more of the format than that is understood here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from features.intake.files.archives import COPY_AGAIN, DAMAGED, LARGEST_FILE, BurstingError, unpacked
from features.intake.files.content import Content
from features.intake.problems import Bilingual, FileRefusedError

MOST_CELLS = 30_000_000
"""Cells of the rectangle: 500,000 people in 60 columns. The reader needs some 55 bytes for each, empty or not."""

LARGEST_PART = 256 * 1024**2
"""Unpacked bytes of any part that is no sheet: the reader holds these whole (shared texts, styles)."""

_ROW = re.compile(rb'row [^<>]*?r="(\d{1,7})"')
_WRITTEN = re.compile(rb'c [^<>]*?r="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<![/ ])>')
_SAID_LENGTH = re.compile(rb'[cC]ount="(\d+)"')
_ANY_CELL = re.compile(rb' r="([A-Z]{1,3})\d')


@dataclass
class Extent:
    """Rows and columns up to the last cell seen."""

    rows: int = 0
    columns: int = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def refuse_if_boundless(content: Content) -> None:
    """Refuse an xlsx that would not fit: a part that bursts, or a sheet whose rectangle is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as book:
            for part in book.infolist():
                sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
                pieces = unpacked(book, part, LARGEST_FILE if sheet else LARGEST_PART)
                if not sheet:
                    _refuse_lies(pieces)
                elif (
                    _outer(pieces).cells > MOST_CELLS
                    and (extent := _written(unpacked(book, part, LARGEST_FILE))).cells > MOST_CELLS
                ):
                    raise _too_wide(content, part, extent)
    except BurstingError:
        problem = Bilingual(
            "工作簿解压后大得不正常，已停止读取",
            "the workbook unpacks to far more than a table can hold, so reading was stopped",
        )
        raise FileRefusedError(content.file, problem, COPY_AGAIN) from None
    except DAMAGED:
        raise FileRefusedError(
            content.file, Bilingual("工作簿不完整或已损坏", "the workbook is truncated or damaged"), COPY_AGAIN
        ) from None


def _refuse_lies(pieces: Iterable[bytes]) -> None:
    """A list that says it is longer than its part has bytes would make the reader ask for all that memory."""
    length = longest = 0
    for piece in pieces:
        length += len(piece)
        longest = max([longest, *(int(said) for said in _SAID_LENGTH.findall(piece))])
    if longest > max(length, 1_000):
        raise ValueError


def _too_wide(content: Content, part: zipfile.ZipInfo, extent: Extent) -> FileRefusedError:
    name = part.filename.rpartition("/")[2].removesuffix(".xml")
    return FileRefusedError(
        content.file,
        Bilingual(
            f"工作表（{name}）一直写到第{extent.rows}行、第{extent.columns}列，范围太大，很可能是远处误填了内容",
            f"the sheet ({name}) is written up to row {extent.rows:,} and column {extent.columns:,}: too large, "
            "probably something was typed far away from the table",
        ),
        Bilingual(
            "在 Excel 中按 Ctrl+End 找到最后一格，删除表格以外的行和列，保存后重新报送",
            "Press Ctrl+End in Excel to find the last cell, delete the rows and columns outside the table, save it and "
            "deliver it again",
        ),
        row=extent.rows,
    )


def _outer(pieces: Iterable[bytes]) -> Extent:
    """A rectangle that holds every cell, empty ones with a format included. Quick, and often too large."""
    found = Extent()
    counted = 0
    beyond = _ANY_CELL
    for piece in _whole_tags(pieces):
        counted += piece.count(b"<row")
        last = piece.rfind(b"row ")
        if numbered := _ROW.search(piece, last):
            found.rows = max(found.rows, int(numbered[1]))
        # Columns wider than any seen so far are rare after the first row, so the search mostly runs through.
        if beyond.search(piece):
            found.columns = max(_column(letters) for letters in set(_ANY_CELL.findall(piece)))
            beyond = _wider_than(found.columns)
        if b"<c>" in piece:
            # Cells that do not say where they stand: as many as a sheet can have in a row.
            found.columns = 16_384
            beyond = _wider_than(found.columns)
    found.rows = max(found.rows, counted)
    return found


def _written(pieces: Iterable[bytes]) -> Extent:
    """The rectangle of the cells that hold something."""
    found = Extent()
    counted = 0
    for piece in _whole_tags(pieces):
        for row in piece.split(b"<row")[1:]:
            counted += 1
            cells = row.count(b"<v") + row.count(b"<is")
            if not cells:
                continue
            placed = _WRITTEN.findall(row)
            columns = max((_column(letters) for letters, _ in placed), default=0)
            rows = max((int(number) for _, number in placed), default=counted)
            found.columns = max(found.columns, columns, cells)
            found.rows = max(found.rows, rows)
    return found


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before the beginning of a row, or of a tag where a row is longer than a piece."""
    rest = b""
    for piece in pieces:
        joined = rest + piece
        cut = joined.rfind(b"<row")
        if cut <= 0:
            cut = max(joined.rfind(b"<"), 0)
        rest = joined[cut:]
        yield joined[:cut]
    yield rest


def _column(letters: bytes) -> int:
    """Number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _wider_than(column: int) -> re.Pattern[bytes]:
    """Finds a cell in a column to the right of this one."""
    letters = _letters(column)
    later = [
        f"{letters[:place]}[{chr(ord(letter) + 1)}-Z]" + "[A-Z]" * (len(letters) - place - 1)
        for place, letter in enumerate(letters)
        if letter != "Z"
    ]
    longer = ["[A-Z]" * length for length in range(len(letters) + 1, 4)]
    return re.compile(rf' r="(?:{"|".join(later + longer) or "(?!)"})\d'.encode())

"""From a delivered file to sheets of text cells: csv, xlsx, xls.

Every cell is read as text: an ID that was a number for a moment has lost its last digits. What a file is, its content
tells, not its name: exports named .xls are often csv, or the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from features.intake.files.content import Container, Content, no_text, refuse_no_text, refuse_unread
from features.intake.files.silent_cells import NONE_SILENT, SilentCells
from features.intake.files.texts import csv_table
from features.intake.files.workbooks import Cells, workbook_sheets
from features.intake.problems import Bilingual, FileRefusedError
from features.vocabulary import Labelled

HEADER_WITHIN = 10
"""Rows among which the header is looked for: titles and dates of export stand above it."""

_EXPORT_AGAIN = Bilingual("重新导出后报送", "Export it again and deliver it again")
_BLANKS = b"\xef\xbb\xbf \t\r\n,;|"

CountKnown = Callable[[Sequence[str | None]], int]


@dataclass(frozen=True)
class Sheet:
    """One table of a file.

    Attributes:
        cells: text columns named `0`, `1`, … and `source_row`, the row in the file (header and titles included).
        above: the row above the header, where there is one.
        since_1904: bare numbers of days are counted from 1904, as workbooks from old Macintoshes do.
        long_numbers: places (row in the file, position of the column) of cells that are numbers of more than 15 digits.
        short_rows: rows in the file that have fewer cells than the header, and how many they have.
        silent: cells that are empty as read, though people see something in them.
    """

    file: str
    name: str | None
    header_row: int
    headers: tuple[str, ...]
    cells: pl.DataFrame
    since_1904: bool = False
    long_numbers: tuple[tuple[int, int], ...] = ()
    above: tuple[str | None, ...] = ()
    short_rows: tuple[tuple[int, int], ...] = ()
    silent: SilentCells = NONE_SILENT


class Unread(Labelled):
    """Why a sheet was passed over."""

    HIDDEN = "hidden", "隐藏", "hidden"
    NO_HEADER = "no_header", "没有认识的表头", "no header that intake knows"
    NO_CELLS = "no_cells", "是图表、宏或对话框页，没有单元格", "a chart, macros or a dialog, which hold no cells"


@dataclass(frozen=True)
class UnreadSheet:
    """A sheet that was passed over. Empty ones are not counted."""

    name: str
    why: Unread


@dataclass(frozen=True)
class Opened:
    """The tables of a file whose header could be found, and the sheets that were passed over."""

    sheets: tuple[Sheet, ...]
    unread: tuple[UnreadSheet, ...] = ()


def opened(content: Content, count_known: CountKnown) -> Opened:
    """The tables of a file. Raises FileRefusedError when it cannot be read or holds none."""
    if not content.data:
        raise FileRefusedError(
            content.file,
            Bilingual("文件是空的（0 字节）", "the file is empty (0 bytes)"),
            _EXPORT_AGAIN,
        )
    container = content.container()
    if container not in {Container.TEXT, Container.WORKBOOK}:
        raise refuse_unread(content, container)
    if container is Container.TEXT and no_text(content.data):
        raise refuse_no_text(content)
    book = container is Container.WORKBOOK
    tables = _of_workbook(content, count_known) if book else Opened(_of_text(content, count_known))
    if not tables.sheets:
        raise _without_header(content, tables, book=book)
    return tables


def _of_workbook(content: Content, count_known: CountKnown) -> Opened:
    sheets, unread = [], []
    for cells in workbook_sheets(content):
        if not cells.holds_cells:
            unread.append(UnreadSheet(cells.name, Unread.NO_CELLS))
            continue
        header = _find_header(cells.frame.head(HEADER_WITHIN).rows(), count_known)
        if header is not None and not cells.hidden:
            sheets.append(_below(content.file, cells, *header))
        elif cells.frame.height:
            unread.append(UnreadSheet(cells.name, Unread.HIDDEN if cells.hidden else Unread.NO_HEADER))
    return Opened(tuple(sheets), tuple(unread))


def _below(file: str, cells: Cells, row: int, headers: Sequence[str | None]) -> Sheet:
    body = cells.frame[row:]
    named = body.rename({name: str(n) for n, name in enumerate(body.columns)})
    long_numbers = tuple((place + 1, column) for place, column in cells.long_numbers if place >= row)
    above = cells.frame.row(row - 2) if row > 1 else ()
    sheet = _sheet(file, cells.name, row, headers, named)
    silent = cells.silent.below(row)
    return replace(sheet, since_1904=cells.since_1904, long_numbers=long_numbers, above=above, silent=silent)


def _of_text(content: Content, count_known: CountKnown) -> tuple[Sheet, ...]:
    table = csv_table(content, lambda rows: _find_header(rows, count_known), HEADER_WITHIN)
    if table is None:
        return ()
    sheet = _sheet(content.file, None, table.header_row, table.headers, table.cells)
    return (replace(sheet, above=tuple(table.above), short_rows=table.short_rows),)


def _find_header(
    rows: Sequence[Sequence[str | None]], count_known: CountKnown
) -> tuple[int, Sequence[str | None]] | None:
    """Row number (from 1) and cells of the row that says most, or None when none says anything."""
    scored = [(count_known(cells), -number, cells) for number, cells in enumerate(rows, 1)]
    known, negative, cells = max(scored, key=lambda row: row[:2], default=(0, 0, ()))
    return (-negative, cells) if known else None


def _sheet(file: str, name: str | None, header_row: int, headers: Sequence[str | None], cells: pl.DataFrame) -> Sheet:
    numbered = cells.with_row_index("source_row", offset=header_row + 1).with_columns(
        pl.col("source_row").cast(pl.Int32)
    )
    return Sheet(file, name, header_row, tuple(header or "" for header in headers), numbered)


def _without_header(content: Content, tables: Opened, *, book: bool) -> FileRefusedError:
    if (book and not tables.unread) or (not book and not content.data.strip(_BLANKS)):
        nothing = Bilingual("文件里没有内容：工作表都是空的", "there is nothing in it: every sheet is empty")
        return FileRefusedError(content.file, nothing, _EXPORT_AGAIN)
    if book and all(sheet.why is Unread.NO_CELLS for sheet in tables.unread):
        only = Bilingual(
            "工作簿里只有图表、宏或对话框页，没有数据表", "it holds charts, macros or dialogs, but no table"
        )
        return FileRefusedError(content.file, only, _EXPORT_AGAIN)
    problem = Bilingual(
        f"前{HEADER_WITHIN}行里没有认识的表头",
        f"no row among the first {HEADER_WITHIN} holds headers that intake knows",
    )
    what_to_do = Bilingual(
        "请核对是否为系统或部门的导出表、表头行是否还在",
        "Check that it is one of the exports listed in headers.yaml and that its header row is there",
    )
    hidden = [sheet.name for sheet in tables.unread if sheet.why is Unread.HIDDEN]
    if hidden:
        problem = problem.and_also(
            Bilingual(
                f"（隐藏的工作表不读取：{'、'.join(hidden)}）", f" (hidden sheets are not read: {', '.join(hidden)})"
            )
        )
        what_to_do = what_to_do.and_also(
            Bilingual("；需要读取的工作表请取消隐藏", "; show the sheet if it is to be read")
        )
    if not book:
        problem = problem.and_also(
            Bilingual("，或者编码既不是 UTF-8 也不是 GBK", ", or its encoding is neither UTF-8 nor GBK")
        )
        what_to_do = what_to_do.and_also(Bilingual("，并另存为“CSV UTF-8”", ', and save it as "CSV UTF-8"'))
    return FileRefusedError(content.file, problem, what_to_do, row=1)

"""Excel workbooks that people read, print and fill in: every text is text, whatever it begins with.

A cell that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet, and a code from a delivered file may begin
with anything. Here texts are written as texts, in cells whose format is text, so that nothing runs, not even after
somebody has edited the cell. The same content gives the same bytes: a workbook's date is told, never read off a clock.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from unicodedata import east_asian_width

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A3, A4 = 8, 9
ROWS_AT_MOST = 1_048_576
NOT_COUNTED = "没有计入 not counted in"
"""What people entered, decided or took back after the day on which a workbook stands."""
LINE_HEIGHT, HEIGHT_AT_MOST = 15.0, 400.0
"""In points; Excel allows 409."""

CALIBRI = "Calibri"

Cell = str | int | float | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, its width in characters (a Chinese one takes two), its number format if any.

    Attributes:
        to_fill: an empty column that somebody writes into.
        choices: what is offered there; anything else may be written too.
        hidden: in the workbook, but neither seen nor printed until somebody shows it.
    """

    header: str
    width: float
    number_format: str = ""
    to_fill: bool = False
    choices: tuple[str, ...] = ()
    hidden: bool = False


class Book:
    """A workbook being written. Use `writing`."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def sheet(self, name: str) -> Any:
        """A new worksheet. Raises ValueError for a name that Excel does not allow or that is taken."""
        try:
            return self._book.add_worksheet(name)
        except xlsxwriter.exceptions.XlsxWriterException as error:
            raise ValueError(f"Excel does not take {name!r} for a sheet: {error}") from error

    def format(self, **properties: object) -> Any:
        """A cell format with these properties; text, wrapped and at the top unless they say otherwise."""
        told = {"num_format": "@", "text_wrap": True, "valign": "top", **properties}
        key = tuple(sorted(told.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(told)
        return self._formats[key]

    def write_table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        freeze_columns: int = 0,
        group_by: int = 0,
        footer: str = "",
        paper: int = A4,
        above: str = "",
    ) -> int:
        """A table from the sheet's first row on, or the second: frozen header, filters, ready to be printed. Returns its rows.

        Args:
            freeze_columns: how many columns stay in sight.
            group_by: so many first columns make a group; a line is drawn where a new group begins.
            footer: printed at the foot of each page, beside the page's number.
            paper: A4, or A3 for a table of many columns.
            above: a line above the table, in sight and on each printed page as its header row is.
        """
        head = self.format(bold=True, bg_color="#E8EEF4", border=1, valign="vcenter", align="center")
        fill = self.format(bold=True, bg_color="#FFF6D6", border=1, valign="vcenter", align="center")
        widths = [column.width for column in columns]
        begins_at = 0
        if above:
            sheet.write_string(0, 0, above, self.format(bold=True, font_color="#9A2E1F", text_wrap=False))
            begins_at = 1
        sheet.set_row(begins_at, height_of([column.header for column in columns], widths))
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width, None, {"hidden": column.hidden})
            sheet.write_string(begins_at, position, column.header, fill if column.to_fill else head)
        count = 0
        group: Sequence[Cell] | None = None
        for row in rows:
            count += 1
            begins = bool(group_by) and tuple(row[:group_by]) != group
            group = tuple(row[:group_by])
            sheet.set_row(begins_at + count, height_of(row, widths))
            for position, (column, cell) in enumerate(zip(columns, row, strict=True)):
                self._write(sheet, begins_at + count, position, column, cell, top=5 if begins and count > 1 else 1)
        for position, column in enumerate(columns):
            if column.choices and count:
                told = {"validate": "list", "source": list(column.choices), "error_type": "information"}
                sheet.data_validation(begins_at + 1, position, begins_at + count, position, told)
        sheet.freeze_panes(begins_at + 1, freeze_columns)
        sheet.autofilter(begins_at, 0, begins_at + count, len(columns) - 1)
        sheet.repeat_rows(0, begins_at)
        print_setup(sheet, footer, paper)
        return count

    def _write(self, sheet: Any, line: int, position: int, column: Column, cell: Cell, top: int) -> None:
        grid = {"border": 1, "border_color": "#C8CDD2"} | ({"top": top, "top_color": "#5A6B7B"} if top > 1 else {})
        if cell is None:
            sheet.write_blank(line, position, None, self.format(**grid))
        elif isinstance(cell, str):
            sheet.write_string(line, position, cell, self.format(**grid))
        elif isinstance(cell, dt.date):
            sheet.write_datetime(line, position, cell, self.format(**grid, num_format="yyyy-mm-dd", align="center"))
        else:
            number = self.format(**grid, num_format=column.number_format or "General", align="center")
            sheet.write_number(line, position, cell, number)


def height_of(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height in points at which the longest of these texts can be read: no spreadsheet finds it out by itself."""
    texts = ((cell, width) for cell, width in zip(cells, widths, strict=False) if isinstance(cell, str))
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in texts), default=1)
    return min(LINE_HEIGHT * lines + 2, HEIGHT_AT_MOST)


def _lines(text: str, width: float) -> int:
    # A Chinese character takes the room of two Latin ones; words that do not fit leave the end of a line empty.
    room = max(1.0, width - 1)
    taken = len(text) if text.isascii() else sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
    return max(1, math.ceil(taken / room))


@contextmanager
def writing(target: IO[bytes], title: str, day: dt.date, font: str = CALIBRI) -> Iterator[Book]:
    """A workbook that is written to `target` when the block ends; `day` is what it says it was made on.

    Args:
        font: of all cells; the widths of columns are counted in its digits.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # A number that a workbook has no form for is an error in its own cell.
        "nan_inf_to_errors": True,
        # A scheme would put the program's own font into the place of the named one.
        "default_format_properties": {"font_name": font, "font_size": 11}
        | ({} if font == CALIBRI else {"font_scheme": ""}),
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
        yield Book(book)


def print_setup(sheet: Any, footer: str = "", paper: int = A4) -> None:
    """Across, all columns on one page's width, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{footer}&R第&P页，共&N页")


class Lines:
    """Writes a sheet line by line: headings, lines of words and numbers; columns of these widths."""

    def __init__(self, book: Book, sheet: Any, widths: Sequence[float]) -> None:
        self._book, self._sheet, self._widths, self._at = book, sheet, widths, 0
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)

    def heading(self, text: str, size: int = 12) -> None:
        self._at += 1 if self._at else 0
        self._sheet.set_row(self._at, size * 1.8)
        self._sheet.write_string(self._at, 0, text, self._book.format(bold=True, font_size=size, text_wrap=False))
        self._at += 1

    def header(self, *texts: str) -> None:
        self._sheet.set_row(self._at, height_of(texts, self._widths) + 4)
        for position, text in enumerate(texts):
            self._sheet.write_string(
                self._at, position, text, self._book.format(bold=True, bg_color="#E8EEF4", border=1)
            )
        self._at += 1

    def line(self, *cells: str | int) -> None:
        self._sheet.set_row(self._at, height_of(cells, self._widths))
        for position, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._at, position, cell, self._book.format(num_format="#,##0"))
            else:
                self._sheet.write_string(self._at, position, cell, self._book.format())
        self._at += 1

"""The workbook that an office fills in: on A4 across, village by village, everything locked but what is to be filled in.

Its protection has no password: it keeps people from slips, and marks (`service.sheets.tokens`) from the rest. Texts are texts, so that
nothing that a code or a name begins with runs.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from features.workbooks.book import A4, LINE_HEIGHT, Book, height_of, writing
from models.sheets.routes import MOST_BREAKS
from service.keyring import Keyring
from service.local_time import day_of
from service.sheets.columns import (
    ABOUT,
    CHECK,
    CHOICES,
    COLUMNS,
    FILLED,
    LONGEST_NOTE,
    TITLE,
    TOKEN,
    VISITS,
    WORDS,
    SheetColumn,
)
from service.sheets.gathering import Row, Sheet

FONT, FONT_SIZE = "Arial", 10
SMALL = 8
"""Of a text that needs more than two lines."""
SCALE = 72
"""Percent at which it is printed: all columns are then as wide as A4 across, whatever font stands in for the named one."""
MARGINS = {"left": 0.3, "right": 0.3, "top": 0.5, "bottom": 0.55}
HEADER_HEIGHT, ROW_HEIGHT, HIGH_ROW = 32.0, 28.0, 33.0
"""In points: of the header, of a row of two lines, of one with three small ones. At that scale at least 20 rows stand on a page, should
all of them be high."""
SMALL_LINE = 10.4
LONGEST_ON_PAPER = 180
NOT_PUBLIC = "不得公示"
TOWNSHIP = 9
"""Digits of its code."""
FIRST_ROW = 2
"""Above are the mark and the header, both on every page."""
ABOUT_WIDTHS = (18, 100)
ROOM_A_DIGIT = 1.1
"""Half Chinese signs that the width of a digit has room for."""

HOW = (
    ("本表是什么", "得分只是线索，不是认定；请入户核实后填写。"),
    ("填哪些格", "只填黄色表头的格；其余的格已锁定，请勿改动、增删行、复制行。改动过的行交回时不予受理。"),
    ("入户日期", "写成 2026-01-05 这样的日期，不晚于交回当天。"),
    (
        "核查结论",
        "从下拉中选。存在风险：再选风险类型1至3，主要的在前；不存在风险：再选无风险的原因；其他结论两样都不填。",
    ),
    (
        "说明",
        f"至多{LONGEST_NOTE}字。需补充核实、整户已迁出，以及风险类型选“其他”的，须写说明。不写姓名、证件号码、电话。",
    ),
    ("还没有走访的户", "留空即可；以后填好再交回一次，已收的行不会重复录入。"),
    ("交回", "保存为 Excel 工作簿（.xlsx），在本系统“走访名单—交回走访表”中选择文件上传，看逐行结果。"),
    ("保管", f"内部资料，{NOT_PUBLIC}，不得外传；用后按规定销毁。"),
)


def workbook(sheet: Sheet, keyring: Keyring) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with writing(target, TITLE, day_of(sheet.head.taken_at), FONT) as book:
        visits = book.sheet(VISITS)
        _visits(book, visits, sheet)
        _about(book, book.sheet(ABOUT), sheet)
        _check(book, book.sheet(CHECK), sheet.head.lines(keyring))
        _words(book, book.sheet(WORDS))
        visits.activate()
    return target.getvalue()


def _visits(book: Book, sheet: Any, content: Sheet) -> None:
    sheet.write_string(
        0, 0, content.mark, book.format(bold=True, font_color="#9A2E1F", text_wrap=False, num_format="@")
    )
    sheet.set_row(1, HEADER_HEIGHT)
    for position, column in enumerate(COLUMNS):
        sheet.set_column(position, position, column.width, None, {"hidden": column is TOKEN})
        sheet.write_string(1, position, column.header, _header(book, column))
    previous = ""
    for at, row in enumerate(content.rows, start=FIRST_ROW):
        _row(book, sheet, at, row, begins=at > FIRST_ROW and row.region_code != previous)
        previous = row.region_code
    last = FIRST_ROW + max(len(content.rows), 1) - 1
    _offer(sheet, last)
    sheet.freeze_panes(FIRST_ROW, 5)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.print_area(0, 0, last, len(COLUMNS) - 2)
    sheet.repeat_rows(0, FIRST_ROW - 1)
    sheet.set_h_pagebreaks(_breaks(content.rows))
    sheet.set_landscape()
    sheet.set_paper(A4)
    # Excel passes over breaks between pages where it fits a sheet to its pages.
    sheet.set_print_scale(SCALE)
    sheet.set_margins(**MARGINS)
    mark = _on_paper(content.mark)
    sheet.set_header(f"&L{TITLE}　{content.head.rows}户&R{NOT_PUBLIC}", {"margin": 0.25})
    sheet.set_footer(f"&L{NOT_PUBLIC}　{mark}&R第&P页，共&N页", {"margin": 0.25})


def _row(book: Book, sheet: Any, at: int, row: Row, *, begins: bool) -> None:
    line: dict[str, object] = {"border": 1, "border_color": "#8A9299", "font_size": FONT_SIZE, "valign": "vcenter"}
    if begins:
        line |= {"top": 5, "top_color": "#5A6B7B"}
    lines = {column: _lines(row.cells.get(column.name), column.width) for column in COLUMNS}
    most = max(lines.values())
    sheet.set_row(at, ROW_HEIGHT if most <= 2 else max(HIGH_ROW, SMALL_LINE * most + 2))
    for position, column in enumerate(COLUMNS):
        shown = str(row.token) if column is TOKEN else row.cells.get(column.name)
        if column.fill:
            number_format = "yyyy-mm-dd" if column.name == "visited_on" else "@"
            sheet.write_blank(at, position, None, book.format(**line, locked=False, num_format=number_format))
        elif isinstance(shown, int):
            sheet.write_number(at, position, shown, book.format(**line, num_format="0", align="center"))
        elif shown:
            # Marked as a text for good: not even when somebody edits the cell does it run.
            size = {"font_size": SMALL} if lines[column] > 2 else {}
            sheet.write_string(at, position, shown, book.format(**line | size, quote_prefix=True))
        else:
            sheet.write_blank(at, position, None, book.format(**line))


def _lines(text: object, width: float) -> int:
    """Lines of a text in its column: as many in the common size as fit into two, else in the small one."""
    if not isinstance(text, str) or not text:
        return 1
    common, small = (
        round((height_of([text], [width * ROOM_A_DIGIT * FONT_SIZE / size]) - 2) / LINE_HEIGHT)
        for size in (FONT_SIZE, SMALL)
    )
    return common if common <= 2 else max(3, small)


def _header(book: Book, column: SheetColumn) -> Any:
    color = "#FFF6D6" if column.fill else "#E8EEF4"
    return book.format(bold=True, bg_color=color, border=1, valign="vcenter", align="center", font_size=FONT_SIZE)


def _offer(sheet: Any, last: int) -> None:
    """What may be filled in, as the spreadsheet program sees to it already."""
    for position, column in enumerate(COLUMNS):
        if column.choices is not None:
            at, many = CHOICES.index(column.choices), len(column.choices)
            letter = chr(ord("A") + at)
            words = {
                "validate": "list",
                "source": f"='{WORDS}'!${letter}$2:${letter}${many + 1}",
                "error_title": column.header,
                "error_message": "请从下拉中选择",
            }
            sheet.data_validation(FIRST_ROW, position, last, position, words)
    dates = {
        "validate": "date",
        "criteria": ">=",
        "value": dt.date(2020, 1, 1),
        "error_title": "入户日期",
        "error_message": "请写日期，如 2026-01-05",
    }
    note = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_NOTE,
        "error_title": "说明",
        "error_message": f"至多{LONGEST_NOTE}字",
    }
    for name, rule in (("visited_on", dates), ("note", note)):
        position = next(at for at, column in enumerate(COLUMNS) if column.name == name)
        sheet.data_validation(FIRST_ROW, position, last, position, rule)


def _breaks(rows: Sequence[Row]) -> list[int]:
    """The rows before which a township begins, whose paper goes to another office. Villages follow each other, below a thick line: with
    few families in each most pages would be empty, and of a single village a workbook can be taken along.
    """
    begins = [
        at
        for at, (before, row) in enumerate(pairwise(rows), start=1)
        if before.region_code[:TOWNSHIP] != row.region_code[:TOWNSHIP]
    ]
    return [FIRST_ROW + at for at in begins[:MOST_BREAKS]]


def _about(book: Book, sheet: Any, content: Sheet) -> None:
    for position, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, content.mark, book.format(bold=True, font_color="#9A2E1F", text_wrap=False))
    sheet.write_string(1, 0, TITLE, book.format(bold=True, font_size=16, text_wrap=False))
    sheet.set_row(1, 26)
    for at, line in enumerate(HOW, start=2):
        sheet.set_row(at, height_of(line, ABOUT_WIDTHS) + 3)
        for position, text in enumerate(line):
            sheet.write_string(at, position, text, book.format(bold=not position, font_size=FONT_SIZE))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.set_footer(f"&L{NOT_PUBLIC}　{_on_paper(content.mark)}&R第&P页，共&N页", {"margin": 0.25})


def _check(book: Book, sheet: Any, lines: Sequence[tuple[str, str]]) -> None:
    for at, line in enumerate(lines):
        for position, text in enumerate(line):
            sheet.write_string(at, position, text, book.format())
    sheet.protect()
    sheet.hide()


def _words(book: Book, sheet: Any) -> None:
    for position, of in enumerate(CHOICES):
        header = next(column.header for column in FILLED if column.choices is of)
        for at, text in enumerate((header, *(member.zh for member in of))):
            sheet.write_string(at, position, text, book.format())
    sheet.protect()
    sheet.hide()


def _on_paper(mark: str) -> str:
    # An ampersand begins a code there.
    return mark[:LONGEST_ON_PAPER].replace("&", "＆")

"""The visit list as a workbook: printed on A4 across, village by village, with room for what the visit found.

It stands in the same words as the page of the list (`models.sheets.wording`), and there is nothing in it that only a
programmer reads. One writer for the command line and the service; the same list gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from features.errors import FanpinError
from features.vocabulary import HouseholdType, VisitOutcome
from features.workbooks.book import A4, HEIGHT_AT_MOST, ROWS_AT_MOST, Book, Cell, Column, height_of, writing
from models.lists import Slot
from models.reasons import main_risk_types
from models.sheets.routes import MOST_BREAKS, Page, breaks, pages, villages_of
from models.sheets.scores import FOOTER
from models.sheets.visit_list import VisitList
from models.sheets.wording import chance, reason_lines, screening_lines, sureness, verify_lines
from models.wording import NOT_A_STATUS

TITLE = "返贫致贫风险走访名单"
LIST_SHEET, ABOUT_SHEET = "走访名单", "说明"
FONT, FONT_SIZE = "Arial", 10.5
"""There, or replaced by one of the same widths, on every computer, so that pages are as wide as planned; it brings no Chinese
signs, for which each program takes its own. 五号 is the size of office documents: no page is scaled when printed."""

WHY = "主要理由和部门预警"
COLUMNS = [
    Column("名次", 5, "0"),
    Column("户编号", 12),
    Column("户类型", 6),
    Column("可能性", 11),
    Column("主要风险", 8),
    Column(WHY, 34),
    Column("走访时问什么、看什么", 12),
    Column("核查结果", 15, to_fill=True, choices=tuple(kind.zh for kind in VisitOutcome)),
    Column("走访人签名", 9, to_fill=True),
    Column("日期", 8, to_fill=True),
]
"""As wide together as A4 across at 100 %, where a digit of the font takes eight pixels."""
PLACES = [Column("乡镇", 11), Column("村", 13)]
"""Beside the printed columns: to search and filter by."""

ROOM_A_DIGIT = 1.1
"""Half Chinese signs of this size that the width of one digit has room for, and a little: 14 pixels a sign, eight a digit."""
ROOM = 428.0
"""Height of a page below its header row and the village's heading, in points: A4 across less its margins, and a little."""
LINE_HEIGHTS = 1.02
"""Of the lines that `height_of` counts: Chinese signs of some fonts take more. The highest row that a sheet can have stays."""
LEAST_HEIGHT = 44.0
"""Of a household's row: room to write in by hand, in points."""
HEADING_HEIGHT = 24.0
MARGINS = {"left": 0.3, "right": 0.3, "top": 0.6, "bottom": 0.55}
"""In inches."""
LONGEST_PLACE = 40
ABOUT_WIDTHS = (16, 112)


class TooManyVisitsError(FanpinError):
    """More rows than a sheet of Excel holds."""


def workbook_of(visit_list: VisitList) -> bytes:
    """The workbook's bytes.

    Raises:
        TooManyVisitsError: more households than a sheet holds.
    """
    if visit_list.households.height * 2 >= ROWS_AT_MOST:
        raise TooManyVisitsError(
            f"名单有 {visit_list.households.height:,} 户，超过 Excel 上限：减少 --visits 或用 --region 分乡镇导出 | "
            f"{visit_list.households.height:,} households are more than a sheet of Excel holds. Ask for fewer visits or one "
            "township at a time (--region)."
        )
    target = io.BytesIO()
    with writing(target, TITLE, visit_list.as_of, FONT) as book:
        printed = _list_sheet(book, visit_list)
        _about_sheet(book, visit_list, printed)
    return target.getvalue()


def _list_sheet(book: Book, visit_list: VisitList) -> int:
    """Writes the list; returns how many pages it takes."""
    sheet = book.sheet(LIST_SHEET)
    columns = [*COLUMNS, *PLACES]
    households = visit_list.by_route
    rows = [_cells(row) for row in households.iter_rows(named=True)]
    widths = [column.width * ROOM_A_DIGIT for column in COLUMNS]
    heights = [max(LEAST_HEIGHT, height_of(cells, widths) * LINE_HEIGHTS) for cells in rows]
    homes = list(households.select("region_code", "township", "village").iter_rows())
    printed = list(pages(villages_of(homes, heights), ROOM))
    _header(book, sheet, columns)
    at, household, begins = 0, 0, []
    for page in printed:
        at += 1
        begins.append(at)
        _heading(book, sheet, at, page)
        for _ in range(page.households):
            at += 1
            sheet.set_row(at, heights[household])
            _household(book, sheet, at, [*rows[household], page.village.township, page.village.name])
            household += 1
    if not rows:
        sheet.write_string(1, 0, "没有列入名单的户", book.format(font_size=FONT_SIZE, text_wrap=False))
    for position, column in enumerate(columns):
        if column.choices and at:
            offered = {"validate": "list", "source": list(column.choices), "error_type": "information"}
            sheet.data_validation(1, position, at, position, offered)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)
    sheet.print_area(0, 0, max(at, 1), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_h_pagebreaks(breaks(printed, begins))
    _print_setup(sheet, visit_list)
    return len(printed)


def _cells(row: Mapping[str, Any]) -> list[Cell]:
    """What is printed of a household; the columns to be filled in by hand are empty."""
    strongest = max(row["reasons"], key=lambda reason: reason["contribution"], default=None)
    kind = HouseholdType(row["household_type"]).zh if row["household_type"] else None
    return [
        row["rank"],
        row["household_id"],
        kind,
        f"{chance(row['probability'])}\n{sureness(row)}",
        "、".join(risk.zh for risk in main_risk_types(row["risk_types"])),
        _why(row),
        strongest["ask_zh"] if strongest else None,
        *(None for column in COLUMNS if column.to_fill),
    ]


def _why(row: Mapping[str, Any]) -> str:
    """Reasons, what speaks against them, and hits; of more hits than the highest row has room for the last are counted.

    Where something else than the score put the household on the list, this comes first, as on the page.
    """
    slot = Slot(row["slot"])
    reasons, screening = [*reason_lines(row), *verify_lines(row)], screening_lines(row)
    if slot is not Slot.SCORE:
        reasons = [f"列入名单的原因：{slot.zh}", *reasons]
    width = next(column.width for column in COLUMNS if column.header == WHY) * ROOM_A_DIGIT
    for shown in range(len(screening), 0, -1):
        left = len(screening) - shown
        more = [f"另有{left}条，见网页上该户的页面"] if left else []
        text = "\n".join([*reasons, *screening[:shown], *more])
        if height_of([text], [width]) < HEIGHT_AT_MOST:
            return text
    return "\n".join([*reasons, f"另有{len(screening)}条，见网页上该户的页面"])


def _header(book: Book, sheet: Any, columns: list[Column]) -> None:
    sheet.set_row(0, height_of([column.header for column in columns], [column.width for column in columns]) + 4)
    for position, column in enumerate(columns):
        color = "#FFF6D6" if column.to_fill else "#E8EEF4"
        head = book.format(bold=True, bg_color=color, border=1, valign="vcenter", align="center", font_size=FONT_SIZE)
        sheet.set_column(position, position, column.width)
        sheet.write_string(0, position, column.header, head)


def _heading(book: Book, sheet: Any, at: int, page: Page) -> None:
    look = {"bold": True, "font_size": 13, "text_wrap": False, "valign": "vcenter", "bg_color": "#F2F2F2"}
    sheet.set_row(at, HEADING_HEIGHT)
    sheet.write_string(at, 0, page.heading, book.format(**look))
    for position in range(1, len(COLUMNS)):
        sheet.write_blank(at, position, None, book.format(**look))
    for position, name in enumerate((page.village.township, page.village.name), start=len(COLUMNS)):
        sheet.write_string(at, position, name, book.format(font_size=FONT_SIZE))


def _household(book: Book, sheet: Any, at: int, cells: list[Cell]) -> None:
    grid = {"border": 1, "border_color": "#8A9299", "font_size": FONT_SIZE}
    for position, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(at, position, cell, book.format(**grid))
        elif isinstance(cell, int):
            sheet.write_number(at, position, cell, book.format(**grid, num_format="0", align="center"))
        else:
            sheet.write_blank(at, position, None, book.format(**grid))


def _print_setup(sheet: Any, visit_list: VisitList) -> None:
    place = visit_list.place[:LONGEST_PLACE].replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(A4)
    # Excel passes over breaks between pages where it fits a sheet to its pages.
    sheet.set_print_scale(100)
    sheet.set_margins(**MARGINS)
    sheet.set_header(f"&L{TITLE}（{place}）&R截至{visit_list.as_of}　核对码{visit_list.check_code}", {"margin": 0.3})
    sheet.set_footer(f"&L{FOOTER}&R第&P页，共&N页", {"margin": 0.25})


def _about_sheet(book: Book, visit_list: VisitList, printed: int) -> None:
    sheet = book.sheet(ABOUT_SHEET)
    for position, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, TITLE, book.format(bold=True, font_size=16, text_wrap=False))
    for at, line in enumerate(_about(visit_list, printed), start=1):
        sheet.set_row(at, height_of(line, ABOUT_WIDTHS) + 3)
        for position, text in enumerate(line):
            sheet.write_string(at, position, text, book.format(bold=not position, font_size=FONT_SIZE))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.set_footer(f"&L{FOOTER}&R第&P页，共&N页", {"margin": 0.25})


def _about(visit_list: VisitList, printed: int) -> list[tuple[str, str]]:
    remarks = [(what.partition(" ")[0], remark.zh) for what, remark in visit_list.remarks if remark is not None]
    too_many = "页数超过表格能分的页，后面的不再按村分页：请分乡镇导出" if printed > MOST_BREAKS else ""
    lines = [
        ("本表是什么", NOT_A_STATUS[0]),
        ("哪一份名单", visit_list.which),
        ("怎样再找到", visit_list.to_find_again),
        ("截至日期", f"{visit_list.as_of}：此日之后才知晓的情况没有计入"),
        *remarks,
        ("未列入的户", "不等于没有风险：自主申报、干部走访和部门预警照常进行"),
        ("可能性", f"自截至日期起{visit_list.months}个月内{visit_list.target.zh}的可能性；下一行按户数说的是同一件事"),
        ("名次", "在本名单内，必查户在前，其余可能性大的在前；名单按乡镇、村排列，一村从新的一页开始"),
        ("主要理由", "抬高可能性的情况，方括号内是风险类型；它们来自记录，可能迟到、缺漏或有误，请当面核实"),
        ("先核实", "记录与主要理由对不上的地方：先当面问清，再看其他"),
        (
            "部门预警",
            "部门筛查规则的命中情况；“没有命中”是查过了没有，“无法判断”是记录不足、还不知道；注明“必查”的，按本县规定须入户",
        ),
        ("核查结果", f"可从下拉中选：{'、'.join(kind.zh for kind in VisitOutcome)}；也可手写。请走访人签名并写日期"),
        ("户编号", "按户编号在国家系统或名册中找到该户；本表不含姓名、证件号码和电话"),
        ("政策数值", visit_list.examples),
        ("打印", too_many),
        ("保管", f"{FOOTER}；不得用于执法、信贷或评价干部群众"),
    ]
    return [(what, words) for what, words in lines if words]

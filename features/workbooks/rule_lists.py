"""Households listed by rules: the workbook with a summary, the lists and the rules."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.workbooks.book import NOT_COUNTED, ROWS_AT_MOST, Book, Cell, Column, Lines, print_setup, writing

SUMMARY_SHEET, RULES_SHEET = "汇总", "规则说明"
SUMMARY_WIDTHS = (24, 46, 56, 12)
FOOTER = "含农户信息，仅限工作使用，不得公示、外传"

ANSWERS = ("属实，已处置", "属实，待处置", "不属实，记录有误", "不属实，情况已变", "无法核实")
ANSWER_COLUMNS = [
    Column("核实结果\nanswer", 15, to_fill=True, choices=ANSWERS),
    Column("核实日期\ndate", 11, to_fill=True),
    Column("核实人\nby", 9, to_fill=True),
]
PLACE_COLUMNS = [Column("乡镇\ntownship", 12), Column("村\nvillage", 14), Column("户编号\nhousehold", 22)]
"""The first columns of a list and the last ones, which people fill in."""


class TooManyRowsError(FanpinError):
    """More lines than a sheet of Excel holds."""


@dataclass(frozen=True)
class Listing:
    """One sheet of households."""

    sheet: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Counted:
    """One line of the summary: a rule in both languages and its number."""

    group: str
    zh: str
    en: str
    households: int


@dataclass(frozen=True)
class RuleLists:
    """Everything that such a workbook tells.

    Attributes:
        about: lines under the title: what, in Chinese, in English.
        counts: one line per rule, those without a household included.
        lists: the sheets, in their order; one without rows is left out.
        rule_columns, rules: the sheet that says what each rule is.
        examples: lines that say which policy values are examples.
        left_out: what people did that does not count on the day (`StandingDay.left_out`).
    """

    title_zh: str
    title_en: str
    as_of: dt.date
    about: Sequence[tuple[str, str, str]]
    counts: Sequence[Counted]
    lists: Sequence[Listing]
    rule_columns: Sequence[Column]
    rules: Sequence[Sequence[Cell]]
    examples: Sequence[str]
    left_out: Bilingual | None = None


def workbook_of(rule_lists: RuleLists) -> bytes:
    """The workbook's bytes; the same lists give the same bytes.

    Raises:
        TooManyRowsError: a sheet would need more rows than Excel has.
    """
    target = io.BytesIO()
    with writing(target, rule_lists.title_zh, rule_lists.as_of) as book:
        _summary(book, rule_lists)
        for listing in rule_lists.lists:
            if len(listing.rows) >= ROWS_AT_MOST:
                raise TooManyRowsError(
                    f"工作表“{listing.sheet}”有 {len(listing.rows):,} 行，超过 Excel 上限：用 --region 分乡镇导出 | Sheet "
                    f"{listing.sheet} would have {len(listing.rows):,} rows, more than Excel holds. Ask for one township at a time (--region)."
                )
            if listing.rows:
                footer = f"{FOOTER}  {listing.sheet}"
                sheet = book.sheet(listing.sheet)
                book.write_table(sheet, listing.columns, listing.rows, freeze_columns=3, group_by=2, footer=footer)
        book.write_table(book.sheet(RULES_SHEET), rule_lists.rule_columns, rule_lists.rules, footer=FOOTER)
    return target.getvalue()


def _summary(book: Book, rule_lists: RuleLists) -> None:
    sheet = book.sheet(SUMMARY_SHEET)
    lines = Lines(book, sheet, SUMMARY_WIDTHS)
    lines.heading(f"{rule_lists.title_zh} {rule_lists.title_en}", size=16)
    lines.line("截至 as of", str(rule_lists.as_of), "此日之后才知晓的情况未计入 | what became known later is not in it")
    if rule_lists.left_out is not None:
        lines.line(NOT_COUNTED, rule_lists.left_out.zh, rule_lists.left_out.en)
    for what, zh, en in rule_lists.about:
        lines.line(what, zh, en)
    lines.heading("各条规则 Households by rule")
    lines.header("工作表 sheet", "规则", "rule", "户数 households")
    for counted in rule_lists.counts:
        lines.line(counted.group, counted.zh, counted.en, counted.households)
    if rule_lists.examples:
        lines.heading("示例数值 Values that are examples")
        for text in rule_lists.examples:
            lines.line("", text)
    print_setup(sheet, FOOTER)

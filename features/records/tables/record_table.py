"""The columns and rules that every record table has."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from features.records.tables.columns import about, day, flag, identifier, text
from features.records.tables.confession import Confession
from features.records.tables.rules import Severity, rule


class RecordTable(dy.Schema):
    """The columns that every table has."""

    confession: ClassVar[Confession]

    household_id = identifier("户标识", "Household: the source's own code (户编号).", nullable=False)
    record_id = identifier(
        "记录标识",
        "Identity of the fact inside its household. A row with the same identity known later replaces the earlier one.",
        nullable=False,
    )
    event_date = day("发生日期", "When it happened, or the day that the row describes.", nullable=False)
    # What the delivery itself says is the same in all its rows: one that is wrong makes all of them so.
    known_date = day(
        "知晓日期",
        "When the county could know it: the day of the delivery.",
        nullable=False,
        severity=Severity.REFUSE,
    )
    delivery_id = identifier("交付批次", "Which file or call brought it.", nullable=False, severity=Severity.REFUSE)
    arrival = dy.Int32(
        nullable=True,
        metadata=about(
            "到达次序",
            "Which delivery of this store it came with, the first is 1: of two versions known on one day the later holds.",
        ),
    )
    source_sheet = text("源工作表", "Sheet of the delivered workbook; empty for a csv.")
    source_row = dy.Int32(nullable=True, metadata=about("源文件行号", "Row in the delivered file, header included."))
    withdrawn = flag(
        "已撤回", "True: this version takes the fact back, and from its known date on the fact is unknown."
    )

    @rule(
        "event_date",
        zh="发生日期比知晓日期晚一年以上",
        en="it happens more than a year after the day on which it was known",
        to_do_zh="核对发生日期的年份，更正后重新导出",
        to_do_en="compare the year with the source, correct it and export again",
    )
    def known_not_before_it_happened_by_more_than_a_year(cls) -> pl.Expr:
        # Plans and terms are delivered ahead of their date; more than a year ahead is a typing mistake.
        return pl.col("event_date") <= pl.col("known_date").dt.offset_by("1y")


class PersonTable(RecordTable):
    person_id = identifier("人员标识", "Person: keyed hash of the normalised ID number.", nullable=False)
    carried_by = identifier(
        "随人转入批次",
        "Delivery that told of the person's move into this household, which brought the fact along; empty for a fact told "
        "of this household.",
    )

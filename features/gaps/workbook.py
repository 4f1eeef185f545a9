"""The gap lists as a workbook: one sheet per rule, by township and village, with room for the answers; no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from features.gaps.declaring import Gap
from features.gaps.printing import households_by_gap
from features.gaps.rules import GAPS
from features.rules import amount_in_words, line_in_words
from features.workbooks.book import Cell, Column
from features.workbooks.rule_lists import ANSWER_COLUMNS, PLACE_COLUMNS, Counted, Listing, RuleLists

ABOUT = (
    (
        "本表是什么",
        "按规则对照记录得出的核查线索，不是认定结论；登记迟缺都会造成出入，处理前先核实。",
        "leads from rules held against records, never a decision: registers are late and miss people, so check first",
    ),
    ("无法判断的", "记录不足以判断的户不列入。", "a household of which the records can't tell is not listed"),
    ("户编号", "本表不含姓名、证件号码和电话。", "no name, ID number or phone is in this workbook"),
)

RULE_COLUMNS = [
    Column("工作表\nsheet", 16),
    Column("方向\nkind", 18),
    Column("规则", 30),
    Column("rule", 34),
    Column("数值\nvalue", 22),
    Column("依据\nwhose rule", 34),
    Column("核查要点\nwhat to check", 44),
]


def lists_of(findings: pl.DataFrame, homes: pl.DataFrame, as_of: dt.date, examples: Sequence[str]) -> RuleLists:
    """What the workbook tells.

    Args:
        findings: rows of `finding.GAP_FINDINGS`.
        homes: the households with their villages, `features.workbooks.homes.homes`.
        examples: lines about policy values that are examples.
    """
    placed = findings.drop("region_code").join(homes, on="household_id").sort("region_code", "household_id")
    counted = households_by_gap(findings)
    return RuleLists(
        title_zh="保障政策漏享错享核查清单",
        title_en="Safety-net gaps",
        as_of=as_of,
        about=[("范围内户数 households", f"{homes.height:,}", ""), *ABOUT],
        counts=[Counted(gap.sheet, gap.zh, gap.en, counted.get(gap.name, 0)) for gap in GAPS],
        lists=[Listing(gap.sheet, _columns(gap), _rows(gap, placed)) for gap in GAPS],
        rule_columns=RULE_COLUMNS,
        rules=[_rule(gap) for gap in GAPS],
        examples=examples,
    )


def _columns(gap: Gap) -> list[Column]:
    return [
        *PLACE_COLUMNS,
        Column(f"{gap.value.zh}\n{gap.value.en}", 24),
        Column("界限\nlimit", 16),
        Column("核查要点\nwhat to check", 40),
        *ANSWER_COLUMNS,
    ]


def _rows(gap: Gap, placed: pl.DataFrame) -> list[list[Cell]]:
    return [
        [
            row["township"],
            row["village"],
            row["household_id"],
            amount_in_words(row["value"], gap.unit).zh,
            line_in_words(gap.condition, gap.unit, row["threshold"]),
            gap.check.zh,
            *[None] * len(ANSWER_COLUMNS),
        ]
        for row in placed.filter(gap=gap.name).iter_rows(named=True)
    ]


def _rule(gap: Gap) -> list[Cell]:
    return [
        gap.sheet,
        f"{gap.direction.zh}\n{gap.direction.en}",
        gap.zh,
        gap.en,
        f"{gap.value.zh}\n{gap.value.en}",
        gap.source,
        str(gap.check),
    ]

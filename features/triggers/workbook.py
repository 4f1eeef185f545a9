"""The hits as a workbook: one sheet per department, by township and village, with room for the answers; no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from features.rules import line_in_words
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS, TRIGGERS_BY_NAME
from features.triggers.wording import hit_in_words
from features.vocabulary import Department
from features.workbooks.book import Cell, Column
from features.workbooks.rule_lists import ANSWER_COLUMNS, PLACE_COLUMNS, Counted, Listing, RuleLists

ABOUT = (
    (
        "本表是什么",
        "各部门筛查规则的命中情况，是核查线索，不是认定结论。",
        "which departments' rules are hit: leads to be checked, never a decision",
    ),
    (
        "起始日期",
        "命中所依据的最近事件、鉴定、登记的日期；累计金额为达到预警线的日期。",
        "since: the last event, inspection or listing on which the hit rests; of a running total the day it came to the line",
    ),
    ("户编号", "本表不含姓名、证件号码和电话。", "no name, ID number or phone is in this workbook"),
)

HIT_COLUMNS = [
    Column("预警\nwhat was found", 44),
    Column("风险类型\nrisk", 16),
    Column("起始日期\nsince", 11),
    Column("识别日期\nidentified", 11),
    *ANSWER_COLUMNS,
]

RULE_COLUMNS = [
    Column("部门\ndepartment", 18),
    Column("规则", 34),
    Column("rule", 40),
    Column("预警线\nline", 22),
    Column("依据\nwhose rule", 44),
    Column("编号\nname", 26),
]


def lists_of(hits: pl.DataFrame, homes: pl.DataFrame, as_of: dt.date, examples: Sequence[str]) -> RuleLists:
    """What the workbook tells.

    Args:
        hits: rows of `outcomes.HITS` of one day.
        homes: the households with their villages, `features.workbooks.homes.homes`.
        examples: lines about policy values that are examples.
    """
    placed = hits.drop("region_code").join(homes, on="household_id").sort("region_code", "household_id")
    counted = dict(hits.group_by("trigger").agg(pl.col("household_id").n_unique()).iter_rows())
    columns = [*PLACE_COLUMNS, *HIT_COLUMNS]
    return RuleLists(
        title_zh="部门筛查预警清单",
        title_en="Hits of departments' screening rules",
        as_of=as_of,
        about=[("范围内户数 households", f"{homes.height:,}", ""), *ABOUT],
        counts=[
            Counted(trigger.department.zh, trigger.zh, trigger.en, counted.get(trigger.name, 0)) for trigger in TRIGGERS
        ],
        lists=[Listing(department.zh, columns, _rows(department, placed)) for department in Department],
        rule_columns=RULE_COLUMNS,
        rules=[_rule(trigger, hits) for trigger in TRIGGERS],
        examples=examples,
    )


def _rows(department: Department, placed: pl.DataFrame) -> list[list[Cell]]:
    own = [trigger.name for trigger in TRIGGERS if trigger.department is department]
    return [
        [
            row["township"],
            row["village"],
            row["household_id"],
            hit_in_words(row).zh,
            TRIGGERS_BY_NAME[row["trigger"]].risk_type.zh,
            row["since"],
            row["identified_on"],
            *[None] * len(ANSWER_COLUMNS),
        ]
        for row in placed.filter(pl.col("trigger").is_in(own)).iter_rows(named=True)
    ]


def _rule(trigger: Trigger, hits: pl.DataFrame) -> list[Cell]:
    """A rule with the lines that its hits were held against: they differ by place and household type."""
    lines = hits.filter(trigger=trigger.name)["threshold"].unique().sort().to_list()
    line = "任一 any" if trigger.condition.any_such else line_in_words(trigger.condition, trigger.unit, *lines)
    department = f"{trigger.department.zh} {trigger.department.en}"
    return [department, trigger.zh, trigger.en, line, trigger.source, trigger.name]

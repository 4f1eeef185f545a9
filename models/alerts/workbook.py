"""The alerts beside a list as a workbook: what need not be gone for, and what is left, each on a sheet of its own; no names."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from features.triggers.rules import TRIGGERS_BY_NAME
from features.triggers.wording import hit_in_words
from features.workbooks.book import Cell, Column
from features.workbooks.homes import with_names
from features.workbooks.rule_lists import ANSWER_COLUMNS, PLACE_COLUMNS, Counted, Listing, RuleLists
from models.alerts.county import Alerts
from models.alerts.handling import Handling
from models.alerts.printing import rows_of, share_of
from models.alerts.wording import alerts_in_words
from models.sheets.wording import chance

SHEETS = {
    Handling.MUST_VISIT: "须另行走访",
    Handling.AHEAD: "宜另行走访",
    Handling.BEHIND: "先电话核实",
    Handling.LISTED: "名单已列入",
    Handling.VISITED: "已走访",
}
"""The sheets, what is left to do first."""

COLUMNS = [
    *PLACE_COLUMNS,
    Column("部门\ndepartment", 11),
    Column("预警\nwhat was found", 44),
    Column("起始日期\nsince", 11),
    Column("可能性\nchance", 9),
]

RULE_COLUMNS = [
    Column("部门\ndepartment", 18),
    Column("规则\nrule", 34),
    Column("现有命中\nstanding", 10),
    Column("新增预警\nnew", 10),
    Column("同户另有预警\nshared", 12),
    *(Column(f"{SHEETS[one]}\n{one.value}", 11) for one in Handling),
    Column("先核实者预计识别\nexpected", 13, "0.0"),
    Column("以往识别\nled to before", 26),
]


def lists_of(alerts: Alerts, names: pl.DataFrame, examples: Sequence[str]) -> RuleLists:
    """What the workbook tells.

    Args:
        names: of villages, `features.workbooks.homes.names_on`.
        examples: lines about policy values that are examples.
    """
    placed = with_names(alerts.alerts, names).sort("region_code", "household_id", maintain_order=True)
    numbers = alerts.totals.households
    return RuleLists(
        title_zh="部门预警与走访名单对照",
        title_en="Departments' alerts beside the list",
        as_of=alerts.as_of,
        about=[("", line.zh, line.en) for line in alerts_in_words(alerts)],
        counts=[Counted(sheet, one.zh, one.en, numbers[one]) for one, sheet in SHEETS.items()],
        lists=[Listing(sheet, _columns(one), _rows(one, placed)) for one, sheet in SHEETS.items()],
        rule_columns=RULE_COLUMNS,
        rules=[_rule(row) for row in rows_of(alerts).iter_rows(named=True)],
        examples=examples,
    )


def _columns(handling: Handling) -> list[Column]:
    return COLUMNS if handling.answered else [*COLUMNS, *ANSWER_COLUMNS]


def _rows(handling: Handling, placed: pl.DataFrame) -> list[list[Cell]]:
    blank: list[Cell] = [] if handling.answered else [None] * len(ANSWER_COLUMNS)
    return [
        [
            row["township"],
            row["village"],
            row["household_id"],
            TRIGGERS_BY_NAME[row["trigger"]].department.zh,
            hit_in_words(row).zh,
            row["since"],
            chance(row["probability"]),
            *blank,
        ]
        for row in placed.filter(handling=handling.value).iter_rows(named=True)
    ]


def _rule(row: dict[str, object]) -> list[Cell]:
    trigger = TRIGGERS_BY_NAME[str(row["trigger"])]
    numbers = [row[name] for name in ("standing", "alerts", "shared", *(one.value for one in Handling), "expected")]
    past = share_of(*(row[f"past_{name}"] for name in ("identified", "alerts", "low", "high")))  # type: ignore[arg-type]
    return [f"{trigger.department.zh} {trigger.department.en}", f"{trigger.zh} {trigger.en}", *numbers, past]  # type: ignore[list-item]

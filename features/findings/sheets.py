"""The columns of the findings workbook's sheets, and their rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from features.findings.gathering import Findings
from features.findings.problem import Problem
from features.intake.linkage.differences import likeness
from features.intake.problems import Reason
from features.workbooks.book import Cell, Column

DOUBTFUL_SHEET = "待确认身份"
CONTRADICTED_SHEET = "同日文件矛盾"
SET_ASIDE_SHEET = "未入库的行"
VILLAGES_SHEET = "各村汇总"
LEGEND_SHEET = "问题说明"
SUMMARY_SHEET = "汇总"

ANSWERS = ("属实，已更正", "属实，待更正", "记录无误", "情况属实，已处置", "情况属实，待处置", "无法核实")
"""What is offered in the column of answers; anything else may be written there too."""

_ANSWER = [
    Column("核实结果\nanswer", 15, to_fill=True, choices=ANSWERS),
    Column("核实日期\ndate", 11, to_fill=True),
    Column("核实人\nby", 9, to_fill=True),
]
_BLANK: list[Cell] = [None] * len(_ANSWER)

OF_HOUSEHOLDS = [
    Column("乡镇\ntownship", 10),
    Column("村\nvillage", 13),
    Column("户编号\nhousehold", 21),
    Column("问题\nwhat was found", 28),
    Column("记录与界限\nrecord and limit", 15),
    Column("程度\ndegree", 9),
    Column("记录日期\nrecord of", 11),
    Column("来源文件\nfile", 28),
    Column("工作表\nsheet", 10),
    Column("行\nrow", 7, "0"),
    Column("为何影响评分\nwhy it matters", 28),
    Column("建议处理\nwhat to do", 28),
    *_ANSWER,
]
"""A line about a household. The two first columns are what its lines are grouped by."""

OF_PEOPLE = [
    Column("乡镇\ntownship", 12),
    Column("村\nvillage", 14),
    Column("可能的户\nlikeliest household", 22),
    Column("数据\nsource", 24),
    Column("来源文件\nfile", 34),
    Column("工作表\nsheet", 10),
    Column("行\nrow", 7, "0"),
    Column("像的程度\nhow alike", 10),
    Column("怎样答复\nwhere to answer", 60),
]
"""A line about a row that may be a listed person's."""

OF_CONTRADICTIONS = [
    Column("乡镇\ntownship", 12),
    Column("村\nvillage", 14),
    Column("户编号\nhousehold", 22),
    Column("说法不一的项目\nwhat differs", 22),
    Column("未采用：文件\nnot kept: file", 32),
    Column("未采用：工作表\nsheet", 10),
    Column("未采用：行\nrow", 8, "0"),
    Column("现为准：文件\nholds: file", 32),
    Column("现为准：工作表\nsheet", 10),
    Column("现为准：行\nrow", 8, "0"),
    *_ANSWER,
]
"""A line about a row that another file of its day contradicts."""

TO_DECIDE = "此表不填：用 fanpin people review --out 核对.xlsx 导出核对清单，在那里填“结论”，再用 fanpin people decide 核对.xlsx 读回"

OF_ROWS = [
    Column("部门\ndepartment", 12),
    Column("数据\nsource", 20),
    Column("交付日期\ndelivered", 11),
    Column("来源文件\nfile", 34),
    Column("工作表\nsheet", 10),
    Column("行\nrow", 7, "0"),
    Column("列\ncolumn", 14),
    Column("原因与处理\nreason and what to do", 44),
    *_ANSWER,
]
"""A line about a row of a file that is not in the records."""

OF_PROBLEMS = [
    Column("工作表\nsheet", 12),
    Column("问题\nproblem", 28),
    Column("English", 30),
    Column("程度\ndegree", 14),
    Column("为何影响评分\nwhy it matters to the score", 40),
    Column("建议处理\nwhat to do", 40),
    Column("依据\nwhose rule", 34),
    Column("编号\nid", 22),
]


def household_rows(findings: Findings, sheet: str) -> Iterator[list[Cell]]:
    """The lines of one sheet about households, in the order of the findings."""
    here = [name for name, problem in findings.problems.items() if problem.sheet == sheet]
    for row in findings.reported.filter(pl.col("problem").is_in(here)).iter_rows(named=True):
        problem = findings.problems[row["problem"]]
        yield [
            row["township"],
            row["village"],
            row["household_id"],
            problem.zh,
            in_words(row["value"], row["threshold"], problem.unit),
            problem.degree_zh,
            row["event_date"],
            row["file"],
            row["sheet"],
            row["row"],
            problem.why_zh,
            problem.fix_zh,
            *_BLANK,
        ]


def doubtful_rows(findings: Findings) -> Iterator[list[Cell]]:
    """The lines about people to be decided on."""
    for row in findings.doubtful.drop("region_code").iter_rows():
        *place, match_weight = row
        yield [*place, likeness(match_weight), TO_DECIDE]


def contradicted_rows(findings: Findings) -> Iterator[list[Cell]]:
    """The lines about rows that another file of their day contradicts."""
    for row in findings.contradicted.drop("region_code").iter_rows():
        yield [*row, *_BLANK]


def set_aside_rows(findings: Findings) -> Iterator[list[Cell]]:
    for row in findings.set_aside.drop("reason").iter_rows():
        yield [*row, *_BLANK]


def problem_rows(findings: Findings) -> Iterator[list[Cell]]:
    """Every kind of problem in both languages, those of which nothing was found included."""
    for problem in findings.problems.values():
        yield _problem_row(problem)
    doubt = Reason.POSSIBLE_MATCH
    degree = "需要核实 to be verified"
    yield [DOUBTFUL_SHEET, doubt.problem_zh, doubt.en, degree, _MISSING, TO_DECIDE, "", doubt.value]
    yield [CONTRADICTED_SHEET, *CONTRADICTION, degree, *WHY_IT_MATTERS, "", "contradicted"]
    if findings.whole:
        for reason in (reason for reason in Reason if reason is not doubt):
            cells = [reason.problem_zh, reason.en, "未入库 not kept", _MISSING, reason.fix_zh, "", reason.value]
            yield [SET_ASIDE_SHEET, *cells]


CONTRADICTION = ("同一天的两份文件说法不一", "two files of one day contradict each other")
WHY_IT_MATTERS = (
    "按后读入的一份计入评分；若它有误，评分随之有误 | The one taken in last counts: if it is wrong, so is the score",
    "核对两行，在原系统中更正错的一份，下次照常导出 | Compare the two rows, correct the wrong one in its own system and export again",
)

_MISSING = "该行的事实不在记录中，评分看不到 | The fact is not in the records, so the score does not see it"


def _problem_row(problem: Problem) -> list[Cell]:
    return [
        problem.sheet,
        problem.zh,
        problem.en,
        f"{problem.degree_zh} {problem.degree_en}",
        f"{problem.why_zh} | {problem.why_en}",
        f"{problem.fix_zh} | {problem.fix_en}",
        problem.source,
        problem.id,
    ]


def in_words(value: float | None, threshold: float | None, unit: str = "") -> str:
    """The numbers that a finding was judged by, as people write them; nothing where there are none."""
    numbers = [("记录", value), ("界限", threshold)]
    return "\n".join(f"{what} {plain(number)}{unit}" for what, number in numbers if number is not None)


def plain(number: float) -> str:
    """At most two decimals, and no zeros that say nothing."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

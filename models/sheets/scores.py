"""Scores as a workbook that an office reads and prints: what it is on the first sheet, the households on the second.

Every household in scope is in it, riskiest first. Printed are those of the high and the middle band: the others are for
looking up, and a county of them would fill a thousand pages. CSV and Parquet hold everything for machines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.vocabulary import HouseholdType
from features.workbooks.book import ROWS_AT_MOST, Book, Cell, Column, Lines, print_setup, writing
from features.workbooks.homes import with_names
from models.bands import RiskBand
from models.sheets.wording import REASONS_SHOWN, reason_lines, screening_lines, verify_lines
from models.targets import TargetKind
from models.wording import NOT_A_STATUS

TITLE_ZH, TITLE_EN = "返贫致贫风险评分", "Risk scores"
ABOUT_SHEET, SCORES_SHEET = "说明", "评分"
FOOTER = "得分只是线索，不是认定结论；含农户信息，仅限工作使用，不得公示、外传"
ABOUT_WIDTHS = (20, 62, 58, 12)
PRINTED = {RiskBand.HIGH.value, RiskBand.MEDIUM.value}

COLUMNS = [
    Column("名次\nrank", 8, "0"),
    Column("乡镇\ntownship", 11),
    Column("村\nvillage", 13),
    Column("户编号\nhousehold", 22),
    Column("户类型\ntype", 10),
    Column("可能性\nchance", 8, "0.0%"),
    Column("风险档\nband", 7),
    Column("主要理由和部门预警\nwhy", 78),
]
"""Few enough for a page of A4 across."""


STANDS_IN = "副本 copy"
NOT_SCORED = "未评分 not scored"
OF_THE_LIST = "名单 list"
"""How a workbook calls the model's local copy that stands in for the registry."""

Remark = tuple[str, Bilingual | None]
"""What it is about, and the sentence; nothing is written for None."""


class TooManyScoresError(FanpinError):
    """More households than a sheet of Excel holds."""


def workbook_of(
    scores: pl.DataFrame,
    names: pl.DataFrame,
    examples: Sequence[str] = (),
    region: str = "",
    remarks: Sequence[Remark] = (),
) -> bytes:
    """The workbook's bytes; the same scores give the same bytes.

    Args:
        scores: columns of `models.score.score`, one day's.
        names: of villages, as `features.workbooks.homes.names_on` gives them.
        examples: lines about policy values that are examples.
        remarks: what a reader must know of the list, beside the day on which it stands.
        region: digits with which the region's village codes begin; empty for everybody.

    Raises:
        TooManyScoresError: the message says to ask for a smaller region.
    """
    if scores.height >= ROWS_AT_MOST:
        raise TooManyScoresError(
            f"评分有 {scores.height:,} 户，超过 Excel 上限：用 --region 分乡镇导出，或写成 .csv、.parquet | {scores.height:,} households are "
            "more than a sheet of Excel holds. Ask for one township at a time (--region), or write .csv or .parquet."
        )
    target = io.BytesIO()
    with writing(target, TITLE_ZH, scores["as_of"][0]) as book:
        _about(book, scores, examples, region, remarks)
        sheet = book.sheet(SCORES_SHEET)
        book.write_table(sheet, COLUMNS, _rows(with_names(scores, names)), freeze_columns=4, footer=FOOTER)
        sheet.print_area(0, 0, max(1, _printed(scores)), len(COLUMNS) - 1)
    return target.getvalue()


def why_in_words(row: Mapping[str, Any]) -> str:
    """The main reasons, one a line, each with the official type of risk that it speaks for, what speaks against them, and the rules that are hit."""
    return "\n".join([*reason_lines(row), *verify_lines(row), *screening_lines(row)])


def _rows(scores: pl.DataFrame) -> Iterator[list[Cell]]:
    for row in scores.iter_rows(named=True):
        yield [
            row["rank"],
            row["township"],
            row["village"],
            row["household_id"],
            HouseholdType(row["household_type"]).zh if row["household_type"] else None,
            row["probability"],
            RiskBand(row["band"]).zh,
            why_in_words(row),
        ]


def _printed(scores: pl.DataFrame) -> int:
    """How many rows from the first on are printed: down to the last that is not of the low band, or all."""
    last = scores.with_row_index("line", offset=1).filter(pl.col("band").is_in(list(PRINTED)))["line"].max()
    return last if isinstance(last, int) else scores.height


def _about(book: Book, scores: pl.DataFrame, examples: Sequence[str], region: str, remarks: Sequence[Remark]) -> None:
    first = scores.row(0, named=True)
    event, months = TargetKind(first["target"]), first["horizon_months"]
    sheet = book.sheet(ABOUT_SHEET)
    lines = Lines(book, sheet, ABOUT_WIDTHS)
    lines.heading(f"{TITLE_ZH} {TITLE_EN}", size=16)
    lines.line("本表是什么", *NOT_A_STATUS)
    lines.line("截至 as of", str(first["as_of"]), "此日之后才知晓的情况未计入 | what became known later is not in it")
    for what, remark in remarks:
        if remark is not None:
            lines.line(what, remark.zh, remark.en)
    lines.line("区域 region", region or "全部 everywhere")
    lines.line("模型 model", f"{first['model']} 第{first['model_version']}版", f"version {first['model_version']}")
    lines.line(
        "可能性 chance",
        f"自截至日期起{months}个月内{event.zh}的可能性（已校准）",
        f"calibrated probability of being {event.en} within {months} months",
    )
    lines.heading("各档户数 Households by band")
    lines.header("风险档 band", "怎样看", "how to read it", "户数 households")
    counts = dict(scores.group_by("band").len().iter_rows())
    for band in RiskBand:
        lines.line(f"{band.zh} {band.en}", *BAND_WORDS[band], counts.get(band.value, 0))
    lines.heading("怎样使用 How to use it")
    for what, zh, en in HOW_TO:
        lines.line(what, zh, en)
    if examples:
        lines.heading("政策数值 Policy values")
        lines.line("示例 examples", *examples)
    print_setup(sheet, FOOTER)


BAND_WORDS = {
    RiskBand.HIGH: ("先安排走访核实", "visit first"),
    RiskBand.MEDIUM: ("其次", "next"),
    RiskBand.LOW: (
        "不等于没有风险：自主申报、干部走访和部门预警照常进行",
        "not free of risk: the other ways in go on as before",
    ),
}
HOW_TO = (
    ("名次 rank", "在全县范围内，可能性最大的为第1名", "within the county, the likeliest first"),
    (
        "主要理由 reasons",
        f"抬高该户得分最多的{REASONS_SHOWN}条，[ ]内是风险类型；全部理由和数值写成 .csv 或 .parquet 即有",
        f"the {REASONS_SHOWN} that raise the score most, with their type of risk; all of them are in .csv and .parquet",
    ),
    (
        "打印 printing",
        "只打印高、中风险档；其余各户在表中筛选查看，或用 --region、--visits 另写一份",
        "only the high and middle bands are printed; filter for the others, or write them with --region and --visits",
    ),
    (
        "户编号 household",
        "按户编号在国家系统或名册中找到该户；本表不含姓名、证件号码和电话",
        "find the household by its code; no name, ID number or phone is in it",
    ),
    (
        "保管 care",
        f"{FOOTER}；不得用于执法、信贷或评价干部群众",
        "for work only; never for enforcement, credit or judging people",
    ),
)
"""What the columns mean and what to do with them: what, in Chinese, in English."""

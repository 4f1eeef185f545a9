"""A risk list as an Excel workbook for offices: every text is text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from features.vocabulary import HouseholdType
from features.workbooks.book import MEDIA_TYPE, Book, Cell, Column, print_setup, writing
from models.bands import RiskBand
from models.risk_model import RiskModel
from models.wording import NOT_A_STATUS
from service.answers import scored_answers
from service.lists import RiskList
from service.wording import risks

__all__ = ["COLUMNS", "MEDIA_TYPE", "file_name", "workbook_of"]

SHOWN_REASONS = 5

COLUMNS: list[Column] = [
    Column("名次", 6),
    Column("行政区划代码", 16),
    Column("户编号", 24),
    Column("户类型", 10),
    Column("可能性", 9, "0.0%"),
    Column("风险档", 7),
    Column("主要风险类型", 26),
    *(Column(f"理由{position}", 40) for position in range(1, SHOWN_REASONS + 1)),
    Column("评估日期", 12),
    Column("模型", 14),
    Column("模型版本", 9),
]


def workbook_of(listed: RiskList, model: RiskModel, notes: Sequence[str] = ()) -> bytes:
    """The list on one sheet, what it is and is not on another, with further notes.

    The same list gives the same bytes: the file's date is the list's day.
    """
    target = io.BytesIO()
    with writing(target, "返贫致贫风险走访名单", listed.as_of) as book:
        footer = "得分只是线索，不是认定结论"
        book.write_table(book.sheet("走访名单"), COLUMNS, _rows(listed), freeze_columns=3, footer=footer)
        _about_sheet(book, listed, model, notes)
    return target.getvalue()


def file_name(listed: RiskList) -> str:
    return f"risk-list-{listed.region or 'all'}-{listed.as_of}.xlsx"


def _rows(listed: RiskList) -> Iterator[list[Cell]]:
    for row in scored_answers(listed.households):
        reasons = [reason["zh"] for reason in row["reasons"][:SHOWN_REASONS]]
        yield [
            row["rank"],
            row["region_code"],
            row["household_id"],
            HouseholdType(row["household_type"]).zh,
            row["probability"],
            RiskBand(row["band"]).zh,
            "、".join(risks(row["risk_types"])),
            *reasons,
            *[""] * (SHOWN_REASONS - len(reasons)),
            row["as_of"].isoformat(),
            row["model"],
            row["model_version"],
        ]


def capacity_in_words(listed: RiskList) -> str:
    return f"走访名额{listed.capacity}户" if listed.capacity else "走访名额按本县政策分到各乡镇"


def resting_in_words(listed: RiskList) -> str:
    """Who is not listed, though perhaps at risk; nothing where nobody is left out."""
    return f"近期已入户核查的{listed.resting}户暂不列入。" if listed.resting else ""


def _about_sheet(book: Book, listed: RiskList, model: RiskModel, notes: Sequence[str]) -> None:
    sheet = book.sheet("说明")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    lines = [
        ("本名单是什么", NOT_A_STATUS[0]),
        ("未列入的户", "未列入不等于没有风险。自主申报、干部走访和部门预警照常进行。"),
        ("可能性", f"自评估日期起{model.horizon_months}个月内{model.target.zh}的可能性（已校准）。"),
        ("风险档", "高、中、低三档由本县设定的可能性界限划分，只用于安排走访先后，不是户的身份。"),
        ("评估日期", f"{listed.as_of}：此日之后才知晓的情况未计入。"),
        ("区域", listed.region or "全部"),
        (
            "评估户数与名额",
            f"范围内评估{listed.in_scope}户，{capacity_in_words(listed)}，列出{listed.households.height}户。{resting_in_words(listed)}",
        ),
        ("模型", f"{model.name} 第{model.version}版"),
        *(("政策数值", note) for note in notes),
        ("保管", "本表含个人敏感信息，仅限工作使用，不得公示、外传，不得用于执法、信贷或评价干部群众。"),
    ]
    for line, (what, words) in enumerate(lines):
        sheet.write_string(line, 0, what, book.format())
        sheet.write_string(line, 1, words, book.format())
    print_setup(sheet)

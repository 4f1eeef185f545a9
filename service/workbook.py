"""A risk list as an Excel workbook for offices: every text is text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from features.vocabulary import HouseholdType
from models.risk_model import RiskModel
from models.tell import NOT_A_STATUS
from service.lists import RiskList
from service.wording import main_risk_types

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_REASONS = 5

# Each column: header and width in characters.
COLUMNS: list[tuple[str, int]] = [
    ("名次", 6),
    ("行政区划代码", 16),
    ("户编号", 24),
    ("户类型", 10),
    ("可能性", 9),
    ("主要风险类型", 26),
    *((f"理由{position}", 40) for position in range(1, SHOWN_REASONS + 1)),
    ("评估日期", 12),
    ("模型", 14),
    ("模型版本", 9),
]


def workbook_of(listed: RiskList, model: RiskModel) -> bytes:
    """The list on one sheet, what it is and is not on another.

    The same list gives the same bytes: the file's date is the list's day.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties(
            {
                "title": "返贫致贫风险走访名单",
                "created": dt.datetime.combine(listed.as_of, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None),
            }
        )
        _list_sheet(workbook, listed)
        _about_sheet(workbook, listed, model)
    return target.getvalue()


def file_name(listed: RiskList) -> str:
    return f"risk-list-{listed.region or 'all'}-{listed.as_of}.xlsx"


def _list_sheet(workbook: Any, listed: RiskList) -> None:
    sheet = workbook.add_worksheet("走访名单")
    head = workbook.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    text = workbook.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    share = workbook.add_format({"num_format": "0.0%", "valign": "top"})
    number = workbook.add_format({"valign": "top"})
    for column, (header, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    for line, row in enumerate(listed.households.iter_rows(named=True), start=1):
        reasons = [reason["zh"] for reason in row["reasons"][:SHOWN_REASONS]]
        cells: list[str | int | float] = [
            row["rank"],
            row["region_code"],
            row["household_id"],
            HouseholdType(row["household_type"]).zh,
            row["probability"],
            "、".join(main_risk_types(row["reasons"])),
            *reasons,
            *[""] * (SHOWN_REASONS - len(reasons)),
            row["as_of"].isoformat(),
            row["model"],
            row["model_version"],
        ]
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell, text)
            else:
                sheet.write_number(line, column, cell, share if isinstance(cell, float) else number)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, listed.households.height, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L得分只是线索，不是认定结论&R第&P页，共&N页")


def _about_sheet(workbook: Any, listed: RiskList, model: RiskModel) -> None:
    sheet = workbook.add_worksheet("说明")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90, wrapped)
    lines = [
        ("本名单是什么", NOT_A_STATUS[0]),
        ("未列入的户", "未列入不等于没有风险。自主申报、干部走访和部门预警照常进行。"),
        ("可能性", f"自评估日期起{model.horizon_months}个月内被识别为监测对象的可能性（已校准）。"),
        ("评估日期", f"{listed.as_of}：此日之后才知晓的情况未计入。"),
        ("区域", listed.region or "全部"),
        (
            "评估户数与名额",
            f"范围内评估{listed.in_scope}户，名额{listed.capacity}户，列出{listed.households.height}户。",
        ),
        ("模型", f"{model.name} 第{model.version}版"),
        ("保管", "本表含个人敏感信息，仅限工作使用，不得公示、外传，不得用于执法、信贷或评价干部群众。"),
    ]
    for line, (what, words) in enumerate(lines):
        sheet.write_string(line, 0, what)
        sheet.write_string(line, 1, words, wrapped)

"""`docs/intake.md` names every source, reason, sheet and degree that an office can meet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from features.checks.wording import Severity
from features.deliveries.freshness import rhythm_of
from features.findings.from_checks import check_problems
from features.findings.from_flags import flag_problems
from features.findings.sheets import (
    CONTRADICTED_SHEET,
    DOUBTFUL_SHEET,
    LEGEND_SHEET,
    SET_ASIDE_SHEET,
    SUMMARY_SHEET,
    VILLAGES_SHEET,
)
from features.intake.problems import Reason
from features.intake.recognising.catalogue import Source, catalogue
from tests.drawn_tables import POLICY
from tests.house.repository import ROOT

GUIDE = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")

RHYTHMS = {31: "每月", 92: "每季度", 184: "每学期", 366: "每年"}


def cells(first: str) -> list[str]:
    """The cells of the line of a table that begins with this one."""
    lines = [line for line in GUIDE.splitlines() if line.startswith(f"| {first} |")]
    assert lines, f"docs/intake.md has no line that begins with | {first} |"
    return [cell.strip() for cell in lines[0].strip("|").split("|")]


@pytest.mark.parametrize("source", catalogue().sources.values(), ids=lambda source: source.name)
def test_every_kind_of_file_is_in_the_table_with_its_sender_rhythm_and_columns(source: Source) -> None:
    _, department, rhythm, columns, english = cells(source.zh)
    assert department == source.department
    assert RHYTHMS[int(POLICY.value(rhythm_of(source.counts_as), None, dt.date(2024, 1, 1)))] == rhythm
    assert columns.split("、") == list(source.required)
    assert english


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_for_setting_a_row_aside_is_in_the_table(reason: Reason) -> None:
    _, to_do, code, english = cells(reason.problem_zh)
    assert code == f"`{reason.value}`"
    assert to_do
    assert english


def test_every_sheet_of_the_workbook_is_in_the_table() -> None:
    themes = [problem.sheet for problem in (check_problems() | flag_problems()).values()]
    for sheet in dict.fromkeys(
        [SUMMARY_SHEET, VILLAGES_SHEET, *themes, DOUBTFUL_SHEET, CONTRADICTED_SHEET, SET_ASIDE_SHEET, LEGEND_SHEET]
    ):
        assert all(cells(sheet))


def test_the_example_of_a_county_s_own_headers_is_one_that_is_read(tmp_path: Path) -> None:
    example = GUIDE.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "headers.yaml").write_text(example, encoding="utf-8")
    own = catalogue(tmp_path)
    assert own.sources["clinic_bills"].zh == "乡镇卫生院报销台账"
    assert own.sources["medical_settlement"].canonical("自己掏的钱") == "个人自付"


def test_every_degree_is_explained() -> None:
    for severity in Severity:
        assert cells(f"{severity.zh} {severity.en}")[1]

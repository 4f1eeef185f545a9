"""Every kind of problem that the workbook of findings can tell of."""

from __future__ import annotations

import dataclasses

from features.checks.registry import checks
from features.findings.from_checks import check_problems
from features.findings.from_flags import flag_problems
from features.findings.sheets import (
    CONTRADICTED_SHEET,
    DOUBTFUL_SHEET,
    LEGEND_SHEET,
    SET_ASIDE_SHEET,
    SUMMARY_SHEET,
    VILLAGES_SHEET,
    in_words,
)


def test_every_check_is_a_problem_of_which_everything_is_said() -> None:
    assert list(check_problems()) == list(checks())
    for problem in (check_problems() | flag_problems()).values():
        assert all(
            getattr(problem, field.name).strip() for field in dataclasses.fields(problem) if field.name != "unit"
        ), problem.id


def test_a_recorded_number_and_its_limit_tell_their_unit() -> None:
    unit = {name: problem.unit for name, problem in check_problems().items()}
    assert (unit["wage_outside"], unit["month_without_measure"], unit["household_size_differs"]) == ("元", "个月", "人")
    assert in_words(3.0, 1.0, unit["month_without_measure"]) == "记录 3个月\n界限 1个月"
    assert in_words(0.5, None) == "记录 0.5"


def test_every_sheet_has_a_name_that_excel_takes_and_of_its_own() -> None:
    fixed = [SUMMARY_SHEET, VILLAGES_SHEET, DOUBTFUL_SHEET, CONTRADICTED_SHEET, SET_ASIDE_SHEET, LEGEND_SHEET]
    themes = list(dict.fromkeys(problem.sheet for problem in check_problems().values()))
    everything = [*fixed, *themes]
    everything += dict.fromkeys(problem.sheet for problem in flag_problems().values())
    assert len(everything) == len(set(everything))
    assert not [name for name in everything if len(name) > 31 or set(name) & set("[]:*?/\\'")]

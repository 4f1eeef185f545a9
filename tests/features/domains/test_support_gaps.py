"""Measures that ended, and what a household is entitled to by rule and has not."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def support(*rows: str) -> dict[str, pl.DataFrame]:
    lines = [f"2020-01-01 | {row}" for row in rows]
    return {"support": drawn("support", "\n".join(["event_date | kind | started_on | ended_on | amount_yuan", *lines]))}


def found(name: str, tables: dict[str, pl.DataFrame]) -> float | None:
    return value(name, AS_OF, "H1", **tables)


@pytest.mark.parametrize(
    ("spell", "ended", "lost", "without"),
    [
        ("2020-01-01 | 2024-06-30", 0, 0, 0),  # received to the last day
        ("2020-01-01 | 2024-06-29", 1, 1, 0),
        ("2020-01-01 | 2023-12-31", 1, 1, 5),
        ("2020-01-01 | 2023-12-30", 0, 0, 6),
        ("2020-01-01 | ", 0, 0, 0),
        ("2024-07-01 | ", 0, 0, None),
    ],
)
@pytest.mark.parametrize("kind", ["dibao", "tekun", "industry"])
def test_an_allowance_is_lost_on_the_day_after_its_last(
    kind: str, spell: str, ended: float, lost: float, without: float | None
) -> None:
    tables = support(f"{kind} | {spell} | ")
    allowance = kind != "industry"
    assert found("measures_ended_6m", tables) == ended
    assert found("allowances_ended_6m", tables) == (ended if allowance else 0)
    assert found("allowance_lost_6m", tables) == (lost if allowance else 0)
    assert found("months_without_measure", tables) == without


def test_an_allowance_that_goes_on_under_another_grant_is_not_lost() -> None:
    tables = support("dibao | 2020-01-01 | 2024-05-31 | ", "tekun | 2024-06-01 | | ")
    assert found("allowances_ended_6m", tables) == 1
    assert found("allowance_lost_6m", tables) == 0


@pytest.mark.parametrize(
    ("started_on", "expected"), [("2023-12-31", 0), ("2024-01-01", 1), ("2024-06-30", 1), ("2024-07-01", 0)]
)
def test_newly_on_the_allowance(started_on: str, expected: float) -> None:
    assert found("newly_on_minimum_living_6m", support(f"dibao | {started_on} | | ")) == expected
    assert found("newly_on_minimum_living_6m", support(f"industry | {started_on} | | ")) == 0


def test_amounts_count_by_the_first_day_of_the_measure() -> None:
    tables = support(
        "industry | 2023-06-30 | | 1",
        "housing | 2023-07-01 | | 2",
        "dibao | 2024-06-30 | | 4",
        "dibao | 2024-07-01 | | 8",
    )
    assert found("support_amount_12m", tables) == 6


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("disability_subsidy_underway", ["disability_living", "disability_nursing"]),
        ("nursing_subsidy_underway", ["disability_nursing"]),
        ("help_to_work_underway", ["employment", "public_post"]),
        ("education_aid_12m", ["education_aid"]),
        ("housing_help_12m", ["housing"]),
        ("industry_help_12m", ["industry"]),
    ],
)
def test_a_measure_is_received_by_its_kind_and_days(name: str, kinds: list[str]) -> None:
    every = ["dibao", "temporary_relief", "disability_living", "disability_nursing", "education_aid"]
    every += ["employment", "public_post", "industry", "housing", "other"]
    assert [kind for kind in every if found(name, support(f"{kind} | 2020-01-01 | | "))] == kinds
    over_today, over_yesterday = f"{kinds[0]} | 2020-01-01 | 2024-06-30 | ", f"{kinds[0]} | 2020-01-01 | 2024-06-29 | "
    lately = name.endswith("_12m")
    assert found(name, support(over_today)) == 1
    assert found(name, support(over_yesterday)) == (1 if lately else 0)
    assert found(name, support(f"{kinds[0]} | 2020-01-01 | 2023-06-30 | ")) == (1 if lately else 0)
    assert found(name, support(f"{kinds[0]} | 2020-01-01 | 2023-06-29 | ")) == 0
    assert found(name, support(f"{kinds[0]} | 2024-07-01 | | ")) == 0


def living_on(yuan: int, on_dibao: bool | None = False) -> dict[str, pl.DataFrame]:
    """One person who lives on so much a year; the line of the allowance is 6,600 and that of the screening 3,500."""
    return {
        "members": drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full").with_columns(
            pl.lit(on_dibao, dtype=pl.Boolean).alias("on_dibao")
        ),
        "income": drawn(
            "income", f"event_date | category | amount_yuan | period_months\n2023-12-31 | business | {yuan} | 12"
        ),
    }


@pytest.mark.parametrize(("yuan", "missing", "screened"), [(3499, 1, 1), (3500, 1, 0), (6599, 1, 0), (6600, 0, 0)])
def test_income_below_the_lines_without_an_allowance(yuan: int, missing: float, screened: float) -> None:
    tables = living_on(yuan)
    assert found("dibao_missing", tables) == missing
    assert found("low_income_without_dibao", tables) == screened
    for receives in ({**tables, **support("dibao | 2024-01-01 | | ")}, living_on(yuan, on_dibao=True)):
        assert found("dibao_missing", receives) == 0
        assert found("low_income_without_dibao", receives) == 0


def test_without_an_income_on_record_nobody_can_tell_who_is_entitled() -> None:
    assert found("dibao_missing", {"members": living_on(0)["members"]}) is None
    assert found("dibao_missing", living_on(3000, on_dibao=None)) == 1  # no mark on the roster is no allowance


@pytest.mark.parametrize(("yuan", "expected"), [(6600, 0), (6601, 1), (13200, 1), (13201, 0)])
def test_the_allowance_is_phased_out_between_the_line_and_twice_the_line(yuan: int, expected: float) -> None:
    on = support("dibao | 2020-01-01 | | ")
    assert found("allowance_in_phase_out", {**living_on(yuan), **on}) == expected
    assert found("allowance_in_phase_out", living_on(yuan)) == 0


GAPS = {
    "nursing_subsidy_missing": (
        "disability",
        "event_date | person_id | grade | nursing_subsidy\n2023-01-01 | P1 | 2 | no",
        "disability_nursing",
    ),
    "ill_or_disabled_without_dibao": (
        "disability",
        "event_date | person_id | grade | nursing_subsidy\n2023-01-01 | P1 | 2 | no",
        "dibao",
    ),
    "education_aid_missing": (
        "education",
        "event_date | person_id | stage | status | aid_yuan\n2023-09-01 | P1 | college | enrolled | 0",
        "education_aid",
    ),
    "industry_help_missing": ("shocks", "event_date | kind\n2024-01-01 | business_failure", "industry"),
    "housing_help_missing": ("housing", "event_date | grade\n2024-01-01 | D", "housing"),
}


@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_a_need_without_its_measure(name: str) -> None:
    table, drawing, kind = GAPS[name]
    need = {table: drawn(table, drawing)}
    assert found(name, need) == 1
    assert found(name, {**need, **support(f"{kind} | 2024-01-01 | | ")}) == 0
    assert found(name, {**need, **support("other | 2024-01-01 | | ")}) == 1
    assert found(name, support("other | 2024-01-01 | | ")) in (0, None)


def test_a_major_illness_without_the_allowance_is_a_gap() -> None:
    members = drawn("members", "event_date | person_id | listing | major_illness\n2023-12-31 | P1 | full | yes")
    assert found("ill_or_disabled_without_dibao", {"members": members}) == 1


def test_aid_that_the_school_tells_of_is_no_gap() -> None:
    drawing = "event_date | person_id | stage | status | aid_yuan\n2023-09-01 | P1 | college | enrolled | {}"
    assert found("education_aid_missing", {"education": drawn("education", drawing.format(3000))}) == 0
    assert found("education_aid_missing", {"education": drawn("education", drawing.format(""))}) is None


@pytest.mark.parametrize(
    ("ended_on", "kind", "expected"), [("2024-06-01", "other", 1), ("2024-06-01", "employment", 0), ("", "other", 0)]
)
def test_who_has_labour_and_no_work_should_be_helped_to_work(ended_on: str, kind: str, expected: float) -> None:
    tables = {
        "members": drawn("members", "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | skilled"),
        "employment": drawn(
            "employment", f"event_date | person_id | started_on | ended_on\n2020-01-01 | P1 | 2020-01-01 | {ended_on}"
        ),
        **support(f"{kind} | 2024-01-01 | | "),
    }
    assert found("employment_help_missing", tables) == expected

"""Two risks in one household: each counts only together with the other."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

FACTS = {
    "hospital": ("illness", "event_date | person_id | setting\n2023-07-01 | P1 | inpatient"),
    "severe card": ("disability", "event_date | person_id | grade\n2022-01-01 | P1 | 2"),
    "lost work": (
        "employment",
        "event_date | person_id | started_on | ended_on\n2020-01-01 | P1 | 2020-01-01 | 2023-12-31",
    ),
    "works": ("employment", "event_date | person_id | started_on\n2020-01-01 | P1 | 2020-01-01"),
    "no labour": ("members", "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | none"),
    "elder": (
        "members",
        "event_date | person_id | listing | birth_month | chronic\n2023-12-31 | P1 | full | 1950-01-01 | yes",
    ),
    "widow": (
        "members",
        "event_date | person_id | listing | labour | left_on | left_reason\n"
        "2023-12-31 | P1 | full | skilled | | \n2024-01-31 | P2 | change | | 2024-01-31 | died",
    ),
    "debt": ("relocation", "event_date | kind | housing_debt_yuan\n2024-01-01 | moved | 1"),
    "student": ("education", "event_date | person_id | stage | status\n2023-09-01 | P1 | senior | enrolled"),
    "event": ("shocks", "event_date | kind\n2023-07-01 | disaster_flood"),
    "crime": ("shocks", "event_date | kind\n2023-07-01 | crime"),
    "failure": ("shocks", "event_date | kind\n2023-07-01 | business_failure"),
    "unsafe": ("housing", "event_date | grade\n2023-07-01 | D"),
    "bad water": ("water", "event_date | litres_per_day\n2023-07-01 | 10"),
    "poor": ("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 12412 | 12"),
    "not poor": ("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 12413 | 12"),
    "one person": ("members", "event_date | person_id | listing\n2023-12-31 | P1 | full"),
}


def found(name: str, *facts: str) -> float | None:
    tables: dict[str, pl.DataFrame] = {FACTS[fact][0]: drawn(*FACTS[fact]) for fact in facts}
    return value(name, AS_OF, "H1", **tables)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("illness_and_single_earner", ["hospital", "works"]),
        ("illness_without_labour", ["hospital", "no labour"]),
        ("illness_and_lost_work", ["hospital", "lost work"]),
        ("disability_and_elders", ["severe card", "elder"]),
        ("disability_and_single_earner", ["severe card", "works"]),
        ("lost_work_and_debt", ["lost work", "debt"]),
        ("schooling_and_lost_work", ["student", "lost work"]),
        ("schooling_and_illness", ["student", "hospital"]),
        ("shock_and_low_income", ["event", "poor", "one person"]),
        ("unsafe_dwelling_and_low_income", ["unsafe", "poor", "one person"]),
        ("death_and_nobody_working", ["widow", "lost work"]),
    ],
)
def test_two_risks_meet(name: str, facts: list[str]) -> None:
    assert found(name, *facts) == 1
    for missing in facts:
        assert found(name, *(fact for fact in facts if fact != missing)) in (0, None), missing


@pytest.mark.parametrize("name", ["shock_and_low_income", "unsafe_dwelling_and_low_income"])
def test_the_lowest_income_group_ends_at_its_mean(name: str) -> None:
    assert found(name, "event", "unsafe", "poor", "one person") == 1
    assert found(name, "event", "unsafe", "not poor", "one person") == 0


def test_elders_with_a_chronic_disease_are_left_alone() -> None:
    assert found("illness_of_elders_left_alone", "elder") == 1
    assert found("illness_of_elders_left_alone", "one person") is None


ONE_OF_EACH = ["hospital", "severe card", "student", "event", "unsafe", "bad water", "lost work", "no labour"]


@pytest.mark.parametrize("fact", [*ONE_OF_EACH, "crime", "failure"])
def test_each_risk_type_counts_alone(fact: str) -> None:
    assert found("risk_types_at_once", fact) == 1


def test_risk_types_are_counted_once_each() -> None:
    assert found("risk_types_at_once", *ONE_OF_EACH) == 8
    assert found("risk_types_at_once") == 0

"""The departments' rules at their thresholds."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.gate import Records
from features.triggers.evaluating import trigger_frame
from features.triggers.rules import TRIGGERS
from tests.drawn_tables import POLICY, drawn

AS_OF = dt.date(2024, 6, 30)


def hits(**tables: pl.DataFrame) -> set[str]:
    frame = trigger_frame(Records(tables), pl.DataFrame({"household_id": ["H1"], "as_of": [AS_OF]}), POLICY)
    row = frame.row(0, named=True)
    found = {name.removeprefix("trigger.") for name, hit in row.items() if name.startswith("trigger.") and hit}
    assert row["hits"] == len(found)
    return found


def household(kind: str) -> pl.DataFrame:
    return drawn("households", f"event_date | region_code | household_type\n2024-01-01 | 990101001001 | {kind}")


def stay(self_paid: float, day: str = "2024-05-01") -> pl.DataFrame:
    return drawn("illness", f"event_date | person_id | setting | self_paid_yuan\n{day} | P1 | inpatient | {self_paid}")


@pytest.mark.parametrize(
    ("kind", "self_paid", "hit"),
    [
        ("lifted_out", 4999.99, False),
        ("lifted_out", 5000, True),
        ("general", 19999.99, False),
        ("general", 20000, True),
    ],
)
def test_in_patient_bills_have_a_line_for_each_type_of_household(kind: str, self_paid: float, hit: bool) -> None:
    assert ("inpatient_self_paid" in hits(households=household(kind), illness=stay(self_paid))) is hit


@pytest.mark.parametrize(("day", "hit"), [("2023-06-30", False), ("2023-07-01", True)])
def test_bills_count_for_twelve_months(day: str, hit: bool) -> None:
    assert ("inpatient_self_paid" in hits(households=household("lifted_out"), illness=stay(9000, day))) is hit


@pytest.mark.parametrize(("aid", "hit"), [(0, True), (2000, True), (2001, False)])
def test_schooling_cost_is_taken_after_aid(aid: float, hit: bool) -> None:
    education = drawn(
        "education",
        f"event_date | person_id | stage | status | cost_yuan | aid_yuan\n2023-09-01 | P1 | college | enrolled | 12001 | {aid}",
    )
    assert ("education_cost" in hits(education=education)) is hit


@pytest.mark.parametrize(("litres", "days", "hit"), [(35, 36, False), (34.9, 0, True), (60, 37, True)])
def test_water_fails_by_any_one_indicator(litres: float, days: float, hit: bool) -> None:
    water = drawn(
        "water",
        "event_date | litres_per_day | days_out | fetch_minutes | quality_ok\n"
        f"2024-03-31 | {litres} | {days} | 5 | yes",
    )
    assert ("unsafe_water" in hits(water=water)) is hit


def test_a_job_lost_in_a_household_where_somebody_else_works_is_no_hit() -> None:
    members = drawn("members", "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | ordinary")
    lost = "event_date | person_id | started_on | ended_on\n2024-05-10 | P1 | 2022-01-01 | 2024-05-10"
    assert "job_lost" in hits(members=members, employment=drawn("employment", lost))
    both = lost + "\n2023-01-01 | P2 | 2023-01-01 | "
    assert "job_lost" not in hits(members=members, employment=drawn("employment", both))


def test_nothing_known_is_no_hit() -> None:
    assert hits() == set()


def test_an_unsafe_dwelling_is_open_until_remedied() -> None:
    graded = "event_date | grade | remedied_on\n2023-01-10 | D | "
    assert "unsafe_dwelling" in hits(housing=drawn("housing", graded))
    assert "unsafe_dwelling" not in hits(housing=drawn("housing", graded + "2024-06-30"))
    assert "unsafe_dwelling" in hits(housing=drawn("housing", graded + "2024-07-01"))


def test_rules_have_names_and_words_of_their_own_and_their_policy_exists() -> None:
    assert len({t.name for t in TRIGGERS}) == len(TRIGGERS)
    own = Policy.load().values
    for trigger in TRIGGERS:
        assert trigger.zh
        assert trigger.en
        assert trigger.policy_read <= set(own)

"""Thresholds are dated policy: on the day of a new step the same records are judged by the new number."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from features.checks.finding import find
from features.checks.registry import checks
from features.policy.loading import Policy, Step
from features.policy.steps import Status
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn
from tests.features.checks.stories import findings_in
from tests.features.checks.test_household_records import stated, year
from tests.features.checks.test_people import person, spell
from tests.features.checks.test_procedure_steps import IDENTIFIED, REMOVED
from tests.features.checks.test_risks import LABOUR, household_of, monitored

CHANGE = dt.date(2024, 6, 30)
DAY_BEFORE = CHANGE - dt.timedelta(days=1)

STRADDLED = [
    # threshold, value of the new step, check, hit on the day before, hit on the day; tables
    ("check_wage_least", 301, "wage_outside", False, True, {"income": year("wage 300")}),
    ("check_wage_most", 299_999, "wage_outside", False, True, {"income": year("wage 300000")}),
    ("check_dibao_least", 150, "dibao_amount_small", True, False, {"income": year("transfer_dibao 199")}),
    (
        "check_public_post_oldest_age",
        69,
        "over_age_public_post",
        False,
        True,
        {"members": person(birth_month="1953-07-01"), "employment": spell("2023-01-01")},
    ),
    ("check_removal_months", 3, "removed_too_soon", False, True, {"monitoring": REMOVED.format("")}),
    ("check_measure_months", 12, "month_without_measure", True, False, {"monitoring": IDENTIFIED}),
    ("check_report_delay_days", 200, "disaster_risk_no_event", True, False, {"monitoring": monitored("disaster")}),
    (
        "check_enough_labour_share",
        0.6,
        "labour_risk_enough_labour",
        True,
        False,
        {"members": household_of("skilled weak none lost"), **LABOUR},
    ),
    (
        "check_enough_labour_people",
        3,
        "labour_risk_enough_labour",
        False,
        True,
        {"members": household_of("skilled weak none"), **LABOUR},
    ),
    (
        "check_net_income_tolerance",
        2,
        "net_income_differs",
        True,
        False,
        {"income": year("wage 9000"), "households": stated("9001.5")},
    ),
]


def with_new_step(name: str, number: float) -> Policy:
    value = POLICY.values[name]
    step = Step(CHANGE, number, "", "a county's own notice", Status.EXAMPLE)
    changed = dataclasses.replace(value, steps=(*value.steps, step))
    return Policy({**POLICY.values, name: changed}, "changed")


@pytest.mark.parametrize(
    ("name", "number", "check", "before", "on_the_day", "tables"), STRADDLED, ids=[row[0] for row in STRADDLED]
)
def test_a_threshold_holds_from_the_day_of_its_step(
    name: str, number: float, check: str, before: bool, on_the_day: bool, tables: dict[str, str]
) -> None:
    policy = with_new_step(name, number)
    records = Records({table: drawn(table, drawing) for table, drawing in tables.items()})
    hits = [check in find(records, day, policy)["check"].to_list() for day in (DAY_BEFORE, CHANGE)]
    assert hits == [before, on_the_day]


def test_every_threshold_of_the_checks_is_straddled() -> None:
    own = {name for name, value in POLICY.values.items() if value.file == "checks.yaml"}
    assert {row[0] for row in STRADDLED} == own
    assert own <= {name for one in checks().values() for name in one.policy}


def test_the_threshold_told_is_the_one_of_the_place_and_day() -> None:
    found = findings_in({"income": year("wage 300001")}).row(0, named=True)
    assert found["threshold"] == 300_000

"""Each department's rule, a hit beside a near miss."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from features.triggers import TRIGGERS, trigger_frame
from tests.drawing import POLICY, drawn

AS_OF = dt.date(2024, 6, 30)

Tables = dict[str, str]

LIFTED_OUT = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | lifted_out"
GENERAL = LIFTED_OUT.replace("lifted_out", "general")
WORKER = "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | ordinary"
UNINSURED = "event_date | person_id | listing | insured\n2023-12-31 | P1 | full | {}\n2023-12-31 | P2 | full | yes"
BILL = "event_date | person_id | setting | self_paid_yuan\n{} | P1 | {} | {}"
DIAGNOSIS = "event_date | person_id | setting | disease_class\n{} | P1 | diagnosis | {}"
STUDENT = "event_date | person_id | stage | status | cost_yuan | aid_yuan\n{} | P1 | {} | {} | {} | 0"
EVENT = "event_date | kind | loss_yuan | harm\n{} | {} | {} | {}"
SUPPORT = "event_date | kind | started_on\n{0} | {1} | {0}"
CARD = "event_date | person_id | grade\n{} | P1 | {}"
DWELLING = "event_date | grade | disaster_damage\n{} | {} | {}"
WATER = "event_date | litres_per_day | days_out | fetch_minutes | quality_ok\n2024-03-31 | 60 | 0 | {} | {}"
WORK = "event_date | person_id | started_on | ended_on\n2024-06-01 | P1 | 2020-01-01 | {}"
INCOME = "event_date | category | amount_yuan | period_months\n2022-12-31 | wage | {} | 12\n2023-12-31 | wage | {} | 12"
MOVE = "event_date | kind | moved_on\n2022-01-01 | moved | {}"

CASES: list[tuple[str, Tables, Tables]] = [
    (
        "inpatient_self_paid",
        {"households": LIFTED_OUT, "illness": BILL.format("2024-01-01", "inpatient", 5000)},
        {"households": LIFTED_OUT, "illness": BILL.format("2024-01-01", "outpatient", 9000)},
    ),
    (
        "outpatient_self_paid",
        {"illness": BILL.format("2024-06-01", "outpatient", 500)},
        {"illness": BILL.format("2024-06-01", "outpatient", 499.99)},
    ),
    (
        "outpatient_self_paid",
        {"illness": BILL.format("2024-06-01", "outpatient", 900)},
        {"illness": BILL.format("2024-05-31", "outpatient", 900)},
    ),
    (
        "medical_burden",
        {"illness": BILL.format("2024-05-01", "outpatient", 50000)},
        {"illness": BILL.format("2024-05-01", "outpatient", 49999.99)},
    ),
    (
        "uninsured",
        {"households": LIFTED_OUT, "members": UNINSURED.format("no")},
        {"households": GENERAL, "members": UNINSURED.format("no")},
    ),
    (
        "uninsured",
        {"households": LIFTED_OUT, "members": UNINSURED.format("no")},
        {"households": LIFTED_OUT, "members": UNINSURED.format("yes")},
    ),
    (
        "new_major_disease",
        {"illness": DIAGNOSIS.format("2024-01-01", "major")},
        {"illness": DIAGNOSIS.format("2023-12-31", "major")},
    ),
    (
        "new_major_disease",
        {"illness": DIAGNOSIS.format("2024-06-30", "major")},
        {"illness": DIAGNOSIS.format("2024-06-30", "chronic")},
    ),
    (
        "education_cost",
        {"education": STUDENT.format("2023-09-01", "vocational", "enrolled", 10000.01)},
        {"education": STUDENT.format("2023-09-01", "vocational", "enrolled", 10000)},
    ),
    (
        "education_cost",
        {"education": STUDENT.format("2023-09-01", "college", "enrolled", 20000)},
        {"education": STUDENT.format("2023-09-01", "junior", "enrolled", 20000)},
    ),
    (
        "dropped_out",
        {"education": STUDENT.format("2024-06-01", "junior", "dropped_out", 0)},
        {"education": STUDENT.format("2024-06-01", "junior", "suspended", 0)},
    ),
    (
        "accident_harm",
        {"shocks": EVENT.format("2023-07-01", "crime", "", "injured")},
        {"shocks": EVENT.format("2023-06-30", "crime", "", "injured")},
    ),
    (
        "newly_on_relief",
        {"support": SUPPORT.format("2023-12-31", "dibao")},
        {"support": SUPPORT.format("2023-12-30", "dibao")},
    ),
    (
        "newly_on_relief",
        {"support": SUPPORT.format("2023-07-01", "temporary_relief")},
        {"support": SUPPORT.format("2023-06-30", "temporary_relief")},
    ),
    (
        "new_severe_disability",
        {"disability": CARD.format("2023-07-01", 2)},
        {"disability": CARD.format("2023-06-30", 2)},
    ),
    (
        "new_severe_disability",
        {"disability": CARD.format("2024-06-30", 1)},
        {"disability": CARD.format("2024-06-30", 3)},
    ),
    (
        "unsafe_dwelling",
        {"housing": DWELLING.format("2020-01-01", "C", "")},
        {"housing": DWELLING.format("2020-01-01", "B", "yes")},
    ),
    (
        "unsafe_dwelling",
        {"housing": DWELLING.format("2024-06-30", "A", "yes")},
        {"housing": DWELLING.format("2024-06-30", "A", "no")},
    ),
    ("unsafe_water", {"water": WATER.format(21, "yes")}, {"water": WATER.format(20, "yes")}),
    ("unsafe_water", {"water": WATER.format(20, "no")}, {"water": WATER.format(20, "yes")}),
    (
        "job_lost",
        {"members": WORKER, "employment": WORK.format("2024-04-01")},
        {"members": WORKER, "employment": WORK.format("2024-03-31")},
    ),
    # Twelve months less those of the half-year, twice: six months before and none since is the line.
    ("fewer_work_months", {"employment": WORK.format("2023-12-30")}, {"employment": WORK.format("2024-01-15")}),
    (
        "project_failure",
        {"shocks": EVENT.format("2023-07-01", "business_failure", 1, "")},
        {"shocks": EVENT.format("2023-07-01", "disaster_flood", 1, "")},
    ),
    (
        "disaster_loss",
        {"shocks": EVENT.format("2023-07-01", "disaster_weather", 1, "")},
        {"shocks": EVENT.format("2023-07-01", "crime", 1, "")},
    ),
    (
        "income_low",
        {"members": WORKER, "income": INCOME.format(12412, 12412)},
        {"members": WORKER, "income": INCOME.format(12412.01, 12412.01)},
    ),
    ("income_drop", {"income": INCOME.format(30000, 21000)}, {"income": INCOME.format(30000, 21000.01)}),
    (
        "relocated_without_work",
        {"members": WORKER, "employment": WORK.format("2020-06-01"), "relocation": MOVE.format("2022-01-01")},
        {"members": WORKER, "employment": WORK.format("2020-06-01"), "relocation": MOVE.format("2024-07-01")},
    ),
    (
        "relocated_without_work",
        {"members": WORKER, "employment": WORK.format("2020-06-01"), "relocation": MOVE.format("2022-01-01")},
        {"members": WORKER, "employment": WORK.format(""), "relocation": MOVE.format("2022-01-01")},
    ),
]


def is_hit(name: str, drawings: Tables) -> bool:
    records = Records({table: drawn(table, drawing) for table, drawing in drawings.items()})
    index = pl.DataFrame({"household_id": ["H1"], "as_of": [AS_OF]})
    return bool(trigger_frame(records, index, POLICY)[f"trigger.{name}"][0])


@pytest.mark.parametrize(("name", "hit", "near_miss"), CASES)
def test_a_rule_is_hit_and_nearly_missed(name: str, hit: Tables, near_miss: Tables) -> None:
    assert (is_hit(name, hit), is_hit(name, near_miss)) == (True, False)


def test_every_rule_has_its_story() -> None:
    assert {trigger.name for trigger in TRIGGERS} == {name for name, _hit, _near_miss in CASES}

"""Rules of medical insurance, health, schools, police, civil affairs and the disabled persons' federation."""

from __future__ import annotations

import pytest

from tests.features.triggers.stories import Story, holds

LIFTED_OUT = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | lifted_out"
GENERAL = LIFTED_OUT.replace("lifted_out", "general")
CHILD = "event_date | person_id | listing | birth_month | student\n2023-12-31 | P1 | full | {} | not"
UNINSURED = "event_date | person_id | listing | insured\n2023-12-31 | P1 | full | {}\n2023-12-31 | P2 | full | yes"
BILL = "event_date | person_id | setting | self_paid_yuan | aid_yuan\n{} | P1 | {} | {} | 0"
INSURED = "event_date | person_id | setting | total_yuan | basic_yuan | major_yuan | aid_yuan\n{} | P1 | inpatient | {} | 20000 | 10000 | {}"
DIAGNOSIS = "event_date | person_id | setting | disease_class\n{} | P1 | diagnosis | {}"
STUDENT = "event_date | person_id | stage | status | cost_yuan | aid_yuan\n{} | P1 | {} | {} | {} | 0"
EVENT = "event_date | kind | loss_yuan | harm\n{} | {} | {} | {}"
SUPPORT = "event_date | kind | started_on | amount_yuan\n{0} | {1} | {0} | {2}"
CARD = "event_date | person_id | grade\n{} | P1 | {}"
IDENTIFIED = "event_date | step\n2024-06-30 | {}"

STORIES = [
    Story(
        "inpatient_self_paid",
        5000,
        "2024-01-01",
        {"households": LIFTED_OUT, "illness": BILL.format("2024-01-01", "inpatient", 5000)},
        {"households": LIFTED_OUT, "illness": BILL.format("2024-01-01", "outpatient", 9000)},
    ),
    Story(
        "inpatient_self_paid",
        20000,
        "2024-01-01",
        {"households": GENERAL, "illness": BILL.format("2024-01-01", "inpatient", 20000)},
        {"households": GENERAL, "illness": BILL.format("2024-01-01", "inpatient", 19999.99)},
    ),
    # Whose type nobody knows is held against no line.
    Story(
        "inpatient_self_paid",
        5000,
        "2024-06-30",
        {"households": LIFTED_OUT, "illness": BILL.format("2024-06-30", "inpatient", 5000)},
        {"illness": BILL.format("2024-06-30", "inpatient", 50000)},
    ),
    Story(
        "outpatient_self_paid",
        500,
        "2024-06-01",
        {"illness": BILL.format("2024-06-01", "outpatient", 500)},
        {"illness": BILL.format("2024-06-01", "outpatient", 499.99)},
    ),
    Story(
        "outpatient_self_paid",
        900,
        "2024-06-01",
        {"illness": BILL.format("2024-06-01", "outpatient", 900)},
        {"illness": BILL.format("2024-05-31", "outpatient", 900)},
    ),
    Story(
        "self_paid_against_rural_income",
        6750.01,
        "2024-05-01",
        {"households": LIFTED_OUT, "illness": BILL.format("2024-05-01", "outpatient", 6750.01)},
        {"households": LIFTED_OUT, "illness": BILL.format("2024-05-01", "outpatient", 6750)},
    ),
    Story(
        "self_paid_against_rural_income",
        13500.01,
        "2024-05-01",
        {"households": GENERAL, "illness": BILL.format("2024-05-01", "inpatient", 13500.01)},
        {"households": GENERAL, "illness": BILL.format("2024-05-01", "inpatient", 13500)},
    ),
    Story(
        "medical_burden",
        50000,
        "2024-05-01",
        {"illness": INSURED.format("2024-05-01", 80000, 0)},
        {"illness": INSURED.format("2024-05-01", 79999.99, 0)},
    ),
    Story(
        "medical_burden",
        60000,
        "2023-07-01",
        {"illness": INSURED.format("2023-07-01", 90000, 0)},
        {"illness": INSURED.format("2023-07-01", 90000, 1)},
    ),
    Story(
        "uninsured",
        1,
        "2023-12-31",
        {"households": LIFTED_OUT, "members": UNINSURED.format("no")},
        {"households": GENERAL, "members": UNINSURED.format("no")},
    ),
    Story(
        "uninsured",
        1,
        "2023-12-31",
        {"households": LIFTED_OUT, "members": UNINSURED.format("no")},
        {"households": LIFTED_OUT, "members": UNINSURED.format("yes")},
    ),
    Story(
        "uninsured_monitored",
        1,
        "2023-12-31",
        {"households": GENERAL, "members": UNINSURED.format("no"), "monitoring": IDENTIFIED.format("identified")},
        {"households": GENERAL, "members": UNINSURED.format("no"), "monitoring": IDENTIFIED.format("removed")},
    ),
    # A lifted-out household is told once, by the rule for those.
    Story(
        "uninsured_monitored",
        1,
        "2023-12-31",
        {"households": GENERAL, "members": UNINSURED.format("no"), "monitoring": IDENTIFIED.format("rolled_back")},
        {"households": LIFTED_OUT, "members": UNINSURED.format("no"), "monitoring": IDENTIFIED.format("identified")},
    ),
    Story(
        "new_major_disease",
        1,
        "2024-01-01",
        {"illness": DIAGNOSIS.format("2024-01-01", "major")},
        {"illness": DIAGNOSIS.format("2023-12-31", "major")},
    ),
    Story(
        "new_major_disease",
        1,
        "2024-06-30",
        {"illness": DIAGNOSIS.format("2024-06-30", "major")},
        {"illness": DIAGNOSIS.format("2024-06-30", "chronic")},
    ),
    Story(
        "education_cost",
        10000.01,
        "2023-09-01",
        {"education": STUDENT.format("2023-09-01", "vocational", "enrolled", 10000.01)},
        {"education": STUDENT.format("2023-09-01", "vocational", "enrolled", 10000)},
    ),
    Story(
        "education_cost",
        20000,
        "2023-09-01",
        {"education": STUDENT.format("2023-09-01", "college", "enrolled", 20000)},
        {"education": STUDENT.format("2023-09-01", "junior", "enrolled", 20000)},
    ),
    Story(
        "dropped_out",
        1,
        "2024-06-01",
        {"education": STUDENT.format("2024-06-01", "junior", "dropped_out", 0)},
        {"education": STUDENT.format("2024-06-01", "senior", "dropped_out", 0)},
    ),
    Story(
        "not_at_school",
        1,
        "2023-12-31",
        {"members": CHILD.format("2018-06-01")},
        {"members": CHILD.format("2018-07-01")},
    ),
    Story(
        "not_at_school",
        1,
        "2023-12-31",
        {"members": CHILD.format("2008-07-01")},
        {"members": CHILD.format("2008-06-01")},
    ),
    Story(
        "accident_harm",
        1,
        "2023-07-01",
        {"shocks": EVENT.format("2023-07-01", "crime", "", "injured")},
        {"shocks": EVENT.format("2023-06-30", "crime", "", "injured")},
    ),
    Story(
        "newly_on_minimum_living",
        1,
        "2024-01-01",
        {"support": SUPPORT.format("2024-01-01", "dibao", "")},
        {"support": SUPPORT.format("2023-12-31", "dibao", "")},
    ),
    Story(
        "newly_on_minimum_living",
        1,
        "2024-06-30",
        {"support": SUPPORT.format("2024-06-30", "tekun", "")},
        {"support": SUPPORT.format("2024-06-30", "medical_aid", "")},
    ),
    Story(
        "large_temporary_relief",
        5000,
        "2023-07-01",
        {"support": SUPPORT.format("2023-07-01", "temporary_relief", 5000)},
        {"support": SUPPORT.format("2023-07-01", "temporary_relief", 4999.99)},
    ),
    Story(
        "large_temporary_relief",
        5000,
        "2023-07-01",
        {"support": SUPPORT.format("2023-07-01", "temporary_relief", 5000)},
        {"support": SUPPORT.format("2023-06-30", "temporary_relief", 5000)},
    ),
    Story(
        "new_severe_disability",
        1,
        "2023-07-01",
        {"disability": CARD.format("2023-07-01", 2)},
        {"disability": CARD.format("2023-06-30", 2)},
    ),
    Story(
        "new_severe_disability",
        1,
        "2024-06-30",
        {"disability": CARD.format("2024-06-30", 1)},
        {"disability": CARD.format("2024-06-30", 3)},
    ),
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_rule_is_hit_and_nearly_missed(story: Story) -> None:
    holds(story)

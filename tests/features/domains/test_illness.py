"""Illness, day by day: which bill counts in which window, and for whom."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

BILLS = """
    event_date | person_id | setting    | disease_class | total_yuan | aid_yuan | self_paid_yuan
    2023-06-30 | P1        | inpatient  | major         | 10         | 1        | 1
    2023-07-01 | P1        | inpatient  | ordinary      | 20         | 2        | 2
    2023-12-31 | P2        | outpatient | chronic       | 40         | 4        | 4
    2024-01-01 | P2        | outpatient | chronic       | 80         | 8        | 8
    2024-03-31 | P1        | inpatient  | ordinary      | 160        | 16       | 16
    2024-04-01 | P3        | inpatient  | accident      | 320        | 32       | 32
    2024-05-31 | P1        | outpatient | ordinary      | 640        | 64       | 64
    2024-06-01 | P1        | outpatient | ordinary      | 1280       | 128      | 128
    2024-06-30 | P1        | inpatient  | ordinary      | 2560       | 256      | 256
    2024-06-30 | P1        | diagnosis  | ordinary      | 5120       | 512      | 512
"""
"""Each bill pays a power of two, so that a sum tells which bills are in it. The diagnosis is no bill."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("self_paid_1m", 128 + 256),  # from 1 June
        ("self_paid_3m", 32 + 64 + 128 + 256),  # from 1 April
        ("self_paid_6m", 8 + 16 + 32 + 64 + 128 + 256),  # from 1 January
        ("self_paid_12m", 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256),  # from 1 July
        ("inpatient_self_paid_12m", 2 + 16 + 32 + 256),
        ("outpatient_self_paid_1m", 128),
        ("medical_bills_12m", 5100),
        ("medical_aid_12m", 510),
        ("reimbursed_share_12m", 0.9),
        ("admissions_3m", 2),
        ("admissions_12m", 4),
        ("people_in_hospital_12m", 2),  # P1 three times and P3
        ("months_since_admission", 0),
    ],
)
def test_bills_count_by_their_day_and_setting(name: str, expected: float) -> None:
    assert value(name, AS_OF, illness=drawn("illness", BILLS)) == pytest.approx(expected)


def test_the_largest_bill_is_neither_the_last_nor_that_of_another_year() -> None:
    bills = """
        event_date | person_id | setting    | self_paid_yuan
        2023-06-30 | P1        | inpatient  | 900
        2023-09-01 | P1        | inpatient  | 70
        2023-10-01 | P1        | outpatient | 80.5
        2024-05-01 | P1        | inpatient  |
        2024-06-01 | P1        | outpatient | 9
        2024-06-02 | P1        | diagnosis  | 500
    """
    assert value("largest_self_paid_12m", AS_OF, illness=drawn("illness", bills)) == 80.5


DISEASES = """
    event_date | known_date | person_id | setting    | disease_class
    2019-02-01 | 2019-02-05 | P1        | inpatient  | major
    2023-12-31 | 2024-01-05 | P2        | diagnosis  | major
    2024-01-01 | 2024-01-05 | P3        | diagnosis  | major
    2024-06-30 | 2024-06-30 | P3        | diagnosis  | major
    2024-02-01 | 2024-02-05 | P4        | inpatient  | major
    2024-02-01 | 2024-02-05 | P5        | outpatient | chronic
    2024-07-01 | 2024-06-20 | P6        | diagnosis  | major
    2024-07-01 | 2024-06-20 | P7        | diagnosis  | chronic
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("people_with_major_disease", 4),  # P1 to P4; P6 falls ill tomorrow
        ("new_major_disease_6m", 1),  # P3, twice; P2 a day too early; P4 was treated, not registered
        ("people_with_chronic_disease", 1),
        ("months_since_admission", 4),  # P4 on 1 February; a diagnosis is no stay
    ],
)
def test_the_ill_are_counted_as_people(name: str, expected: float) -> None:
    assert value(name, AS_OF, illness=drawn("illness", DISEASES)) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2024-05-30", 3), ("2024-06-01", 4), ("2024-02-01", 0)])
def test_months_are_counted_when_they_are_complete(as_of: str, expected: float) -> None:
    stay = "event_date | known_date | person_id | setting\n2024-02-01 | 2024-02-01 | P1 | inpatient"
    assert value("months_since_admission", as_of, illness=drawn("illness", stay)) == expected


def test_a_bill_without_an_amount_leaves_the_sum_unknown_only_when_it_is_alone() -> None:
    one = "event_date | person_id | setting | self_paid_yuan\n2024-06-01 | P1 | inpatient | "
    assert value("self_paid_12m", AS_OF, illness=drawn("illness", one)) is None
    assert value("admissions_12m", AS_OF, illness=drawn("illness", one)) == 1
    two = one + "\n2024-06-02 | P1 | inpatient | 0.1\n2024-06-03 | P1 | inpatient | 0.2"
    assert value("self_paid_12m", AS_OF, illness=drawn("illness", two)) == 0.3
    old = one.replace("2024-06-01", "2023-06-01")
    assert value("self_paid_12m", AS_OF, illness=drawn("illness", old)) == 0


@pytest.mark.parametrize(
    ("self_paid", "share", "catastrophic"), [(3999.99, 0.399999, 0), (4000, 0.4, 1), (5000, 0.5, 1)]
)
def test_illness_is_catastrophic_from_the_share_of_income_on(
    self_paid: float, share: float, catastrophic: float
) -> None:
    illness = drawn(
        "illness", f"event_date | person_id | setting | self_paid_yuan\n2024-06-01 | P1 | inpatient | {self_paid}"
    )
    income = drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 10000 | 12")
    assert value("self_paid_to_income", AS_OF, illness=illness, income=income) == pytest.approx(share)
    assert value("catastrophic_illness", AS_OF, illness=illness, income=income) == catastrophic


def test_bills_per_person_are_of_the_household_as_it_is_now() -> None:
    members = drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full\n2023-12-31 | P2 | full")
    illness = drawn("illness", BILLS)
    assert value("self_paid_per_person_12m", AS_OF, illness=illness, members=members) == 255
    assert value("self_paid_per_person_12m", AS_OF, illness=illness) is None

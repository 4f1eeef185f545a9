"""What an as-of day sees."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

BILL_REPORTED_LATE = """
    event_date | known_date | person_id | setting   | self_paid_yuan
    2024-01-10 | 2024-02-01 | P1        | inpatient | 3000
    2024-03-10 | 2024-06-01 | P1        | inpatient | 5000
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-01-31", 0),  # in hospital already, not yet reported
        ("2024-02-01", 3000),  # reported that day
        ("2024-05-31", 3000),
        ("2024-06-01", 8000),
        ("2025-01-09", 8000),
        ("2025-01-10", 5000),  # the January bill is a full year old
        ("2025-03-10", 0),
    ],
)
def test_a_bill_counts_from_the_day_it_is_known_until_it_is_a_year_old(as_of: str, expected: float) -> None:
    assert value("self_paid_12m", as_of, illness=drawn("illness", BILL_REPORTED_LATE)) == expected


BILL_CORRECTED = """
    record_id | event_date | known_date | delivery_id | person_id | setting   | self_paid_yuan
    S1        | 2024-01-10 | 2024-02-05 | d1          | P1        | inpatient | 3000
    S1        | 2024-01-10 | 2024-04-05 | d2          | P1        | inpatient | 1200
    S2        | 2024-01-20 | 2024-02-05 | d1          | P1        | inpatient | 10
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-04-04", 3010),
        ("2024-04-05", 1210),  # the correction replaces, it does not add
    ],
)
def test_a_correction_replaces_from_the_day_it_is_known(as_of: str, expected: float) -> None:
    assert value("self_paid_12m", as_of, illness=drawn("illness", BILL_CORRECTED)) == expected


def test_the_same_fact_delivered_twice_on_one_day_counts_once() -> None:
    twice = """
        record_id | event_date | known_date | delivery_id | person_id | setting   | self_paid_yuan
        S1        | 2024-01-10 | 2024-02-05 | d1          | P1        | inpatient | 3000
        S1        | 2024-01-10 | 2024-02-05 | d2          | P1        | inpatient | 3000
    """
    assert value("self_paid_12m", "2024-03-01", illness=drawn("illness", twice)) == 3000


def test_the_same_code_in_another_household_is_another_fact() -> None:
    two = """
        household_id | record_id | event_date | known_date | person_id | setting   | self_paid_yuan
        H1           | S1        | 2024-01-10 | 2024-02-05 | P1        | inpatient | 3000
        H2           | S1        | 2024-01-10 | 2024-03-05 | P2        | inpatient | 700
    """
    illness = drawn("illness", two)
    assert value("self_paid_12m", "2024-06-01", illness=illness) == 3000
    assert value("self_paid_12m", "2024-06-01", household="H2", illness=illness) == 700


SPELL = """
    record_id | event_date | known_date | person_id | started_on | ended_on   | monthly_wage_yuan
    P1-2023   | 2023-03-01 | 2023-04-05 | P1        | 2023-03-01 |            | 4000
    P1-2023   | 2024-02-10 | 2024-03-05 | P1        | 2023-03-01 | 2024-02-10 | 4000
"""


@pytest.mark.parametrize(
    ("as_of", "working", "ended"),
    [
        ("2024-02-10", 1, 0),
        ("2024-03-04", 1, 0),  # the job is over, nobody knows yet
        ("2024-03-05", 0, 1),
        ("2024-05-10", 0, 1),  # the first day without work was 11 February
        ("2024-05-11", 0, 0),  # three months ago
    ],
)
def test_the_end_of_a_job_is_seen_from_the_day_it_is_known(as_of: str, working: int, ended: int) -> None:
    employment = drawn("employment", SPELL)
    assert value("people_working", as_of, employment=employment) == working
    assert value("jobs_ended_3m", as_of, employment=employment) == ended

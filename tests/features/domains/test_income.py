"""Recorded income: the last year collected, against the line in force."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

TWO_YEARS = """
    event_date | known_date | category     | amount_yuan | period_months | caliber
    2022-09-30 | 2022-11-05 | wage         | 30000       | 12            | national
    2022-09-30 | 2022-11-05 | transfer_dibao | 2000      | 12            | national
    2023-09-30 | 2023-11-05 | wage         | 20000       | 12            | national
    2023-09-30 | 2023-11-05 | business     | 6000        | 12            | national
    2023-09-30 | 2023-11-05 | business_cost | 1000.55    | 12            | national
    2023-09-30 | 2023-11-05 | insurance_payout | 9000    | 12            | national
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-11-04", None),
        ("2022-11-05", 32000),
        ("2023-09-29", 32000),
        ("2023-09-30", None),  # the old year has left the window, the new one is not delivered: unknown, not zero
        ("2023-11-05", 24999.45),  # cost is taken off; an insurance payout is no income
        ("2024-09-30", None),
    ],
)
def test_net_income_is_that_of_the_last_year_collected(as_of: str, expected: float | None) -> None:
    assert value("net_income_year", as_of, income=drawn("income", TWO_YEARS)) == expected


def test_two_collections_in_one_window_are_not_added() -> None:
    early_and_late = """
        event_date | category | amount_yuan | period_months | caliber
        2023-01-31 | wage     | 30000       | 12            | national
        2023-12-31 | wage     | 20000       | 12            | national
    """
    assert value("wage_year", "2023-12-31", income=drawn("income", early_and_late)) == 20000


def test_a_quarter_is_scaled_to_a_year() -> None:
    quarter = """
        event_date | category | amount_yuan | period_months | caliber
        2023-12-31 | wage     | 1234.56     | 3             | survey
    """
    assert value("wage_year", "2023-12-31", income=drawn("income", quarter)) == 4938.24


def test_an_amount_that_is_not_stated_is_unknown_and_one_of_zero_is_zero() -> None:
    blank = """
        event_date | category | amount_yuan | period_months | caliber
        2023-12-31 | wage     |             | 12            | national
        2023-12-31 | property | 0           | 12            | national
    """
    income = drawn("income", blank)
    assert value("wage_year", "2024-01-31", income=income) is None
    assert value("property_year", "2024-01-31", income=income) == 0
    assert value("business_year", "2024-01-31", income=income) is None


PLACE = """
    event_date | region_code  | household_type
    2020-06-30 | 990101001001 | general
"""
ONE_PERSON = """
    event_date | person_id | listing
    2020-06-30 | P1        | full
"""


@pytest.mark.parametrize(("as_of", "line"), [("2021-12-31", 6000), ("2022-01-01", 6600), ("2022-12-31", 6600)])
def test_the_line_is_the_one_in_force_on_the_day(as_of: str, line: float) -> None:
    year = """
        event_date | category | amount_yuan | period_months | caliber
        2021-12-31 | wage     | 13200       | 12            | national
    """
    ratio = value(
        "income_to_line",
        as_of,
        income=drawn("income", year.replace("2021-12-31", "2021-12-31" if as_of < "2022-12-31" else "2022-06-30")),
        households=drawn("households", PLACE),
        members=drawn("members", ONE_PERSON),
    )
    assert ratio == pytest.approx(13200 / line)

"""Income by source, the year before, and what hangs on what."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

SOURCES = """
    event_date | category                 | amount_yuan | period_months
    2023-12-31 | wage                     | 1           | 12
    2023-12-31 | business                 | 2           | 12
    2023-12-31 | property                 | 4           | 12
    2023-12-31 | transfer_family_planning | 8           | 12
    2023-12-31 | transfer_dibao           | 16          | 12
    2023-12-31 | transfer_tekun           | 32          | 12
    2023-12-31 | transfer_pension         | 64          | 12
    2023-12-31 | transfer_ecological      | 128         | 12
    2023-12-31 | transfer_other           | 256         | 12
    2023-12-31 | business_cost            | 511         | 12
    2023-12-31 | insurance_payout         | 1024        | 12
    2023-12-31 | compliant_self_paid      | 2048        | 12
    2022-12-31 | wage                     | 100         | 12
    2022-12-31 | business_cost            | 90          | 12
    2022-12-31 | insurance_payout         | 1024        | 12
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wage_year", 1),
        ("business_year", 2),
        ("business_cost_year", 511),
        ("property_year", 4),
        ("transfer_year", 504),
        ("net_income_year", 0),
        ("net_income_year_before", 10),
        ("income_change", 0),
        ("wage_share", None),  # of nothing
        ("months_since_income", 5),
    ],
)
def test_each_source_is_told_apart(name: str, expected: float | None) -> None:
    assert value(name, AS_OF, income=drawn("income", SOURCES)) == expected


def test_shares_are_of_net_income() -> None:
    income = drawn("income", SOURCES.replace("511", "501"))
    assert value("wage_share", AS_OF, income=income) == pytest.approx(0.1)
    assert value("transfer_share", AS_OF, income=income) == pytest.approx(50.4)


@pytest.mark.parametrize(
    ("day", "year", "before"),
    [
        ("2022-06-30", None, None),
        ("2022-07-01", None, 900),
        ("2023-06-30", None, 900),
        ("2023-07-01", 900, None),
        ("2024-06-30", 900, None),
        ("2024-07-01", None, None),  # a period that ends tomorrow
    ],
)
def test_a_year_and_the_year_before_meet_without_overlap(day: str, year: float | None, before: float | None) -> None:
    income = drawn(
        "income",
        f"event_date | known_date | category | amount_yuan | period_months\n{day} | 2024-06-01 | wage | 900 | 12",
    )
    assert value("net_income_year", AS_OF, income=income) == year
    assert value("net_income_year_before", AS_OF, income=income) == before


def test_the_last_quarter_of_each_year_stands_for_its_year() -> None:
    quarters = """
        event_date | category | amount_yuan | period_months
        2022-12-31 | wage     | 999         | 3
        2023-03-31 | wage     | 2000        | 3
        2024-03-31 | wage     | 999         | 3
        2024-06-30 | wage     | 1500        | 3
        2023-06-30 | wage     | 3000        | 3
    """
    income = drawn("income", quarters)
    assert value("net_income_year", AS_OF, income=income) == 6000
    assert value("net_income_year_before", AS_OF, income=income) == 12000
    assert value("income_change", AS_OF, income=income) == 0.5


def test_fractions_of_a_fen_are_rounded_in_each_amount() -> None:
    thirds = "event_date | category | amount_yuan | period_months\n2024-06-30 | wage | 100.01 | 7\n2024-06-30 | property | 100.01 | 7"
    income = drawn("income", thirds)
    assert value("wage_year", AS_OF, income=income) == 171.45
    assert value("net_income_year", AS_OF, income=income) == 342.9


def test_income_per_person_is_of_those_who_live_there_now() -> None:
    members = (
        "event_date | person_id | listing | left_on\n2023-12-31 | P1 | full | \n2023-12-31 | P2 | full | 2024-06-30"
    )
    income = drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 9000 | 12")
    tables = {"income": income, "members": drawn("members", members)}
    assert value("net_income_per_person", "2024-06-29", "H1", **tables) == 4500
    assert value("net_income_per_person", AS_OF, "H1", **tables) == 9000


def test_a_year_of_which_some_amounts_are_stated_is_the_sum_of_those() -> None:
    some = "event_date | category | amount_yuan | period_months\n2024-06-30 | wage | 700 | 12\n2024-06-30 | property |  | 12"
    assert value("net_income_year", AS_OF, income=drawn("income", some)) == 700

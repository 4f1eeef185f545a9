"""Events with what they cost, and support received, day by day."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

EVENTS = """
    event_date | known_date | kind             | loss_yuan | harm
    2023-06-30 | 2024-06-20 | accident_traffic | 1         | died
    2023-07-01 | 2024-06-20 | disaster_drought | 2         | none
    2023-08-01 | 2024-06-20 | business_failure | 4         |
    2024-03-31 | 2024-06-20 | crime            | 8         | none
    2024-04-01 | 2024-06-20 | disaster_flood   | 16        | injured
    2024-06-29 | 2024-06-20 | accident_other   | 32        |
    2024-07-01 | 2024-06-20 | disaster_flood   | 64        | died
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shocks_12m", 5),
        ("losses_3m", 16 + 32),
        ("losses_12m", 2 + 4 + 8 + 16 + 32),
        ("disaster_losses_12m", 2 + 16),
        ("business_losses_12m", 4),
        ("harmed_by_accident_12m", 0),  # a year ago; by a flood; nobody hurt
        ("disabled_or_killed_12m", 0),
        ("months_since_shock", 0),
    ],
)
def test_events_count_by_their_day_and_kind(name: str, expected: float) -> None:
    assert value(name, AS_OF, shocks=drawn("shocks", EVENTS)) == expected


@pytest.mark.parametrize("kind", ["accident_traffic", "accident_other", "crime"])
@pytest.mark.parametrize(
    ("harm", "harmed", "gravely"), [("none", 0, 0), ("", 0, 0), ("injured", 1, 0), ("disabled", 1, 1), ("died", 1, 1)]
)
def test_harm_has_two_degrees(kind: str, harm: str, harmed: float, gravely: float) -> None:
    shocks = drawn("shocks", f"event_date | kind | harm\n2023-07-01 | {kind} | {harm}")
    assert value("harmed_by_accident_12m", AS_OF, shocks=shocks) == harmed
    assert value("disabled_or_killed_12m", AS_OF, shocks=shocks) == gravely


def test_losses_are_weighed_against_income() -> None:
    income = drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 6200 | 12")
    assert value("losses_to_income", AS_OF, shocks=drawn("shocks", EVENTS), income=income) == pytest.approx(0.01)


@pytest.mark.parametrize("nothing", ["0", "-500"])
def test_there_is_no_ratio_to_an_income_of_nothing(nothing: str) -> None:
    income = drawn("income", f"event_date | category | amount_yuan | period_months\n2023-12-31 | wage | {nothing} | 12")
    assert value("losses_to_income", AS_OF, shocks=drawn("shocks", EVENTS), income=income) is None


SUPPORT = """
    event_date | known_date | kind             | amount_yuan | started_on | ended_on
    2022-01-01 | 2024-06-20 | temporary_relief | 1           | 2023-06-30 | 2023-07-30
    2022-01-01 | 2024-06-20 | temporary_relief | 2           | 2023-07-01 | 2023-07-31
    2022-01-01 | 2024-06-20 | temporary_relief | 4           | 2024-06-30 | 2024-06-30
    2022-01-01 | 2024-06-20 | temporary_relief | 8           | 2024-07-01 |
    2022-01-01 | 2024-06-20 | medical_aid      | 16          | 2024-06-01 |
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("temporary_relief_12m", 2),
        ("temporary_relief_amount_12m", 2 + 4),
        ("measures_underway", 2),  # relief on its only day, and aid without an end
        ("on_minimum_living_allowance", 0),
        ("months_since_minimum_living", None),
    ],
)
def test_measures_count_by_their_first_day(name: str, expected: float | None) -> None:
    assert value(name, AS_OF, support=drawn("support", SUPPORT)) == expected


@pytest.mark.parametrize("kind", ["dibao", "tekun"])
@pytest.mark.parametrize(
    ("as_of", "receives", "months"),
    [("2024-01-14", 0, None), ("2024-01-15", 1, 0), ("2024-05-14", 1, 3), ("2024-05-15", 1, 4), ("2024-05-16", 0, 4)],
)
def test_the_allowance_is_received_from_its_first_day_to_its_last(
    kind: str, as_of: str, receives: float, months: float | None
) -> None:
    support = drawn(
        "support",
        f"event_date | kind | started_on | ended_on\n2024-01-01 | {kind} | 2024-01-15 | 2024-05-15\n"
        "2024-01-01 | industry | 2020-01-01 | ",
    )
    assert value("on_minimum_living_allowance", as_of, support=support) == receives
    assert value("months_since_minimum_living", as_of, support=support) == months

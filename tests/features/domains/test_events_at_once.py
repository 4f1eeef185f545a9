"""Events of several kinds, disasters that come again, and a business that failed after help."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

EVENTS = """
    event_date | known_date | kind                | loss_yuan
    2023-06-30 | 2024-06-20 | accident_traffic    | 1
    2023-07-01 | 2024-06-20 | accident_other      | 2
    2023-07-01 | 2024-06-20 | crime               | 4
    2024-03-31 | 2024-06-20 | disaster_biological | 8
    2024-04-01 | 2024-06-20 | disaster_flood      | 16
    2024-06-30 | 2024-06-20 | business_failure    |
    2024-07-01 | 2024-06-20 | disaster_biological | 64
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shocks_3m", 2),
        ("accidents_12m", 2),
        ("accident_losses_12m", 2 + 4),
        ("largest_loss_12m", 16),
        ("biological_disasters_12m", 1),
        ("months_since_disaster", 2),
        ("kinds_of_shock_12m", 3),
    ],
)
def test_events_count_by_kind_and_window(name: str, expected: float) -> None:
    assert value(name, AS_OF, shocks=drawn("shocks", EVENTS)) == expected


@pytest.mark.parametrize(("kind", "kinds"), [("disaster_flood", 1), ("crime", 1), ("business_failure", 1)])
def test_two_events_of_one_kind_are_one_kind(kind: str, kinds: float) -> None:
    shocks = drawn("shocks", f"event_date | kind\n2024-01-01 | {kind}\n2024-02-01 | {kind}")
    assert value("kinds_of_shock_12m", AS_OF, shocks=shocks) == kinds
    assert value("kinds_of_shock_12m", AS_OF) == 0


@pytest.mark.parametrize(
    ("days", "months"),
    [
        (["2021-06-30"], 0),
        (["2021-07-01"], 1),
        (["2021-07-01", "2021-07-31"], 1),  # one flood, told by two departments
        (["2021-07-31", "2021-08-01"], 2),
        (["2024-06-30", "2022-01-10", "2022-03-10"], 3),
        (["2024-07-01"], 0),
    ],
)
def test_disasters_that_come_again_are_counted_by_month(days: list[str], months: float) -> None:
    rows = [f"{day} | 2020-01-01 | disaster_flood" for day in days]
    shocks = drawn("shocks", "\n".join(["event_date | known_date | kind", *rows, "2022-05-01 | 2022-05-01 | crime"]))
    assert value("disaster_months_36m", AS_OF, shocks=shocks) == months


@pytest.mark.parametrize(
    ("kind", "started_on", "failed_on", "expected"),
    [
        ("industry", "2021-07-01", "2023-07-01", 1),
        ("industry", "2021-06-30", "2023-07-01", 0),
        ("industry", "2021-07-01", "2023-06-30", 0),
        ("housing", "2023-01-01", "2023-07-01", 0),
    ],
)
def test_a_business_failed_though_it_was_helped(kind: str, started_on: str, failed_on: str, expected: float) -> None:
    tables = {
        "shocks": drawn("shocks", f"event_date | kind\n{failed_on} | business_failure"),
        "support": drawn("support", f"event_date | kind | started_on\n2021-01-01 | {kind} | {started_on}"),
    }
    assert value("business_failed_after_help", AS_OF, "H1", **tables) == expected

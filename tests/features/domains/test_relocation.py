"""Moves to a settlement, and the household's description, day by day."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

MOVES = """
    event_date | known_date | kind      | moved_on   | housing_debt_yuan | empty_flat
    2024-01-10 | 2024-01-10 | moved     | 2024-03-31 | 30000             | no
    2024-04-15 | 2024-05-20 | follow_up | 2024-03-31 | 12000             |
    2024-06-15 | 2024-06-15 | follow_up |            |                   | yes
"""


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("relocated", [0, 1, 1, 1]),
        ("months_since_move", [None, 0, 1, 2]),
        ("housing_debt", [30000, 30000, 12000, 12000]),
        ("empty_flat", [0, 0, 0, 1]),
    ],
)
def test_a_move_counts_from_its_day_and_a_follow_up_says_what_it_says(name: str, seen: list[float | None]) -> None:
    days = ["2024-03-30", "2024-03-31", "2024-05-20", AS_OF]
    assert [value(name, day, relocation=drawn("relocation", MOVES)) for day in days] == seen


def test_debt_is_weighed_against_income() -> None:
    income = drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 24000 | 12")
    assert value("debt_to_income", AS_OF, relocation=drawn("relocation", MOVES), income=income) == 0.5


@pytest.mark.parametrize(
    ("moved_on", "ended_on", "expected"),
    [("2023-01-01", "2024-06-01", 1), ("2023-01-01", "", 0), ("2024-07-01", "2024-06-01", 0)],
)
def test_relocated_without_work(moved_on: str, ended_on: str, expected: float) -> None:
    tables = {
        "members": drawn("members", "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | skilled"),
        "employment": drawn(
            "employment", f"event_date | person_id | started_on | ended_on\n2024-01-01 | P1 | 2020-01-01 | {ended_on}"
        ),
        "relocation": drawn("relocation", f"event_date | kind | moved_on\n2022-01-01 | moved | {moved_on}"),
    }
    assert value("relocated_without_work", AS_OF, "H1", **tables) == expected


DESCRIBED = """
    event_date | known_date | region_code  | household_type | land_mu | forest_mu | dwelling_m2 | road_km | in_cooperative | led_by_enterprise
    2022-12-31 | 2023-01-20 | 990101001001 | general        | 1       | 2         | 100         | 0.5     | yes            | no
    2023-12-31 | 2024-01-20 | 990101001002 | lifted_out     |         | 3         | 90          | 1.5     | no             | yes
    2024-07-01 | 2024-06-20 | 990101001003 | general        | 9       | 9         | 9           | 9       | yes            | no
"""


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("lifted_out", [None, 0, 0, 1, 1, 0]),
        ("dwelling", [None, 100, 100, 90, 90, 9]),
        ("distance_to_road", [None, 0.5, 0.5, 1.5, 1.5, 9]),
    ],
)
def test_a_household_is_as_last_described(name: str, seen: list[float | None]) -> None:
    days = ["2023-01-19", "2023-01-20", "2024-01-19", "2024-01-20", AS_OF, "2024-07-01"]
    assert [value(name, day, households=drawn("households", DESCRIBED)) for day in days] == seen

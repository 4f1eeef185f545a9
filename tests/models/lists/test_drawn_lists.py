"""Lists as an office gets them: who is on them, in which place, and why."""

from __future__ import annotations

import pytest

from models.lists import Capacity
from tests.models.lists.drawn_lists import listed, table

TWO_TOWNSHIPS = """
    household_id | region_code  | raw_score
    H1           | 990101001001 | 0.2
    H2           | 990101001001 | 2.1
    H3           | 990101001002 | 0.4
    H4           | 990101001003 | 1.7
    H5           | 990101002001 | 0.1
    H6           | 990101002001 | -0.3
"""


def test_each_township_visits_its_own_households_the_riskiest_first() -> None:
    assert listed(TWO_TOWNSHIPS, Capacity(visits_per_hundred=50)) == table("""
        township  | rank | household_id | slot
        990101001 | 1    | H2           | score
        990101001 | 2    | H4           | score
        990101002 | 1    | H5           | score
    """)


def test_who_lives_nobody_knows_where_is_listed_in_a_place_of_its_own() -> None:
    scores = """
        household_id | region_code  | raw_score
        H1           | 990101001001 | 2.0
        H2           | 990101001001 | 1.0
        H3           |              | 0.2
        H4           |              | 0.1
    """
    assert listed(scores, Capacity(visits_per_hundred=50)) == table("""
        township  | rank | household_id | slot
                  | 1    | H3           | score
        990101001 | 1    | H1           | score
    """)


EIGHT = """
    household_id | region_code  | raw_score
    H1           | 990101001001 | 8
    H2           | 990101001001 | 7
    H3           | 990101001001 | 6
    H4           | 990101001001 | 5
    H5           | 990101001001 | 4
    H6           | 990101001001 | 3
    H7           | 990101001001 | 2
    H8           | 990101001001 | 1
"""


def test_half_of_the_visits_go_to_households_drawn_among_the_others() -> None:
    """Each of the six that the scores leave has the same chance of the two visits: 2 / 6."""
    assert listed(EIGHT, Capacity(visits_per_hundred=50, audit_share=0.5)) == table("""
        township  | rank | household_id | slot  | chance
        990101001 | 1    | H1           | score | 1.0
        990101001 | 2    | H2           | score | 1.0
        990101001 | 4    | H4           | audit | 0.333
        990101001 | 6    | H6           | audit | 0.333
    """)


FOUR_MONTHS = """
    as_of      | household_id | region_code  | raw_score
    2024-01-31 | H1           | 990101001001 | 2
    2024-01-31 | H2           | 990101001001 | 1
    2024-02-29 | H1           | 990101001001 | 2
    2024-02-29 | H2           | 990101001001 | 1
    2024-03-31 | H1           | 990101001001 | 2
    2024-03-31 | H2           | 990101001001 | 1
    2024-04-30 | H1           | 990101001001 | 2
    2024-04-30 | H2           | 990101001001 | 1
"""


@pytest.mark.parametrize(
    ("months", "households"),
    [
        (0, ["H1", "H1", "H1", "H1"]),  # without a rest the same one comes each month
        (2, ["H1", "H2", "H1", "H2"]),  # visited on 31 January, listed again on 31 March
    ],
)
def test_who_was_visited_rests_and_the_next_one_comes(months: int, households: list[str]) -> None:
    found = listed(FOUR_MONTHS, Capacity(visits_per_hundred=50, cool_down_months=months))
    assert found == table("as_of | township | rank | household_id | slot") + [
        [day, "990101001", "1", household, "score"]
        for day, household in zip(("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"), households, strict=True)
    ]


@pytest.mark.parametrize(
    ("visited_on", "first"),
    [
        ("2024-04-30", "H2"),  # two months ago to the day: it has rested
        ("2024-05-01", "H4"),
    ],
)
def test_a_visit_before_the_list_counts_for_the_rest_too(visited_on: str, first: str) -> None:
    visited = f"household_id | visited_on\nH2 | {visited_on}"
    capacity = Capacity(visits_per_hundred=25, cool_down_months=2)
    north = "\n".join(TWO_TOWNSHIPS.strip().splitlines()[:5])
    assert listed(north, capacity, visited) == table(f"""
        township  | rank | household_id | slot
        990101001 | 1    | {first}      | score
    """)


def test_where_nearly_everybody_rests_the_list_is_short() -> None:
    visited = """
        household_id | visited_on
        H1           | 2024-06-15
        H2           | 2024-06-15
        H3           | 2024-06-15
        H5           | 2024-06-15
    """
    assert listed(TWO_TOWNSHIPS, Capacity(visits_per_hundred=50, cool_down_months=6), visited) == table("""
        township  | rank | household_id | slot
        990101001 | 1    | H4           | score
        990101002 | 1    | H6           | score
    """)


def test_equal_scores_are_in_an_order_that_is_drawn_not_in_that_of_their_codes() -> None:
    equal = """
        household_id | region_code  | raw_score
        H1           | 990101001001 | 0
        H2           | 990101001001 | 0
        H3           | 990101001001 | 0
        H4           | 990101001001 | 0
    """
    assert [row[2] for row in listed(equal, Capacity(visits_per_hundred=100))[1:]] == ["H4", "H2", "H1", "H3"]

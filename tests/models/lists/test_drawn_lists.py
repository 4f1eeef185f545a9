"""Lists as an office gets them: who is on them, in which place, and why."""

from __future__ import annotations

import pytest

from models.lists import Capacity, Rules
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
        place     | rank | household_id | slot
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
        place     | rank | household_id | slot
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
        place     | rank | household_id | slot  | chance
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
    assert found == table("as_of | place | rank | household_id | slot") + [
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
        place     | rank | household_id | slot
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
        place     | rank | household_id | slot
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


SIX = """
    household_id | region_code  | raw_score
    H1           | 990101001001 | 6
    H2           | 990101001001 | 5
    H3           | 990101001001 | 4
    H4           | 990101001001 | 3
    H5           | 990101001002 | 2
    H6           | 990101001002 | 1
"""
HALF = Capacity(visits_per_hundred=50)


def test_who_hits_a_severe_rule_comes_first_and_takes_nobody_s_place() -> None:
    """A third of the three visits more: one. H5 has the higher severity, so that H6 is left out though it is told."""
    hits = """
        household_id | severity | hit_since
        H5           | 3        | 2024-06-12
        H6           | 2        | 2024-06-20
    """
    assert listed(SIX, Rules(HALF, must_include_share=0.34), hits=hits) == table("""
        place     | rank | household_id | slot
        990101001 | 5    | H5           | must_include
        990101001 | 1    | H1           | score
        990101001 | 2    | H2           | score
        990101001 | 3    | H3           | score
    """)


@pytest.mark.parametrize(
    ("hit_since", "slots"),
    [
        ("2024-06-05", ["score", "score", "score"]),  # the visit of 5 June saw it
        ("2024-06-06", ["must_include", "score", "score", "score"]),  # it came the day after
    ],
)
def test_a_hit_since_the_last_visit_does_not_wait_for_the_rest_to_end(hit_since: str, slots: list[str]) -> None:
    visited = "household_id | visited_on\nH5 | 2024-06-05"
    hits = f"household_id | severity | hit_since\nH5 | 3 | {hit_since}"
    rules = Rules(Capacity(visits_per_hundred=50, cool_down_months=6), must_include_share=0.34)
    assert [row[3] for row in listed(SIX, rules, visited, hits=hits)[1:]] == slots


@pytest.mark.parametrize(
    ("listed_since", "visited_on", "households"),
    [
        ("2024-05-31", "2024-05-30", ["H1", "H2", "H6"]),  # not visited since it was listed: it keeps its place
        ("2024-05-31", "2024-05-31", ["H1", "H2", "H3"]),  # visited on the day of the list
        ("2024-03-31", "2024-03-01", ["H1", "H2", "H6"]),
        ("2024-03-30", "2024-03-01", ["H1", "H2", "H3"]),  # three months have passed since it was listed first
    ],
)
def test_who_was_listed_and_not_visited_keeps_the_place_for_a_while(
    listed_since: str, visited_on: str, households: list[str]
) -> None:
    previous = f"household_id | listed_on | listed_since\nH6 | 2024-05-31 | {listed_since}"
    visited = f"household_id | visited_on\nH6 | {visited_on}"
    rules = Rules(HALF, carry_over_months=3)
    assert [row[2] for row in listed(SIX, rules, visited, previous)[1:]] == households


LAST = """
    household_id | listed_on  | listed_since
    H4           | 2024-05-31 | 2024-05-31
    H5           | 2024-05-31 | 2024-05-31
    H6           | 2024-05-31 | 2024-05-31
"""


@pytest.mark.parametrize(
    ("margin", "households"),
    [
        (1.0, ["H1", "H2", "H3"]),
        (2.7, ["H1", "H2", "H3"]),  # H3 leads H4 by one, which is 2.718 times its odds
        (2.8, ["H1", "H2", "H4"]),
        (1_000.0, ["H4", "H5", "H6"]),
    ],
)
def test_a_household_of_the_last_list_stays_unless_another_leads_by_the_margin(
    margin: float, households: list[str]
) -> None:
    """All of the last list are open cases; H1, H2 and H3 have the highest scores now."""
    assert [row[2] for row in listed(SIX, Rules(HALF, churn_margin=margin), previous=LAST)[1:]] == households


def test_who_of_the_last_list_was_visited_has_no_margin() -> None:
    visited = "household_id | visited_on\nH4 | 2024-06-10\nH5 | 2024-06-10\nH6 | 2024-06-10"
    found = listed(SIX, Rules(HALF, churn_share=0.0, churn_margin=1_000.0), visited, LAST)
    assert [row[2] for row in found[1:]] == ["H1", "H2", "H3"]


@pytest.mark.parametrize(
    ("share", "slots"),
    [
        (1.0, {"H1": "score", "H2": "score", "H3": "score"}),
        (0.67, {"H1": "score", "H2": "score", "H4": "budget"}),  # two of three places may change
        (0.34, {"H1": "score", "H4": "budget", "H5": "budget"}),
        (0.0, {"H4": "budget", "H5": "budget", "H6": "budget"}),
    ],
)
def test_no_more_places_change_by_score_than_the_budget_allows_the_greatest_gains_first(
    share: float, slots: dict[str, str]
) -> None:
    found = listed(SIX, Rules(HALF, churn_share=share), previous=LAST)
    assert {row[2]: row[3] for row in found[1:]} == slots


@pytest.mark.parametrize(
    ("visited_on", "households"),
    [
        ("2023-07-01", ["H1", "H2", "H3"]),  # H5's village was visited within the year
        ("2023-06-30", ["H1", "H2", "H5"]),  # a year has passed to the day
    ],
)
def test_a_village_where_nobody_was_visited_for_a_year_has_a_place(visited_on: str, households: list[str]) -> None:
    visited = f"household_id | visited_on\nH6 | {visited_on}\nH4 | 2024-02-01"
    rules = Rules(HALF, floor_months=12)
    assert [row[2] for row in listed(SIX, rules, visited)[1:]] == households

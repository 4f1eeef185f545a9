"""What becomes of a department's alert beside the list: ten families, two visits, and no alert that is forgotten."""

from __future__ import annotations

import pytest

from models.alerts.handling import Handling
from models.lists import Capacity, Rules
from tests.models.alerts.drawn_alerts import RULES, a_list, handlings, of_households

# Ten families in a village, the riskiest first: A and B are listed, as one visit in five households is made.
TEN = """
    household_id | raw_score
    A            | -1
    B            | -2
    C            | -3
    D            | -4
    E            | -5
    F            | -6
    G            | -7
    H            | -8
    I            | -9
    J            | -9
"""


def test_a_family_on_the_list_is_visited_anyway_and_one_behind_it_stays_a_lead() -> None:
    came = """
        household_id | trigger      | since
        A            | job_lost     | 2024-06-12
        D            | job_lost     | 2024-06-20
    """
    assert handlings(came, a_list(TEN)) == [("A", "job_lost", "listed"), ("D", "job_lost", "behind")]
    assert Handling.LISTED.answered
    assert not Handling.BEHIND.answered, "a low score makes no visit superfluous"


@pytest.mark.parametrize(
    ("visited_on", "handling"),
    [
        ("2024-06-09", "behind"),  # the bill came the day after: nobody has asked about it
        ("2024-06-10", "visited"),  # the visitor saw the family on the day of the bill
        ("2024-06-28", "visited"),
    ],
)
def test_a_visit_answers_what_came_before_it(visited_on: str, handling: str) -> None:
    seen = f"household_id | visited_on\n D | {visited_on}"
    came = "household_id | trigger | since\n D | inpatient_self_paid | 2024-06-10"
    assert handlings(came, a_list(TEN, visited=seen)) == [("D", "inpatient_self_paid", handling)]


@pytest.mark.parametrize(
    ("visited_on", "handling"),
    [
        ("2023-12-31", "visited"),  # rests through June
        ("2023-12-30", "behind"),  # half a year is over: what was asked then is out of date
    ],
)
def test_a_visit_answers_no_longer_than_the_family_rests(visited_on: str, handling: str) -> None:
    """A line that rose in June makes an alert of an income of the year before."""
    seen = f"household_id | visited_on\n D | {visited_on}"
    came = "household_id | trigger | since\n D | income_low | 2023-09-30"
    assert handlings(came, a_list(TEN, visited=seen)) == [("D", "income_low", handling)]


def test_of_two_alerts_the_visit_answered_one() -> None:
    seen = "household_id | visited_on\n D | 2024-06-10"
    came = """
        household_id | trigger             | since
        D            | inpatient_self_paid | 2024-06-01
        D            | job_lost            | 2024-06-20
    """
    assert handlings(came, a_list(TEN, visited=seen)) == [
        ("D", "inpatient_self_paid", "visited"),
        ("D", "job_lost", "behind"),
    ]
    assert of_households(came, a_list(TEN, visited=seen)) == {"D": "behind"}


def test_who_rests_and_is_as_risky_as_the_listed_is_told_apart() -> None:
    """A was visited in May and would lead the list; a bill of June was in nobody's eyes then."""
    seen = "household_id | visited_on\n A | 2024-05-10"
    came = """
        household_id | trigger             | since
        A            | inpatient_self_paid | 2024-06-10
        D            | inpatient_self_paid | 2024-06-10
    """
    assert of_households(came, a_list(TEN, visited=seen)) == {"A": "ahead", "D": "behind"}


def test_the_last_listed_by_its_score_is_the_line() -> None:
    """B and a family with B's score are alike: only the draw parts them."""
    alike = TEN.replace("| -3", "| -2")
    issued = a_list(alike)
    came = "household_id | trigger | since\n B | job_lost | 2024-06-12\n C | job_lost | 2024-06-12"
    assert sorted(of_households(came, issued).values()) == ["ahead", "listed"]


def test_a_severe_rule_is_never_left_to_the_score() -> None:
    """J is the least risky of all; must-includes are full (none are taken on top here), and nobody was there since."""
    severe = "household_id | hit_since\n J | 2024-06-15"
    came = """
        household_id | trigger       | since
        J            | accident_harm | 2024-06-15
        J            | job_lost      | 2024-06-18
        I            | job_lost      | 2024-06-18
    """
    assert handlings(came, a_list(TEN, severe=severe)) == [
        ("I", "job_lost", "behind"),
        ("J", "accident_harm", "must_visit"),
        ("J", "job_lost", "must_visit"),
    ]
    with_room = Rules(RULES.capacity, must_include_share=0.5)
    assert of_households(came, a_list(TEN, severe=severe, rules=with_room)) == {"I": "behind", "J": "listed"}


@pytest.mark.parametrize(("visited_on", "handling"), [("2024-06-14", "must_visit"), ("2024-06-15", "visited")])
def test_a_severe_hit_is_answered_by_a_visit_that_saw_it_and_by_no_other(visited_on: str, handling: str) -> None:
    severe, seen = "household_id | hit_since\n J | 2024-06-15", f"household_id | visited_on\n J | {visited_on}"
    came = "household_id | trigger | since\n J | accident_harm | 2024-06-15"
    assert of_households(came, a_list(TEN, visited=seen, severe=severe)) == {"J": handling}


def test_each_township_has_its_own_line_and_one_without_a_listed_score_takes_the_lowest_of_all() -> None:
    two = """
        household_id | region_code  | raw_score
        A            | 990101001001 | -1
        B            | 990101001001 | -5
        N            | 990101002001 | -3
        O            | 990101002001 | -4
    """
    came = """
        household_id | trigger  | since
        B            | job_lost | 2024-06-12
        O            | job_lost | 2024-06-12
    """
    both = a_list(two, rules=Rules(Capacity(50)))
    assert set(both.listed["household_id"]) == {"A", "N"}
    assert of_households(came, both) == {"B": "behind", "O": "behind"}
    # A severe hit takes the only visit of the north: no score of the north is on the list.
    severe = "household_id | hit_since\n N | 2024-06-15"
    taken = a_list(two, severe=severe, rules=Rules(Capacity(visits=2), must_include_share=1))
    assert dict(taken.listed.select("household_id", "slot").iter_rows()) == {"A": "score", "N": "must_include"}
    assert of_households(came, taken) == {"B": "behind", "O": "behind"}


def test_where_no_score_put_anybody_on_the_list_nothing_is_behind_it() -> None:
    severe = "household_id | hit_since\n J | 2024-06-15"
    only = a_list(TEN, severe=severe, rules=Rules(Capacity(visits=1), must_include_share=1))
    assert only.listed["slot"].to_list() == ["must_include"]
    came = "household_id | trigger | since\n H | job_lost | 2024-06-12"
    assert of_households(came, only) == {"H": "ahead"}


def test_who_has_no_score_is_not_asked_about() -> None:
    came = "household_id | trigger | since\n Z | job_lost | 2024-06-12"
    assert handlings(came, a_list(TEN)) == []

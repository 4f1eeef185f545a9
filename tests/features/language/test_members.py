"""Who belongs to a household on a day."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

ROSTERS = """
    record_id | event_date | known_date | person_id | listing | birth_month | labour   | left_on    | left_reason
    P1-2022   | 2022-12-31 | 2023-01-05 | P1        | full    | 1970-05-01  | ordinary |            |
    P2-2022   | 2022-12-31 | 2023-01-05 | P2        | full    | 1972-05-01  | ordinary |            |
    P3-2022   | 2022-12-31 | 2023-01-05 | P3        | full    | 1940-05-01  | none     |            |
    P4-born   | 2023-04-10 | 2023-05-05 | P4        | change  | 2023-04-01  |          |            |
    P3-died   | 2023-08-20 | 2023-09-05 | P3        | change  | 1940-05-01  | none     | 2023-08-20 | died
    P1-2023   | 2023-12-31 | 2024-01-05 | P1        | full    | 1970-05-01  | lost     |            |
    P4-2023   | 2023-12-31 | 2024-01-05 | P4        | full    | 2023-04-01  | none     |            |
"""


@pytest.mark.parametrize(
    ("as_of", "persons", "with_labour"),
    [
        ("2023-01-04", None, None),  # no roster known: unknown, not zero
        ("2023-01-05", 3, 2),
        ("2023-05-04", 3, 2),
        ("2023-05-05", 4, 2),  # the birth is known
        ("2023-09-04", 4, 2),
        ("2023-09-05", 3, 2),  # the death is known
        ("2024-01-05", 2, 0),  # the new roster no longer lists P2; P1 lost labour
    ],
)
def test_members_are_those_of_the_last_listing_with_what_changed_since(
    as_of: str, persons: float | None, with_labour: float | None
) -> None:
    members = drawn("members", ROSTERS)
    assert value("persons", as_of, members=members) == persons
    assert value("people_with_labour", as_of, members=members) == with_labour


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2023-09-04", 0), ("2023-09-05", 1), ("2024-08-19", 1), ("2024-08-20", 0)]
)
def test_a_death_counts_for_a_year_from_its_day_once_it_is_known(as_of: str, expected: float) -> None:
    assert value("deaths_12m", as_of, members=drawn("members", ROSTERS)) == expected


def test_age_is_in_completed_years() -> None:
    one = """
        event_date | person_id | listing | birth_month | relation
        2022-12-31 | P1        | full    | 1970-05-01  | head
    """
    members = drawn("members", one)
    assert value("head_age", "2024-04-30", members=members) == 53
    assert value("head_age", "2024-05-01", members=members) == 54


@pytest.mark.parametrize(
    ("birth", "expected"), [("2018-05-01", 1), ("2018-06-01", 0), ("2008-06-01", 1), ("2008-05-01", 0)]
)
def test_compulsory_school_age_is_six_to_fifteen(birth: str, expected: float) -> None:
    one = f"""
        event_date | person_id | listing | birth_month | student
        2023-12-31 | P1        | full    | {birth}  | not
    """
    assert value("school_age_not_at_school", "2024-05-31", members=drawn("members", one)) == expected


def test_an_unknown_flag_is_not_counted_as_either() -> None:
    two = """
        event_date | person_id | listing | insured | chronic
        2023-12-31 | P1        | full    |         |
        2023-12-31 | P2        | full    | no      | yes
    """
    members = drawn("members", two)
    assert value("uninsured_people", "2024-05-31", members=members) == 1
    assert value("chronic_people", "2024-05-31", members=members) == 1


def test_schooling_is_that_of_the_members_who_state_it() -> None:
    family = """
        event_date | person_id | listing | relation | schooling
        2022-12-31 | P1        | full    | head     | primary
        2022-12-31 | P2        | full    | child    | senior
        2022-12-31 | P3        | full    | child    |
    """
    members = drawn("members", family)
    assert value("highest_schooling", "2023-06-30", members=members) == 3
    assert value("head_schooling", "2023-06-30", members=members) == 1
    unsaid = members.filter(pl.col("person_id") == "P3")
    assert value("highest_schooling", "2023-06-30", members=unsaid) is None

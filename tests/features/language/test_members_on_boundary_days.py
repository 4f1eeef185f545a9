"""Members at their boundary days: birthdays, the day of leaving, the day of the listing, the words of the roster."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def roster(columns: str, *rows: str) -> dict[str, pl.DataFrame]:
    lines = [f"2023-12-31 | P{n} | full | {row}" for n, row in enumerate(rows)]
    return {"members": drawn("members", "\n".join([f"event_date | person_id | listing | {columns}", *lines]))}


@pytest.mark.parametrize(
    ("born", "child", "elder", "age"),
    [
        ("2008-07-01", 1, 0, 15),
        ("2008-06-01", 0, 0, 16),
        ("1964-07-01", 0, 0, 59),
        ("1964-06-01", 0, 1, 60),
        ("2024-06-01", 1, 0, 0),
    ],
)
def test_children_are_under_sixteen_and_elders_sixty_or_over(born: str, child: float, elder: float, age: float) -> None:
    tables = roster("relation | birth_month", f"head | {born}")
    names = ("children", "elders", "elders_only", "head_age", "youngest_age", "oldest_age")
    assert [value(name, AS_OF, "H1", **tables) for name in names] == [child, elder, elder, age, age, age]


def test_ages_of_a_household_are_those_of_its_youngest_oldest_and_head() -> None:
    tables = roster("relation | birth_month", "spouse | 1950-01-01", "head | 1960-01-01", "child | 2000-01-01")
    names = ("youngest_age", "oldest_age", "head_age", "elders", "elders_only")
    assert [value(name, AS_OF, "H1", **tables) for name in names] == [24, 74, 64, 2, 0]


@pytest.mark.parametrize(
    ("word", "has_labour", "lost"),
    [("ordinary", 1, 0), ("skilled", 1, 0), ("weak", 1, 0), ("lost", 0, 1), ("none", 0, 0)],
)
def test_labour_has_five_words(word: str, has_labour: float, lost: float) -> None:
    tables = roster("labour", word, "none")
    assert value("people_with_labour", AS_OF, "H1", **tables) == has_labour
    assert value("people_who_lost_labour", AS_OF, "H1", **tables) == lost
    assert value("labour_share", AS_OF, "H1", **tables) == has_labour / 2


@pytest.mark.parametrize(
    ("student", "at_school", "missing"),
    [("not", 0, 1), ("preschool", 1, 0), ("primary", 1, 0), ("vocational", 1, 0), ("college", 1, 0), ("", 0, 0)],
)
def test_a_child_of_ten_is_at_school_or_missing(student: str, at_school: float, missing: float) -> None:
    tables = roster("birth_month | student", f"2014-01-01 | {student}", "1990-01-01 | not")
    assert value("people_at_school", AS_OF, "H1", **tables) == at_school
    assert value("school_age_not_at_school", AS_OF, "H1", **tables) == missing


def test_flags_of_the_roster_are_counted_when_they_say_so() -> None:
    tables = roster(
        "relation | sex | chronic | major_illness | disabled | insured | pension_insured | work_months | work_place",
        "head     | female | yes   | no            | yes      | yes     | no              | 10          | outside",
        "spouse   | male   | yes   | yes           | no       | no      | yes             | 0           | outside",
        "child    | male   | no    | no            | no       | yes     | no              | 3.5         | province",
        "child    | male   |       |               |          |         |                 |             | ",
    )
    counted = {
        "chronic_people": 2,
        "major_illness_people": 1,
        "disabled_people_on_roster": 1,
        "pension_insured_people": 1,
        "roster_work_months": 13.5,
        "roster_workers": 2,
        "workers_outside_province": 1,
        "months_since_roster": 5,
    }
    assert {name: value(name, AS_OF, "H1", **tables) for name in counted} == counted


@pytest.mark.parametrize(("as_of", "persons"), [("2024-03-09", 2), ("2024-03-10", 1), ("2024-03-11", 1)])
def test_a_person_who_left_is_gone_from_that_day(as_of: str, persons: float) -> None:
    tables = roster("left_on", "", "2024-03-10")
    assert value("persons", as_of, "H1", **tables) == persons


def test_a_change_on_the_day_of_the_listing_stands_and_an_older_one_does_not() -> None:
    listed = """
        event_date | known_date | person_id | listing
        2023-12-30 | 2024-01-05 | P1        | change
        2023-12-31 | 2024-01-05 | P2        | change
        2023-12-31 | 2024-01-05 | P3        | full
        2022-12-31 | 2023-01-05 | P4        | full
        2024-01-01 | 2024-01-05 | P5        | change
        2024-07-01 | 2024-06-20 | P6        | full
    """
    members = drawn("members", listed)
    assert value("persons", AS_OF, members=members) == 3  # P2, P3, P5; P6 is listed from tomorrow
    assert value("persons", "2024-07-01", members=members) == 1


def test_the_last_word_about_a_person_is_what_happened_last_not_what_was_said_last() -> None:
    said = """
        event_date | known_date | person_id | listing | labour
        2024-03-01 | 2024-03-05 | P1        | change  | lost
        2023-12-31 | 2024-05-05 | P1        | full    | ordinary
        2024-06-30 | 2024-06-30 | P2        | change  | ordinary
    """
    members = drawn("members", said)
    assert value("people_with_labour", "2024-06-29", members=members) == 0
    assert value("people_with_labour", AS_OF, members=members) == 1


@pytest.mark.parametrize(
    ("reason", "left_on", "died", "left"),
    [
        ("died", "2023-06-30", 0, 0),
        ("died", "2023-07-01", 1, 1),
        ("died", "2024-06-30", 1, 1),
        ("died", "2024-07-01", 0, 0),
        ("married_out", "2024-01-01", 0, 1),
        ("moved", "2024-01-01", 0, 1),
        ("no_longer_listed", "2024-01-01", 0, 1),
        ("", "2024-01-01", 0, 1),
        ("", "", 0, 0),
    ],
)
def test_leaving_counts_for_a_year_and_death_by_its_name(reason: str, left_on: str, died: float, left: float) -> None:
    tables = roster("left_on | left_reason", f"{left_on} | {reason}", " | ")
    assert value("deaths_12m", AS_OF, "H1", **tables) == died
    assert value("somebody_left_12m", AS_OF, "H1", **tables) == left

"""A person known to have died is no member, worker, student or card holder any more, whoever has not heard of it yet."""

from __future__ import annotations

import datetime as dt

import pytest

from features.frame import index_of, known_rows, known_rows_of
from features.language.views import DISABILITY, HOUSEHOLD, MEMBERS
from features.records.gate import Records
from tests.drawn_tables import drawn, value

ROSTERS = """
    record_id | event_date | known_date | person_id | listing | labour   | left_on    | left_reason
    P1-2022   | 2022-12-31 | 2023-01-05 | P1        | full    | ordinary |            |
    P2-2022   | 2022-12-31 | 2023-01-05 | P2        | full    | ordinary |            |
    P2-died   | 2023-12-20 | 2024-01-05 | P2        | change  |          | 2023-12-20 | died
    P1-2023   | 2023-12-31 | 2024-02-05 | P1        | full    | ordinary |            |
    P2-2023   | 2023-12-31 | 2024-02-05 | P2        | full    | ordinary |            |
"""
"""The roster of 31 December lists P2 once more."""

WORK = """
    record_id | event_date | person_id | started_on | ended_on | monthly_wage_yuan
    P2-work   | 2023-01-01 | P2        | 2023-01-01 |          | 4000
"""
CARD = """
    event_date | person_id | category | grade
    2022-05-01 | P2        | 4        | 1
"""


@pytest.mark.parametrize(
    ("as_of", "persons", "working", "zero_employment", "cards"),
    [
        ("2024-01-04", 2, 1, 0, 1),  # dead, and nobody knows
        ("2024-01-05", 1, None, None, 0),  # known: the one registered spell was a dead person's
        ("2024-02-05", 1, None, None, 0),  # listed once more by mistake
    ],
)
def test_the_dead_count_until_their_death_is_known(
    as_of: str, persons: float, working: float | None, zero_employment: float | None, cards: float
) -> None:
    tables = {
        "members": drawn("members", ROSTERS),
        "employment": drawn("employment", WORK),
        "disability": drawn("disability", CARD),
    }
    assert value("persons", as_of, "H1", **tables) == persons
    assert value("people_working", as_of, "H1", **tables) == working
    assert value("zero_employment", as_of, "H1", **tables) == zero_employment
    assert value("people_severely_disabled", as_of, "H1", **tables) == cards


@pytest.mark.parametrize(("as_of", "people"), [("2024-01-04", ["P2"]), ("2024-01-05", [])])
def test_the_rows_that_are_shown_are_those_that_count(as_of: str, people: list[str]) -> None:
    records = Records({"members": drawn("members", ROSTERS), "disability": drawn("disability", CARD)})
    index = index_of(["H1"], dt.date.fromisoformat(as_of))
    assert known_rows(records, index, DISABILITY)["person_id"].to_list() == people
    # Several views at once have the rows that each has alone.
    together = known_rows_of(records, index, [DISABILITY, MEMBERS, HOUSEHOLD])
    assert all(rows.equals(known_rows(records, index, view)) for view, rows in together.items())


def test_who_moved_away_may_still_send_wages() -> None:
    moved = ROSTERS.replace("died", "moved")
    tables = {"members": drawn("members", moved), "employment": drawn("employment", WORK)}
    assert value("people_working", "2024-01-05", "H1", **tables) == 1


def test_a_death_that_is_taken_back_is_no_death() -> None:
    back = ROSTERS + "    P2-died   | 2023-12-20 | 2024-03-05 | P2        | change  |          |            |\n"
    tables = {"members": drawn("members", back), "employment": drawn("employment", WORK)}
    assert value("persons", "2024-03-04", "H1", **tables) == 1
    assert value("persons", "2024-03-05", "H1", **tables) == 2
    assert value("people_working", "2024-03-05", "H1", **tables) == 1


LEFT_AND_CHANGED = """
    record_id | event_date | known_date | person_id | listing | labour   | left_on    | left_reason
    P1-2023   | 2023-12-31 | 2024-01-05 | P1        | full    | ordinary |            |
    P2-2023   | 2023-12-31 | 2024-01-05 | P2        | full    | ordinary |            |
    P1-change | 2024-02-01 | 2024-02-05 | P1        | change  |          |            |
    P2-left   | 2024-02-01 | 2024-02-05 | P2        | change  |          | 2024-02-01 | moved
"""


@pytest.mark.parametrize(("as_of", "expected"), [("2024-02-04", 2), ("2024-02-05", 1)])
def test_the_last_word_tells_who_is_there_and_an_earlier_one_what_it_leaves_blank(as_of: str, expected: float) -> None:
    members = drawn("members", LEFT_AND_CHANGED)
    assert value("persons", as_of, members=members) == expected
    assert value("people_with_labour", as_of, members=members) == expected


def test_a_death_of_nobody_named_takes_no_other_row_away() -> None:
    unnamed = ROSTERS.replace("| P2        | change", "|           | change")
    work = WORK.replace("| P2        |", "|           |")
    tables = {"members": drawn("members", unnamed), "employment": drawn("employment", work)}
    assert value("monthly_wages_now", "2024-01-05", "H1", **tables) == 4000

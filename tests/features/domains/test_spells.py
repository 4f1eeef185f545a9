"""Spells of work or of a measure: how long nobody had one, who had one a year ago, and what holds for all."""

from __future__ import annotations

import polars as pl
import pytest

from features.language import all_of, any_of, longest_gap_of_spells, underway
from tests.drawn_tables import measured

AS_OF = "2024-06-30"


def spells(*rows: str) -> str:
    return "\n".join(
        ["known_date | event_date | person_id | started_on | ended_on"]
        + [f"2010-01-01 | 2010-01-01 | P1 | {row}" for row in rows]
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["2020-01-01 | "], 0),
        (["2020-01-01 | 2024-05-31"], 1),  # nothing in June
        (["2020-01-01 | 2024-06-01"], 0),  # one day of June
        (["2020-01-01 | 2023-07-01"], 11),  # one day of the window's first month
        (["2020-01-01 | 2023-06-30"], 12),  # over before the window begins
        (["2020-01-01 | 2010-01-01"], 12),
        (["2024-06-30 | "], 11),  # begun today
        (["2024-06-30 | 2024-12-31"], 11),
        (["2023-07-01 | 2023-07-31", "2024-06-01 | "], 10),
        (["2023-07-01 | 2023-10-31", "2024-02-01 | 2024-04-30"], 3),  # November to January, then May and June
        (["2023-07-01 | 2023-10-31", "2023-09-01 | 2024-02-29"], 4),  # two at once count once
        (["2024-07-01 | "], None),  # only a plan
    ],
)
def test_the_longest_gap_is_in_whole_months_without_any_spell(rows: list[str], expected: float | None) -> None:
    assert measured(longest_gap_of_spells(months=12), AS_OF, "employment", spells(*rows)) == expected


@pytest.mark.parametrize(
    ("row", "then"),
    [
        ("2023-06-30 | ", 1),
        ("2023-07-01 | ", 0),
        ("2020-01-01 | 2023-06-30", 1),  # the last day is still part of it
        ("2020-01-01 | 2023-06-29", 0),
    ],
)
def test_a_spell_was_underway_on_the_day_a_year_ago(row: str, then: float) -> None:
    assert measured(any_of(underway(months_ago=12)), AS_OF, "employment", spells(row)) == then


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["weak", "weak"], 1),
        (["weak", "none"], 0),
        (["weak", ""], None),  # it hangs on the one of whom nothing is said
        (["", "none"], 0),
        ([""], None),
    ],
)
def test_all_is_unknown_only_while_it_hangs_on_the_unknown(words: list[str], expected: float | None) -> None:
    rows = [f"2024-01-01 | P{number} | full | {word}" for number, word in enumerate(words)]
    drawing = "\n".join(["event_date | person_id | listing | labour", *rows])
    assert measured(all_of(pl.col("labour") == "weak"), AS_OF, "members", drawing) == expected

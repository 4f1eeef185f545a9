"""Rows of places: how they are ranked, and which counts a paper does not tell."""

from __future__ import annotations

from features.bilingual import Bilingual
from features.ledgers.wording import Guarantee
from service.views.villages import HIDDEN, PlaceRow, Share, Sorting, printed_cells, ranked

NAME = Bilingual("村", "village")


def row(
    code: str, households: int = 100, *, listed: Share | None = None, housing: int = 0, seekers: int | None = None
) -> PlaceRow:
    lacks = dict.fromkeys(Guarantee, 0) | {Guarantee.HOUSING: housing}
    return PlaceRow(code, NAME, NAME, households, listed, seekers, None, None, lacks, 0)


def test_a_village_of_two_households_does_not_stand_first_by_chance() -> None:
    small, large = row("1", 2, listed=Share(1, 2, 0.12)), row("2", 100, listed=Share(30, 100, 0.27))
    assert [each.code for each in ranked([small, large], Sorting.LISTED)] == ["2", "1"]


def test_of_whom_nothing_is_known_comes_last_and_equals_by_code() -> None:
    rows = [row("3"), row("2", seekers=0), row("1", seekers=0)]
    assert [each.code for each in ranked(rows, Sorting.SEEKERS)] == ["1", "2", "3"]


def housing_cells(*counts: int) -> list[int | str | None]:
    rows = [row(f"99010100100{number}", housing=count) for number, count in enumerate(counts, 1)]
    return [printed_cells(rows, 5)["housing"][each.code] for each in rows]


def test_a_small_count_is_hidden_with_another_that_would_tell_it_by_subtraction() -> None:
    cells = housing_cells(2, 9, 40)
    assert cells[0] == HIDDEN
    assert cells.count(HIDDEN) >= 2
    assert 40 in cells


def test_zero_is_nobody_s_and_large_counts_are_shown() -> None:
    assert housing_cells(0, 9, 40) == [0, 9, 40]


def test_what_is_not_known_is_no_zero() -> None:
    assert printed_cells([row("990101001001")], 5)["seekers"] == {"990101001001": None}
    assert printed_cells([row("990101001001")], 5)["listed"] == {"990101001001": None}

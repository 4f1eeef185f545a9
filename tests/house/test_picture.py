"""The committed picture is the one that the imports draw, and what it leaves out follows from what it shows."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from tests.house.layout import Place, across, crossings, in_order, rows_of, segments_of, width_of
from tests.house.picture import PICTURE, drawing
from tests.house.repository import PACKAGES
from tests.house.rooms import described, reduced


def test_the_picture_in_docs_is_that_of_this_tree() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawing(), "the rooms or their imports are others now: make picture"


def test_every_room_is_in_the_picture_with_its_meaning() -> None:
    titles = {title.text for title in ET.parse(PICTURE).iter("{http://www.w3.org/2000/svg}title")}  # noqa: S314 - our own file
    for package in PACKAGES:
        assert {f"{package}/{room}: {words}" for floor in described(package) for room, words in floor.items()} <= titles


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    assert reduced({"cli": {"list", "gate"}, "list": {"score"}, "score": {"gate"}}) == {
        ("cli", "list"),
        ("list", "score"),
        ("score", "gate"),
    }


@pytest.mark.parametrize("floors", [["a", "bc", "de"], ["ab", "c", "de"]])
def test_rooms_of_a_row_stand_apart_and_within_the_picture(floors: list[str]) -> None:
    rows = rows_of(floors, 300)
    segments = segments_of(rows, [(rows[0][0], "d"), (rows[0][0], "e"), ("c", "d"), ("c", "e")])
    ordered = in_order(rows, segments)
    x = across(ordered, segments, 300)
    for row in ordered:
        for left, right in pairwise(row):
            assert x[right] - x[left] > (width_of(left) + width_of(right)) / 2
        assert x[row[0]] >= width_of(row[0]) / 2
        assert x[row[-1]] <= 300 - width_of(row[-1]) / 2


def test_lines_that_need_not_cross_do_not() -> None:
    rows = rows_of(["ab", "cd"], 300)
    segments = segments_of(rows, [("a", "d"), ("b", "c")])
    crossed = [[Place("a", 0), Place("b", 0)], [Place("c", 1), Place("d", 1)]]
    assert crossings(crossed, segments) == 1
    assert crossings(in_order(rows, segments), segments) == 0


def test_a_floor_that_is_too_wide_takes_two_rows() -> None:
    assert rows_of([["access", "facts", "limits", "origin"]], 200) == [["access", "limits"], ["facts", "origin"]]


def test_a_full_row_stands_closer_and_one_that_does_not_fit_is_refused() -> None:
    row = [Place(room, 0) for room in ("access", "facts", "limits")]
    needed = sum(map(width_of, row))
    x = across([row], [], needed + 4)
    assert x[row[1]] - x[row[0]] == pytest.approx((width_of(row[0]) + width_of(row[1])) / 2 + 2)
    with pytest.raises(ValueError, match="do not fit into"):
        across([row], [], needed - 1)

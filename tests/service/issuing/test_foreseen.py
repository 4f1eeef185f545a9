"""What visits are expected to find: sums of chances, and what no model could exceed."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.issuing.foreseen import foreseen
from service.views.foreseen import TENTH, foreseen_of, rows_for_the_slider

TOWN, OTHER = "990101001", "990101002"


def scored(chances: list[float], village: str = f"{TOWN}001") -> pl.DataFrame:
    """Households of a village, the riskiest first."""
    ordered = sorted(chances, reverse=True)
    return pl.DataFrame(
        {"region_code": [village] * len(ordered), "probability": ordered, "rank": range(1, len(ordered) + 1)},
        schema={"region_code": pl.String, "probability": pl.Float64, "rank": pl.Int64},
    )


def test_the_riskiest_are_added_first() -> None:
    there = scored([0.1, 0.5, 0.2])
    curve = foreseen(there, there.head(1), "990101")["990101"]
    assert (curve["visits"], curve["finds"]) == ([0, 1, 2, 3], [0.0, 0.5, 0.7, 0.8])
    assert curve["last"] == [None, 0.5, 0.2, 0.1]
    assert (curve["scored"], curve["listed"], curve["expected"]) == (3, 1, 0.8)


def test_each_township_has_its_own() -> None:
    there = pl.concat([scored([0.4]), scored([0.3, 0.2], f"{OTHER}001")])
    curves = foreseen(there, there.head(2), "")
    assert set(curves) == {"", "990101", TOWN, OTHER}
    assert curves[TOWN]["expected"] == 0.4
    assert (curves[OTHER]["scored"], curves[OTHER]["listed"]) == (2, 1)


def test_whose_village_is_not_known_counts_in_the_whole_alone() -> None:
    there = pl.concat([scored([0.4]), scored([0.3]).with_columns(region_code=pl.lit(None, pl.String))])
    curves = foreseen(there, there.head(0), "")
    assert curves[""]["scored"] == 2
    assert curves["990101"]["scored"] == 1


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=80))
def test_no_model_finds_more_than_there_are_and_a_better_one_no_less(chances: list[float]) -> None:
    there = scored(chances)
    curve = foreseen_of({"foreseen": foreseen(there, there.head(5), "")}, [""])
    assert curve is not None
    for point in curve.points:
        assert point.finds <= point.better + 1e-9
        assert point.better <= max(point.at_most, point.finds) + 1e-9
        assert point.at_most <= min(point.visits, curve.expected)
        more = curve.at(point.visits + point.further_visits)
        assert point.further == pytest.approx(more.finds - point.finds), (
            "what so many more find, not the next one times a hundred"
        )
    assert curve.points[-1].visits == min(len(chances), 20)


def test_a_better_model_is_a_tenth_of_the_way() -> None:
    there = scored([0.5] * 10)
    curve = foreseen_of({"foreseen": foreseen(there, there.head(5), "")}, [""])
    assert curve is not None
    at = curve.at(4)
    assert (at.visits, at.finds, at.at_most) == (4, 2.0, 4.0)
    assert at.better == pytest.approx(2.0 + TENTH * 2.0)


@pytest.mark.parametrize(
    ("visits", "floor", "below"), [(4, 0.2, 2), (2, 0.2, 0), (4, 0.05, 0), (4, 0.9, 4), (0, 0.5, 0)]
)
def test_visits_below_a_floor_are_counted(visits: int, floor: float, below: int) -> None:
    there = scored([0.6, 0.3, 0.1, 0.1])
    curve = foreseen_of({"foreseen": foreseen(there, there.head(4), "")}, [""])
    assert curve is not None
    assert curve.below(visits, floor) == below


def test_the_narrowest_place_that_has_a_curve_is_shown() -> None:
    there = pl.concat([scored([0.4]), scored([0.3, 0.2], f"{OTHER}001")])
    facts = {"foreseen": foreseen(there, there, "")}
    narrow = foreseen_of(facts, [f"{OTHER}001", OTHER, ""])
    assert narrow is not None
    assert narrow.scored == 2
    assert foreseen_of({}, [""]) is None, "a list from before has none"
    assert '"finds": "0.5"' in rows_for_the_slider(narrow.points)

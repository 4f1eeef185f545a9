"""Which household stands on which printed page: a village is a day's route."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.routes import MOST_BREAKS, Village, breaks, pages, villages_of

VILLAGES = st.lists(
    st.builds(
        Village,
        st.just("青石镇"),
        st.sampled_from(["柳沟村", "北坡村"]),
        st.lists(st.floats(40, 450), min_size=1, max_size=9).map(tuple),
    ),
    max_size=8,
)


def test_a_village_begins_on_a_page_of_its_own_and_goes_on_with_its_name() -> None:
    long, short = Village("青石镇", "柳沟村", (200.0, 200.0, 60.0)), Village("青石镇", "北坡村", (44.0,))
    first, second, third = pages([long, short], 420.0)
    assert [(page.first, page.households) for page in (first, second, third)] == [(0, 2), (2, 1), (0, 1)]
    assert first.heading == "青石镇　柳沟村　共3户"
    assert second.heading == "青石镇　柳沟村　共3户（续，从第3户起）"
    assert third.heading == "青石镇　北坡村　共1户"


def test_a_household_that_needs_more_than_a_page_is_not_lost() -> None:
    (only,) = pages([Village("青石镇", "柳沟村", (500.0,))], 420.0)
    assert only.households == 1


@given(VILLAGES)
def test_everybody_stands_on_one_page_and_no_page_holds_more_than_it_has_room_for(villages: list[Village]) -> None:
    printed = list(pages(villages, 420.0))
    assert sum(page.households for page in printed) == sum(len(village.heights) for village in villages)
    assert [page.village for page in printed if page.begins] == villages
    for page in printed:
        there = page.village.heights[page.first : page.first + page.households]
        assert page.households >= 1
        assert sum(there) <= 420.0 or page.households == 1


def test_two_villages_of_one_name_are_two_routes() -> None:
    homes = [("990101001001", "青石镇", "柳沟村"), ("990101001002", "青石镇", "柳沟村")]
    assert [len(village.heights) for village in villages_of(homes, [50.0, 60.0])] == [1, 1]


def test_of_more_breaks_than_excel_keeps_those_between_villages_come_first() -> None:
    village = Village("青石镇", "柳沟村", (400.0, 400.0))
    printed = list(pages([village] * MOST_BREAKS, 420.0))
    kept = breaks(printed, range(len(printed)))
    assert len(kept) == MOST_BREAKS
    # Every second page begins a village; one break is left for a page that goes on.
    assert [row for row in kept if row % 2] == [1]


@pytest.mark.parametrize("rows", [[], [1]])
def test_one_page_has_no_break(rows: list[int]) -> None:
    printed = [*pages([Village("青石镇", "柳沟村", (50.0,))], 420.0)][: len(rows)]
    assert breaks(printed, rows) == []

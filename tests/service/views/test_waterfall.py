"""Steps from an average household to this one add up exactly."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.views.waterfall import END, REST, START, largest, steps_of


def answer(chance: float, reasons: list[float], protects: list[float]) -> dict[str, Any]:
    def each(points: list[float]) -> list[dict[str, Any]]:
        return [{"zh": f"事{number}", "en": f"fact {number}", "points": value} for number, value in enumerate(points)]

    return {"probability": chance, "reasons": each(reasons), "protects": each(protects)}


def test_every_step_begins_where_the_one_before_ended() -> None:
    steps = steps_of(answer(0.5, [20.0, 10.0], [-5.0]), 0.1)
    assert [step.words for step in (steps[0], steps[-2], steps[-1])] == [START, REST, END]
    assert [step.points for step in steps[1:-1]] == pytest.approx([20.0, 10.0, -5.0, 15.0])
    for one, following in pairwise(steps[:-1]):
        assert following.before == pytest.approx(one.after)
    assert [step.kind for step in steps] == ["plain-bar", "raises", "raises", "lowers", "raises", "plain-bar"]
    assert largest(steps) == 0.5


@given(
    st.floats(0.001, 0.999),
    st.floats(0.001, 0.5),
    st.lists(st.floats(0.0, 30.0), max_size=5),
    st.lists(st.floats(-30.0, 0.0), max_size=3),
)
def test_the_parts_add_up_to_the_whole(
    chance: float, average: float, reasons: list[float], protects: list[float]
) -> None:
    steps = steps_of(answer(chance, reasons, protects), average)
    assert average + sum(step.points or 0.0 for step in steps[1:-1]) / 100 == pytest.approx(chance)
    assert steps[-1].after == chance
    assert all(step.low <= max(step.before, step.after) for step in steps)

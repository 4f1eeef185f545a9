"""Counts of few people are hidden, and whatever would tell them by subtraction."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vault.suppression import Shown, suppressed

LEAST = 5


@pytest.mark.parametrize(
    ("counts", "with_total", "expected", "total"),
    [
        ({"a": 3, "b": 9}, False, {"a": None, "b": 9}, None),
        ({"a": 5, "b": 0}, True, {"a": 5, "b": 0}, 5),
        # One alone is the difference: the smallest of the others goes with it, not a zero.
        ({"a": 3, "b": 9, "c": 7, "d": 0}, True, {"a": None, "b": 9, "c": None, "d": 0}, 19),
        ({"a": 3, "b": 2, "c": 7}, True, {"a": None, "b": None, "c": 7}, 12),
        # Two ones are told by their sum; so are four people among two.
        ({"a": 1, "b": 1, "c": 7}, True, {"a": None, "b": None, "c": None}, 9),
        ({"a": 2, "b": 2, "c": 7, "d": 6}, True, {"a": None, "b": None, "c": 7, "d": None}, 17),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 8}, True, dict.fromkeys("abcdef"), 13),
        # Nothing else to hide among.
        ({"a": 3}, True, {"a": None}, None),
        ({"a": 3, "b": 0}, True, {"a": None, "b": 0}, None),
        ({}, True, {}, 0),
    ],
)
def test_around_each_edge(
    counts: dict[str, int], with_total: bool, expected: dict[str, int | None], total: int | None
) -> None:
    assert suppressed(counts, least=LEAST, with_total=with_total) == Shown(expected, total)


@given(st.lists(st.integers(0, 9), max_size=6))
def test_no_small_count_can_be_worked_out(values: list[int]) -> None:
    """Whoever sees what is shown, and knows that a hidden count is no zero, can fit more than one number to each small one."""
    counts = {str(place): value for place, value in enumerate(values)}
    shown = suppressed(counts, least=LEAST, with_total=True)
    hidden = [name for name, value in shown.counts.items() if value is None]
    small = {name for name, value in counts.items() if 0 < value < LEAST}
    assert small <= set(hidden)
    assert all(shown.counts[name] in (None, counts[name]) for name in counts)
    if shown.total is None:
        return
    rest = shown.total - sum(value or 0 for value in shown.counts.values())
    fitting = (
        [each for each in product(range(1, rest + 1), repeat=len(hidden)) if sum(each) == rest] if rest <= 10 else []
    )
    for place, name in enumerate(hidden):
        if name in small and fitting:
            assert len({each[place] for each in fitting}) > 1
    assert rest == 0 or rest >= LEAST

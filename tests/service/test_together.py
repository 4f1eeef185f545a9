"""Who waits at the same time is worked on together; who is alone is at once; one's failure is nobody else's."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.together import Together


def test_who_comes_while_others_are_worked_on_is_taken_together_with_all_who_came() -> None:
    groups: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def work(pieces: Sequence[int]) -> list[int]:
        groups.append(list(pieces))
        if len(groups) == 1:
            begun.set()
            go_on.wait(10)
        return [piece * 10 for piece in pieces]

    together = Together(work, at_once=1, most=5)
    with ThreadPoolExecutor(20) as callers:
        first = callers.submit(together.result, 0)
        begun.wait(10)
        others = [callers.submit(together.result, number) for number in range(1, 9)]
        while len(together._waiting) < 8:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result(10) == 0
        assert [other.result(10) for other in others] == [number * 10 for number in range(1, 9)]
    assert groups[0] == [0]
    assert [len(group) for group in groups] == [1, 5, 3]
    together.close()


def test_each_is_told_its_own_failure_and_that_of_all() -> None:
    def work(pieces: Sequence[str]) -> list[str | Exception]:
        if "everybody" in pieces:
            raise RuntimeError("everybody")
        return [ValueError(piece) if piece == "one" else piece for piece in pieces]

    together = Together(work)
    assert together.result("good") == "good"
    with pytest.raises(ValueError, match="one"):
        together.result("one")
    with pytest.raises(RuntimeError, match="everybody"):
        together.result("everybody")
    assert together.result("good") == "good"
    together.close()


def test_a_thousand_at_once_each_get_their_own() -> None:
    together: Together[int, int] = Together(lambda pieces: [piece * piece for piece in pieces])
    with ThreadPoolExecutor(50) as callers:
        assert list(callers.map(together.result, range(1_000))) == [number**2 for number in range(1_000)]
    together.close()

"""What was asked for last is there; what was asked for before that is worked out again."""

from __future__ import annotations

import threading

import pytest

from features.bilingual import Bilingual
from service.last_asked import LastAsked
from service.slow import BusyError

WHAT = Bilingual("正在计算", "Being made")


def test_what_was_asked_for_last_is_kept_and_the_oldest_goes() -> None:
    made: list[str] = []
    kept = LastAsked[int](WHAT, 2)

    def of(key: str) -> int:
        def work() -> int:
            made.append(key)
            return len(made)

        return kept.of(key, work)

    assert [of(key) for key in ("one", "two", "one", "three", "one", "two")] == [1, 2, 1, 3, 1, 4]
    assert made == ["one", "two", "three", "two"]
    assert kept.at_hand("three") is None


def test_a_failure_is_not_kept() -> None:
    kept = LastAsked[int](WHAT, 2)
    with pytest.raises(ZeroDivisionError):
        kept.of("one", lambda: 1 // 0)
    assert kept.of("one", lambda: 1) == 1


def test_what_was_begun_before_anybody_asked_is_found_done() -> None:
    kept, free = LastAsked[int](WHAT, 2), threading.Event()
    piece = kept.begin("one", lambda: int(free.wait()))
    with pytest.raises(BusyError):
        kept.of("one", lambda: 2, 0.01)
    free.set()
    assert piece.result() == 1
    assert kept.begin("one", lambda: 2).result() == kept.of("one", lambda: 2) == 1


def test_while_a_new_answer_is_worked_out_the_last_one_is_given_and_it_is_said() -> None:
    kept, free = LastAsked[int](WHAT, 2), threading.Event()

    def now_two() -> int:
        free.wait()
        return 2

    assert kept.of_or_last("ledger", "before", lambda: 1) == (1, True)
    assert kept.of_or_last("ledger", "after", now_two) == (1, False)
    with pytest.raises(BusyError):
        kept.of_or_last("other", "after", now_two, 0.01)
    free.set()
    kept.begin("after", now_two).result()
    assert kept.of_or_last("ledger", "after", lambda: 3) == (2, True)


def test_nobody_is_given_the_last_answer_for_ever_where_the_new_one_fails() -> None:
    kept = LastAsked[int](WHAT, 2)
    kept.of_or_last("ledger", "before", lambda: 1)
    with pytest.raises(ZeroDivisionError):
        kept.begin("after", lambda: 1 // 0).result()
    with pytest.raises(ZeroDivisionError):
        kept.of_or_last("ledger", "after", lambda: 1 // 0)
    assert kept.of_or_last("ledger", "after", lambda: 2) == (1, False)

"""Each request's line is in the audit before its answer; those that wait at the same time share a transaction."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from models.sealing import FIRST, seal
from service.access.recording import Line, Recorder
from service.store import DatabaseError
from service.store.repositories.audit import lines
from tests.service.access.conftest import Installation


def line(here: Installation, number: int) -> Line:
    return Line(f"user:{number}", "households:read", f"household:{number}", {"number": number}, here.now)


def test_fifty_at_once_are_fifty_lines_of_one_whole_chain(here: Installation) -> None:
    recorders = [Recorder(here.database, here.keyring) for _ in range(2)]
    with ThreadPoolExecutor(10) as many:
        list(many.map(lambda number: recorders[number % 2].record(line(here, number)), range(50)))
    with here.work() as work:
        kept = list(lines(work))
    assert sorted(each.actor for each in kept) == sorted(f"user:{number}" for number in range(50))
    assert [each.number for each in kept] == list(range(1, 51))
    assert [each.before for each in kept] == [FIRST, *(each.hash for each in kept[:-1])]
    assert all(each.hash == seal(each.content) for each in kept)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_waits_is_written_with_the_next_and_told_if_that_fails(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(here.database, here.keyring)
    begun, go_on = threading.Event(), threading.Event()
    transactions: list[str] = []
    writing = here.database.writing

    @contextmanager
    def slow(*asked: Any) -> Any:
        begun.set()
        go_on.wait(10)
        if len(transactions) == 1:
            transactions.append("failed")
            raise DatabaseError("the disk is full")
        with writing(*asked) as work:
            yield work
        transactions.append("written")

    monkeypatch.setattr(here.database, "writing", slow)
    with ThreadPoolExecutor(5) as many:
        first = many.submit(recorder.record, line(here, 0))
        begun.wait(10)
        others = [many.submit(recorder.record, line(here, number)) for number in range(1, 5)]
        while len(recorder._waiting) < 4:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result() is None
        assert [type(other.exception()) for other in others] == [DatabaseError] * 4
    assert transactions == ["written", "failed"]
    recorder.record(line(here, 5))
    monkeypatch.undo()
    with here.work() as work:
        assert [each.actor for each in lines(work)] == ["user:0", "user:5"]

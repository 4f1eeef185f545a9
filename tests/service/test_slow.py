"""Slow work stops nobody: a few wait for it, the others are told when to come again, and the first list is made ahead."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.bilingual import Bilingual
from features.records.contracts.impossible import IMPOSSIBLE
from models.lists import State
from models.reasons import REASON
from models.risk_model import RiskModel
from models.score import ScoredDay
from service import scored_days, slow
from service.ahead import keep_ahead
from service.findings.listing import Listing
from service.problems import SECONDS_BETWEEN_LOOKS
from service.routes import health
from service.scored_days import ScoredDays
from service.slow import BusyError, OneAtATime
from tests.service.conftest import AS_OF, LAST_DAY

DAY = {"as_of": "2024-06-28"}


BEING_MADE = Bilingual("正在计算", "Being made")


class Held:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.begun, self.free = threading.Event(), threading.Event()
        self.times = 0

    def __call__(self, *_: Any, **__: Any) -> Any:
        self.times += 1
        self.begun.set()
        assert self.free.wait(30)
        return SCORES


SCORES = ScoredDay(
    pl.DataFrame(
        {
            "household_id": ["a"],
            "as_of": [AS_OF],
            "region_code": ["990101000000"],
            "raw_score": [0.5],
            "reasons": [[]],
            "rank": [1],
        },
        schema_overrides={"reasons": pl.List(pl.Struct(REASON))},
    ),
    pl.DataFrame(schema=IMPOSSIBLE),
    State(),
)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux alone")
def test_slow_work_gives_way_to_short_answers() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = priority()
    assert OneAtATime[int](BEING_MADE).result("priority", priority) == min(slow.LEAST_PRIORITY, before + slow.NICENESS)
    assert priority() == before


@pytest.fixture
def held() -> Iterator[Held]:
    work = Held()
    yield work
    work.free.set()


def test_one_piece_is_done_once_and_only_so_many_wait_for_it(held: Held) -> None:
    work = OneAtATime[Any](BEING_MADE, most_waiting=2)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(work.result, "a", held) for _ in range(2)]
        assert held.begun.wait(30)
        while work._waiting._value:
            pass
        with pytest.raises(BusyError) as refused:
            work.result("a", held)
        held.free.set()
        assert all(piece.result() is SCORES for piece in waiting)
    assert held.times == 1
    assert (refused.value.problem.status, refused.value.headers) == (503, {"Retry-After": "5"})
    assert refused.value.problem.detail.startswith("正在计算，请过几秒钟再试")


def test_nobody_waits_longer_than_anybody_should_and_the_work_goes_on(held: Held) -> None:
    work = OneAtATime[Any](BEING_MADE, seconds=0.01)
    for _ in range(3):
        with pytest.raises(BusyError):
            work.result("a", held)
    piece = work.begin("a", held)
    held.free.set()
    assert piece.result(30) is SCORES
    assert held.times == 1


def test_only_so_much_is_queued(held: Held) -> None:
    work = OneAtATime[Any](BEING_MADE, most_queued=2)
    begun = [work.begin(key, held) for key in ("a", "b", "a")]
    with pytest.raises(BusyError):
        work.begin("c", held)
    held.free.set()
    assert [piece.result(30) is SCORES for piece in begun] == [True] * 3
    assert held.times == 2


def test_a_failure_is_told_to_who_waited_and_the_next_who_asks_tries_again() -> None:
    work = OneAtATime[int](BEING_MADE)

    def fail() -> int:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            work.result("a", fail)
    assert work.result("a", lambda: 1) == 1


def test_a_day_that_is_being_scored_holds_up_neither_health_nor_answers(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch, held: Held, households: list[str]
) -> None:
    """42 requests for an unscored day took all the threads for 45 s."""
    monkeypatch.setattr(app.state.resources, "scored_days", ScoredDays())
    monkeypatch.setattr(scored_days, "score", held)
    with ThreadPoolExecutor(42) as pool:
        asked = [pool.submit(client.get, "/v1/risk-lists/preview", params=DAY) for _ in range(42)]
        assert held.begun.wait(30)
        coming = as_completed(asked, timeout=30)
        refused = [next(coming).result() for _ in range(42 - slow.MOST_WAITING)]
        assert {(one.status_code, one.headers["retry-after"]) for one in refused} == {(503, "5")}
        assert refused[0].json()["type"] == "urn:fanpin:problem:being-prepared"
        assert client.get("/healthz").status_code == 200
        assert client.get(f"/v1/households/{households[3]}/assessment").status_code == 200
        held.free.set()
    assert held.times == 1


def test_health_needs_no_thread() -> None:
    """Whoever holds the threads must not make the process look dead."""

    assert inspect.iscoroutinefunction(health.healthz)
    assert not inspect.signature(health.healthz).parameters


class AfterOneLook(threading.Event):
    """Stops a service that looked once, when what it began then is done."""

    def wait(self, timeout: float | None = None) -> bool:
        return timeout == SECONDS_BETWEEN_LOOKS or super().wait(0.01)


@pytest.fixture
def one_look(monkeypatch: pytest.MonkeyPatch, app: FastAPI, stranger: TestClient) -> Callable[[], list[dt.date]]:
    """One look at what can be worked out ahead, of a service that is there for whoever asks; the days of which the scoring was begun."""
    assert stranger.app is app
    scored: list[dt.date] = []
    kept = ScoredDays()

    def score(_model: Any, _store: Any, _policy: Any, day: dt.date, **_: Any) -> ScoredDay:
        scored.append(day)
        return SCORES

    monkeypatch.setattr(scored_days, "score", score)
    monkeypatch.setattr(app.state.resources, "scored_days", kept)

    def look() -> list[dt.date]:
        keep_ahead(app.state.resources, AfterOneLook())
        resources = app.state.resources
        kept.of(resources.instruments().model, resources.store(), resources.instruments().policy, LAST_DAY)
        return scored

    return look


def test_the_last_day_is_scored_before_anybody_asks_and_once(
    client: TestClient, one_look: Callable[[], list[dt.date]]
) -> None:
    assert one_look() == [LAST_DAY]
    assert one_look() == [LAST_DAY]


def test_the_day_scored_ahead_is_the_one_on_which_lists_stand(
    app: FastAPI, one_look: Callable[[], list[dt.date]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After people had decided a list it was the last delivery's, and the first list of the morning was still to be scored."""
    decided = LAST_DAY + dt.timedelta(days=3)
    monkeypatch.setattr("service.ahead.day_to_stand_on", lambda *_: decided)
    keep_ahead(app.state.resources, AfterOneLook())
    assert one_look()[0] == decided


def test_villages_ledgers_and_findings_are_there_before_anybody_asks(
    app: FastAPI,
    one_look: Callable[[], list[dt.date]],
) -> None:
    keep_ahead(app.state.resources, AfterOneLook())
    resources = app.state.resources
    store, policy = resources.store(), resources.instruments().policy
    assert all(resources.listed_days.at_hand(listing, store, policy, LAST_DAY) for listing in Listing)
    assert resources.kept_days.ahead(store, policy, LAST_DAY).done()


@pytest.fixture
def looked_through(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the collector of garbage was told."""
    told: list[str] = []
    for what in ("unfreeze", "collect", "freeze"):
        monkeypatch.setattr(f"service.ahead.gc.{what}", lambda what=what: told.append(what))
    return told


def test_what_was_worked_out_is_not_looked_through_again_and_again(
    app: FastAPI, one_look: Callable[[], list[dt.date]], looked_through: list[str]
) -> None:
    one_look()
    assert looked_through == ["unfreeze", "collect", "freeze"]


def test_a_service_that_stops_waits_for_no_piece(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, looked_through: list[str]
) -> None:
    monkeypatch.setattr(app.state.resources, "kept_days", SimpleNamespace(ahead=lambda *_: Future()))
    stop = threading.Event()
    stop.set()
    keep_ahead(app.state.resources, stop)
    assert looked_through == []


def test_a_piece_that_fails_keeps_nothing_else_from_being_worked_out(
    app: FastAPI, one_look: Callable[[], list[dt.date]], monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Future[None] = Future()
    failed.set_exception(ZeroDivisionError())
    monkeypatch.setattr(app.state.resources, "kept_days", SimpleNamespace(ahead=lambda *_: failed))
    assert one_look() == [LAST_DAY]


@pytest.mark.parametrize("broken", [False, True])
def test_what_is_missing_ahead_is_no_end_of_looking(
    service_of: Callable[..., TestClient],
    model: RiskModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: bool,
) -> None:
    service = service_of(model, records=tmp_path / "nothing")
    resources = service.app.state.resources  # type: ignore[attr-defined]
    if broken:
        monkeypatch.setattr(resources, "store", lambda: 1 / 0)
    looks: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            looks.append(timeout or 0)
            return len(looks) == 3

    keep_ahead(resources, Stop())
    assert len(looks) == 3

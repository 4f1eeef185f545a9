"""What the service does by itself: what fails in one round is tried in the next, and nobody else waits for it."""

from __future__ import annotations

import datetime as dt
import threading
from functools import partial
from pathlib import Path

import pytest

from service import rounds
from service.audit.anchors import read_anchors
from service.once import KEPT_FOR
from service.rounds import anchor_again_and_again, answers, keep_rounds
from service.routes.doing import now
from tests.service.office import TOWNSHIP, Office


def ended_after(waits: int, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service stops so many waits from now; what else of it waits in a thread of its own ends there."""
    left, here = iter([False] * waits + [True]), threading.current_thread()
    stops = office.app.state.resources.stopping
    monkeypatch.setattr(stops, "wait", lambda _: next(left) if threading.current_thread() is here else True)


def test_a_round_that_fails_is_followed_by_the_next(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def fail(_: object) -> None:
        tried.append("runs")
        raise RuntimeError("of whatever kind")

    monkeypatch.setattr(rounds, "runs", fail)
    monkeypatch.setattr(rounds, "answers", lambda _: tried.append("answers"))
    ended_after(2, own_office, monkeypatch)
    keep_rounds(own_office.app.state.resources)
    assert tried == ["runs", "answers"] * 3


def test_answers_are_forgotten_when_nobody_may_ask_for_them(own_office: Office) -> None:
    household = own_office.households(TOWNSHIP)[0]
    report = {
        "household_id": household,
        "source": "cadre",
        "reference": "1",
        "reported_on": str(now().date() - dt.timedelta(days=1)),
    }
    answer = own_office.program().post("/v1/leads", json=report, headers={"Idempotency-Key": "a"})
    assert answer.status_code == 201
    held = own_office.app.state.resources
    moments = [now() + later for later in (dt.timedelta(0), KEPT_FOR, KEPT_FOR)]
    assert [answers(held, partial(dt.datetime.astimezone, moment)) for moment in moments] == [0, 1, 0]


def test_the_audit_is_anchored_outside_the_database(
    own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = own_office.app.state.resources
    own_office.program().get("/v1/leads")
    ended_after(2, own_office, monkeypatch)
    anchor_again_and_again(held)
    kept, fault = read_anchors(held.settings.anchors, held.door.keyring)
    assert fault is None
    assert len(kept) == 1
    assert held.settings.anchors.is_relative_to(tmp_path)
    assert isinstance(held.stopping, threading.Event)

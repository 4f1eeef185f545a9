"""What keeps events from being sent stands in the log once, however many rounds it lasts, and again when it comes back."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from service.store import DatabaseError
from service.webhooks import working
from service.webhooks.delivering import Round
from service.webhooks.working import deliver_until

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
GONE, SENT = DatabaseError("没有数据库 | no database"), Round(delivered=1)


def test_an_outage_is_logged_once_and_the_next_one_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = threading.Event()
    rounds: Iterator[Any] = iter([GONE, GONE, GONE, SENT, GONE, GONE])

    def deliver(*_: Any) -> Round:
        outcome = next(rounds, None)
        if outcome is None:
            stopped.set()
            return SENT
        if isinstance(outcome, Exception):
            raise outcome
        return SENT

    monkeypatch.setattr(working, "deliver_due", deliver)
    with caplog.at_level(logging.ERROR):
        deliver_until(stopped, None, None, None, lambda: NOW, every=0)  # type: ignore[arg-type]
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert all("no database" in record.getMessage() for record in caplog.records)

"""While the service runs, what waits is taken in again and again; a failure is not the end of it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.deliveries import working
from service.deliveries.landing import Reception, land_uploads
from service.deliveries.working import take_in_again_and_again
from service.keyring import load_or_create_keyring
from service.store import Database, DatabaseError
from tests.service.landing.test_background import Stopping

NOW = dt.datetime(2026, 1, 9, 4, tzinfo=dt.UTC)


@pytest.fixture
def reception(database: Database, tmp_path: Path) -> Reception:
    return Reception(
        database, load_or_create_keyring(tmp_path / "keys"), tmp_path / "records", tmp_path / "incoming", None
    )


def test_a_failure_is_followed_by_the_next_look(
    reception: Reception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes: Iterator[object] = iter([DatabaseError("secret"), RuntimeError("secret"), ["upload_1", "upload_2"]])

    def look(*_: object) -> object:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(working, "land_uploads", look)
    caplog.set_level(logging.INFO, "fanpin.service")
    # In a thread of its own, for it gives way to whoever waits for an answer.
    thread = threading.Thread(target=take_in_again_and_again, args=[reception, Stopping(3), lambda: NOW])
    thread.start()
    thread.join(30)
    assert "RuntimeError" in caplog.records[0].message
    assert caplog.records[-1].message == "2 files that were sent were taken in or refused"
    assert "secret" not in caplog.text


def test_where_nothing_was_sent_nothing_is_made(reception: Reception) -> None:
    assert land_uploads(reception, lambda: NOW) == []
    assert not reception.incoming.exists()

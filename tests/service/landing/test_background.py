"""While the service runs, what waits is landed again and again; a failure is not the end of it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from features.records.store import RecordStore
from service.landing.background import land_again_and_again
from service.store import Database
from tests.service.landing.at_work import at, wait_for_landing

NOW = at(dt.date(2026, 1, 9))


class Stopping(threading.Event):
    """Stops after so many looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left: Iterator[int] = iter(range(looks - 1))

    def wait(self, timeout: float | None = None) -> bool:
        return next(self.left, None) is None


def test_what_waits_lands_with_the_next_look(
    database: Database, store: RecordStore, caplog: pytest.LogCaptureFixture
) -> None:
    wait_for_landing(database)
    caplog.set_level(logging.INFO, "fanpin.service")
    land_again_and_again(database, store.path, Stopping(2), lambda: NOW)
    assert store.records()["visits"].height == 1
    assert [record.message for record in caplog.records] == ["1 facts landed, 0 were set aside"]


def test_without_records_facts_wait_and_the_log_says_so(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wait_for_landing(database)
    land_again_and_again(database, tmp_path / "none", Stopping(2), lambda: NOW)
    assert [record.message for record in caplog.records] == ["facts wait outside the records: StoreError"] * 2

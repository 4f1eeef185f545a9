"""When the database can't be had it is said so, whatever the reason is; the next who asks may find it there again."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack

import pytest

from service.jurisdiction import EVERYWHERE
from service.store import Database, DatabaseError
from service.store.database import CONNECTIONS, FURTHER_CONNECTIONS
from service.store.repositories.users import is_nobody_there

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def test_more_readers_than_connections_are_told_to_come_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure of the pool was a failure that nobody foresaw: 500."""
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.05)
    with ExitStack() as readers:
        for _ in range(CONNECTIONS + FURTHER_CONNECTIONS):
            is_nobody_there(readers.enter_context(database.reading(EVERYWHERE, NOW)))
        with pytest.raises(DatabaseError, match="稍后再试"), database.reading(EVERYWHERE, NOW) as work:
            is_nobody_there(work)
    with database.reading(EVERYWHERE, NOW) as work:
        assert is_nobody_there(work)
    database.require()

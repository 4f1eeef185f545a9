"""A chain of some lines, as the service would write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from service.audit.faults import Fault
from service.audit.verifying import verify
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring, load_or_create_keyring
from service.store import Database, Work
from service.store.repositories.audit import append, search
from service.store.tables.audit import AuditLine

NOW = dt.datetime(2026, 1, 31, 9, 30, 0, 250_000, tzinfo=dt.UTC)
OFFICER = "user:user_01"


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "service.keys")


@pytest.fixture
def anchors_file(tmp_path: Path) -> Path:
    return tmp_path / "audit.anchors"


def add_lines(database: Database, keyring: Keyring, count: int, now: dt.datetime = NOW) -> None:
    with database.writing(EVERYWHERE, now) as work:
        for number in range(count):
            append(
                work,
                keyring,
                actor=OFFICER,
                action="households.read",
                target=f"household:99010100800500{number:06d}",
                detail={"因": "走访"},
            )


def newest_lines(work: Work, **asked: Any) -> Sequence[AuditLine]:
    """What is found, the newest first."""
    return work.session.scalars(search(**asked).order_by(AuditLine.number.desc())).all()


def change(database: Database, *statements: str, **values: object) -> None:
    """What somebody does who has the database and not the keys."""
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def faults(database: Database, keyring: Keyring, anchors_file: Path) -> list[Fault]:
    return list(verify(database, keyring, anchors_file, NOW).faults)

"""Answers that are given again: to who asks a second time under the same key."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import delete, select, text

from service.store.database import Work
from service.store.tables.once import KeptAnswer


def hold(work: Work, asker: str, key: str) -> KeptAnswer | None:
    """The answer that was given under the key. Until this transaction ends nobody else works under it: who comes meanwhile waits."""
    if work.session.get_bind().dialect.name == "postgresql":
        lock = int.from_bytes(hashlib.sha256(f"{asker}\n{key}".encode()).digest()[:8], "big", signed=True)
        work.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
    asked = select(KeptAnswer).where(KeptAnswer.asker == asker, KeptAnswer.key == key)
    return work.session.scalars(asked).one_or_none()


def keep(work: Work, *, asker: str, key: str, request: str, status: int, answer: bytes) -> None:
    work.session.add(KeptAnswer(asker=asker, key=key, request=request, status=status, answer=answer, kept_at=work.now))


def forget(work: Work, before: dt.datetime) -> int:
    """Let go of answers that were kept before a moment; how many."""
    return work.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < before)).rowcount

"""Answers that are given again: to who asks a second time under the same key."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from service.store.database import Work
from service.store.tables.once import KeptAnswer


def hold(work: Work, asker: str, key: str) -> KeptAnswer | None:
    """The answer that was given under the key. Until this transaction ends nobody else works under it: who comes meanwhile waits."""
    work.hold(f"once {asker} {key}")
    return find(work, asker, key)


def find(work: Work, asker: str, key: str) -> KeptAnswer | None:
    """The answer that was given under the key."""
    asked = select(KeptAnswer).where(KeptAnswer.asker == asker, KeptAnswer.key == key)
    return work.session.scalars(asked).one_or_none()


def keep(work: Work, *, asker: str, key: str, request: str, status: int, answer: bytes) -> None:
    work.session.add(KeptAnswer(asker=asker, key=key, request=request, status=status, answer=answer, kept_at=work.now))


def forget(work: Work, before: dt.datetime) -> int:
    """Let go of answers that were kept before a moment; how many."""
    gone = work.session.scalars(delete(KeptAnswer).where(KeptAnswer.kept_at < before).returning(KeptAnswer.key))
    return len(gone.all())

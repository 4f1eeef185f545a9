"""The audit's lines: added one after the other, by whomever, and read in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from models.sealing import FIRST, canonical, seal
from service.keyring import Keyring
from service.store.database import Work
from service.store.tables.audit import AuditHead, AuditLine

HEAD = 1
LINES_AT_ONCE = 5_000
MARK = "end of the audit"


def append(
    work: Work,
    keyring: Keyring,
    *,
    actor: str,
    action: str,
    target: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Add a line at the end of the chain, in the transaction of what it tells of; its number.

    Args:
        actor: who, such as `user:user_01k…`.
        action: what, such as `leads.read`.
        target: what it was done to, such as `household:…`.
        detail: what else is to be known, never a name, a document's number or a reason in words.
    """
    head = _head(work)
    number, before = (head.number + 1, head.hash) if head else (1, FIRST)
    content = {
        "number": number,
        "at": work.now.astimezone(dt.UTC).isoformat(),
        "actor": actor,
        "action": action,
        "target": target,
        "detail": dict(detail or {}),
        "before": before,
    }
    line = canonical(content)
    sealed = seal(line)
    work.session.add(
        AuditLine(
            number=number,
            at=work.now,
            actor=actor,
            action=action,
            target=target,
            content=line,
            before=before,
            hash=sealed,
        )
    )
    if head is None:
        head = AuditHead(id=HEAD)
        work.session.add(head)
    head.number, head.hash, head.mark = number, sealed, end_mark(keyring, number, sealed)
    # Written now, since the next line of this transaction begins where this one ends.
    work.session.flush()
    return number


def end_mark(keyring: Keyring, number: int, sealed: str) -> str:
    """What shows that this installation ended the chain here."""
    return keyring.mark(f"{number} {sealed}".encode(), purpose=MARK)


def head_of(work: Work) -> AuditHead | None:
    """Where the chain ends; None before its first line."""
    return work.session.get(AuditHead, HEAD)


def lines(work: Work, *, after: int = 0) -> Iterator[AuditLine]:
    """Every line after a number, in order, some at a time."""
    while True:
        page = list(
            work.session.scalars(
                select(AuditLine).where(AuditLine.number > after).order_by(AuditLine.number).limit(LINES_AT_ONCE)
            )
        )
        yield from page
        if len(page) < LINES_AT_ONCE:
            return
        after = page[-1].number
        work.session.expunge_all()


def _head(work: Work) -> AuditHead | None:
    """The end of the chain, held until this transaction ends: of two who add a line at once one waits for the other."""
    # By name, since before the first line there is no row to be held.
    work.hold("end of the audit")
    return work.session.scalars(
        select(AuditHead).where(AuditHead.id == HEAD).execution_options(populate_existing=True)
    ).one_or_none()

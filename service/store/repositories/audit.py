"""The audit's lines: added one after the other, by whomever, read in order, searched, and destroyed in order when they are old enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, delete, func, insert, select, update

from models.sealing import FIRST, canonical, seal
from service.keyring import Keyring
from service.store.database import Work
from service.store.paging import Key
from service.store.tables.audit import AuditHead, AuditLine, AuditStart

HEAD = START = 1
LINES_AT_ONCE = 5_000
BEFORE_ALL = -(2**62)
"""Also a line that somebody slipped in before the first is read."""

MARK, START_MARK = "end of the audit", "beginning of the audit"


class Line(NamedTuple):
    """A line as it is kept: `content` is the text that was sealed."""

    number: int
    at: dt.datetime
    actor: str
    action: str
    target: str | None
    content: str
    before: str
    hash: str


LINES, HEADS = (table for table in (AuditLine.__table__, AuditHead.__table__) if isinstance(table, Table))
COLUMNS = tuple(getattr(AuditLine, name) for name in Line._fields)


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
    head = hold(work)
    number, before = (head[0] + 1, head[1]) if head else (1, FIRST)
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
    columns = {name: content[name] for name in ("number", "actor", "action", "target", "before")}
    # By tables, not objects: it is done for everything that is read, and takes half the time.
    work.session.execute(insert(LINES).values(**columns, at=work.now, content=line, hash=sealed))
    ended = {"number": number, "hash": sealed, "mark": end_mark(keyring, number, sealed)}
    work.session.execute(update(HEADS).values(**ended) if head else insert(HEADS).values(id=HEAD, **ended))
    return number


def end_mark(keyring: Keyring, number: int, sealed: str) -> str:
    """What shows that this installation ended the chain here."""
    return keyring.mark(f"{number} {sealed}".encode(), purpose=MARK)


def start_mark(keyring: Keyring, number: int, before: str) -> str:
    """What shows that this installation destroyed what came before a line."""
    return keyring.mark(f"{number} {before}".encode(), purpose=START_MARK)


def head_of(work: Work) -> AuditHead | None:
    """Where the chain ends; None before its first line."""
    return work.session.get(AuditHead, HEAD, populate_existing=True)


def start_of(work: Work) -> AuditStart | None:
    """Where the chain begins; None where nothing of it was destroyed."""
    return work.session.get(AuditStart, START)


def lines(work: Work, *, after: int = BEFORE_ALL) -> Iterator[Line]:
    """Every line after a number, in order, some lines at a time."""
    while True:
        page = work.session.execute(
            select(*COLUMNS).where(AuditLine.number > after).order_by(AuditLine.number).limit(LINES_AT_ONCE)
        ).all()
        yield from map(Line._make, page)
        if len(page) < LINES_AT_ONCE:
            return
        after = page[-1].number


def search(
    *,
    actor: str | None = None,
    action: str | None = None,
    target: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> Select[Any]:
    """Lines of somebody, of an act, of what it was done to, of a time (`until` not included)."""
    asked = select(AuditLine)
    for column, wanted in ((AuditLine.actor, actor), (AuditLine.action, action), (AuditLine.target, target)):
        if wanted is not None:
            asked = asked.where(column == wanted)
    if since is not None:
        asked = asked.where(AuditLine.at >= since)
    return asked if until is None else asked.where(AuditLine.at < until)


def count_of(work: Work, selected: Select[Any]) -> int:
    """How many lines a question has."""
    return int(work.session.scalar(select(func.count()).select_from(selected.subquery())) or 0)


NEWEST = (Key(AuditLine.number, "number", descending=True),)
"""The order in which pages show them."""


def hash_at(work: Work, number: int) -> str | None:
    """The hash of a line; None where there is none."""
    return work.session.scalar(select(AuditLine.hash).where(AuditLine.number == number))


def first_since(work: Work, moment: dt.datetime) -> int | None:
    """The number of the first line of a moment or later; None where all are older."""
    return work.session.scalar(select(func.min(AuditLine.number)).where(AuditLine.at >= moment))


def destroy_until(work: Work, keyring: Keyring, last: int) -> int:
    """Destroy the lines up to a number and mark where the chain begins from now on; how many they were.

    The one who calls adds a line that tells of it in the same transaction. The last line of all always stays.

    Raises:
        LookupError: there is no such line, or none after it.
    """
    after = work.session.execute(
        select(AuditLine.number, AuditLine.before).where(AuditLine.number == last + 1)
    ).one_or_none()
    if after is None:
        raise LookupError(f"no line {last + 1} that the chain could begin with.")
    start = start_of(work)
    if start is None:
        start = AuditStart(id=START)
        work.session.add(start)
    start.number, start.before, start.mark = after.number, after.before, start_mark(keyring, after.number, after.before)
    work.session.flush()
    destroyed = work.session.execute(delete(AuditLine).where(AuditLine.number <= last))
    return int(destroyed.rowcount)  # type: ignore[attr-defined]


def hold(work: Work) -> tuple[int, str] | None:
    """Number and hash of the end, held until this transaction ends: of two who add a line at once one waits for the other."""
    held = select(HEADS.c.number, HEADS.c.hash).with_for_update()
    head = work.session.execute(held).one_or_none()
    if head is None:
        # Before the first line there is no row to be held.
        work.hold("end of the audit")
        head = work.session.execute(held).one_or_none()
    return (head.number, head.hash) if head else None

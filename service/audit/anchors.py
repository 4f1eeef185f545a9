"""Anchors: where the audit's end was, kept in a file outside the database that is only ever added to.

    {"number": 1200, "hash": "5f1…", "at": "2026-01-31T09:00:00+00:00", "before": "000…", "mark": "a07…"}

A chain that was replaced by an older copy of itself, end and all, is whole; an anchor tells that there was more. Each is
marked by the keyring together with the mark of the one before, so that nobody without the keys can add or change one. The
chain notes each time how many there were, so that a file that was taken away or cut short is missed. Who replaces both by
copies of one day is seen only by whoever holds a copy elsewhere: print them, or send the file where the service's user
can't write.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from features.disk import disk_errors, locked
from features.texts.unrepeated import read_json
from models.sealing import FIRST
from service.audit.faults import AuditError, Fault, Sign, refusal
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.audit import append, hash_at, head_of, start_of

MARK = "anchor of the audit"
ACTION = "audit.anchored"
COUNT = "anchors"
"""What the chain notes of the anchors that there were, in the detail of the line of each further one."""


@dataclass(frozen=True)
class Anchor:
    """The audit's end at a moment.

    Attributes:
        at: in ISO 8601, UTC.
        before: the mark of the anchor before it.
    """

    number: int
    hash: str
    at: str
    before: str
    mark: str

    @property
    def marked(self) -> bytes:
        return f"{self.number} {self.hash} {self.at} {self.before}".encode()


def read_anchors(file: Path, keyring: Keyring) -> tuple[list[Anchor], Fault | None]:
    """The anchors of a file, none where there is no file, and the first line that is none of this installation's or does not
    follow the one before it. A last line that a kill cut short never became one.
    """
    anchors: list[Anchor] = []
    before = FIRST
    for position, line in enumerate(_whole_lines(file).splitlines(), start=1):
        try:
            anchor = Anchor(**read_json(line))
            sound = anchor.before == before and keyring.is_marked(anchor.marked, anchor.mark, purpose=MARK)
        except (ValueError, TypeError, AttributeError):
            sound = False
        else:
            anchors.append(anchor)
            before = anchor.mark
        if not sound:
            return anchors[: position - 1], Fault(Sign.ANCHORS, position)
    return anchors, None


def anchor(database: Database, keyring: Keyring, file: Path, now: dt.datetime, *, actor: str) -> Anchor | None:
    """Anchor the audit's end; the newest anchor, or None where the audit has no line. Nothing is added where nothing was done since.

    Raises:
        AuditError: the chain is not the one that was anchored before, or the file was changed; nothing was anchored.
        DatabaseError: the database can't be used.
        DiskError: the file can't be written.
    """
    with disk_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        with locked(file.with_name(f"{file.name}.lock")):
            anchors, fault = read_anchors(file, keyring)
            if fault is not None:
                raise AuditError(refusal([fault]))
            newest = anchors[-1] if anchors else None
            ended = _ended(database, keyring, newest, len(anchors), now, actor)
            if ended is None:
                return newest
            number, sealed = ended
            unmarked = Anchor(number, sealed, now.astimezone(dt.UTC).isoformat(), newest.mark if newest else FIRST, "")
            added = Anchor(**{**asdict(unmarked), "mark": keyring.mark(unmarked.marked, purpose=MARK)})
            _add(file, added)
            return added


def _ended(
    database: Database, keyring: Keyring, newest: Anchor | None, count: int, now: dt.datetime, actor: str
) -> tuple[int, str] | None:
    """Number and hash of a line that notes the anchor to be, at the end; None where nothing was done since the newest one."""
    with database.writing(EVERYWHERE, now) as work:
        head = head_of(work)
        if newest is not None:
            start = start_of(work)
            destroyed = start is not None and newest.number < start.number
            if head is None or (not destroyed and hash_at(work, newest.number) != newest.hash):
                raise AuditError(refusal([Fault(Sign.ANCHORED, newest.number, anchored_at=newest.at)]))
            if head.number == newest.number:
                return None
        if head is None:
            return None
        number = append(work, keyring, actor=actor, action=ACTION, detail={COUNT: count})
        return number, hash_at(work, number) or ""


def _add(file: Path, anchor: Anchor) -> None:
    whole = _whole_lines(file)
    opened = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        # A line that a kill cut short is no anchor; the next one must not continue it.
        os.ftruncate(opened, len(whole))
        os.pwrite(opened, (json.dumps(asdict(anchor)) + "\n").encode(), len(whole))
        os.fsync(opened)
    finally:
        os.close(opened)


def _whole_lines(file: Path) -> bytes:
    if not file.exists():
        return b""
    lines, end, _ = file.read_bytes().rpartition(b"\n")
    return lines + end

"""Whether anybody changed the audit: every line, its columns, the order, the beginning, the end, and the anchors."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.texts.unrepeated import read_json
from models.sealing import FIRST, seal
from service.audit.anchors import ACTION, COUNT, Anchor, read_anchors
from service.audit.faults import Fault, Sign
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import MARK, START_MARK, Line, head_of, lines, start_of


@dataclass(frozen=True)
class Verified:
    """What was read, and what shows that somebody changed it.

    Attributes:
        first, last: numbers of the lines that are kept; both 0 where there are none.
        anchors: so many anchors were held against the chain.
        faults: in the order of their numbers; none where the audit is whole.
    """

    first: int
    last: int
    anchors: int
    faults: tuple[Fault, ...]

    @property
    def lines(self) -> int:
        return self.last - self.first + 1 if self.last else 0


def verify(database: Database, keyring: Keyring, anchors_file: Path, now: dt.datetime) -> Verified:
    """Read every line and hold it against its seal, the line before, the marks of beginning and end, and the anchors.

    Raises:
        DatabaseError: the database can't be read.
    """
    # Before the chain: an anchor that is added meanwhile stands on lines that this reading does not see.
    anchors, fault = read_anchors(anchors_file, keyring)
    with database.reading(EVERYWHERE, now) as work:
        chain = _Chain(anchors)
        faults = [*_beginning(work, keyring), *chain.faults(lines(work), _start(work)), *_end(work, keyring, chain)]
    faults += chain.faults_of_anchors()
    # And after it: the chain may know of anchors that were added meanwhile.
    if fault is None and len(read_anchors(anchors_file, keyring)[0]) < chain.anchors_noted:
        fault = Fault(Sign.ANCHORS, len(anchors) + 1)
    faults += [fault] if fault else []
    return Verified(chain.first, chain.last, len(anchors), tuple(faults))


class _Chain:
    """What is remembered while lines go by."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.first = self.last = 0
        self.hash = FIRST
        self.anchors_noted = 0
        self._kept_from = 1
        self._hash_before = FIRST
        self._anchored: dict[int, list[Anchor]] = defaultdict(list)
        for anchor in anchors:
            self._anchored[anchor.number].append(anchor)
        self._wrong: list[Fault] = []

    def faults(self, chain: Iterable[Line], start: tuple[int, str]) -> Iterator[Fault]:
        """Of every line, in order.

        Args:
            start: the number of the first line that is kept, and the hash of the one before it.
        """
        expected, before = self._kept_from, self._hash_before = start
        for line in chain:
            if line.number < expected:
                yield Fault(Sign.PLACE, line.number)
            elif line.number > expected:
                yield Fault(Sign.MISSING, expected, last=line.number - 1)
            elif line.before != before:
                yield Fault(Sign.LINK, line.number)
            content = _content(line)
            yield from _faults_of(line, content)
            self._look_at(line, content)
            expected, before = line.number + 1, line.hash

    def faults_of_anchors(self) -> list[Fault]:
        """Of the anchors whose lines are still to be there."""
        for number, anchors in self._anchored.items():
            if number == self._kept_from - 1:
                self._hold(anchors, self._hash_before)
            elif number > self.last:
                self._hold(anchors, "")
        return sorted(self._wrong, key=lambda fault: fault.number)

    def _look_at(self, line: Line, content: Mapping[str, Any]) -> None:
        self.first = self.first or line.number
        self.last, self.hash = line.number, line.hash
        if line.number in self._anchored:
            self._hold(self._anchored[line.number], line.hash)
        if line.action == ACTION and isinstance(detail := content.get("detail"), dict):
            self.anchors_noted = max(self.anchors_noted, detail.get(COUNT) or 0)

    def _hold(self, anchors: Iterable[Anchor], sealed: str) -> None:
        self._wrong += [
            Fault(Sign.ANCHORED, anchor.number, anchored_at=anchor.at) for anchor in anchors if anchor.hash != sealed
        ]


def _content(line: Line) -> Mapping[str, Any]:
    try:
        content = read_json(line.content)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _faults_of(line: Line, content: Mapping[str, Any]) -> Iterator[Fault]:
    if seal(line.content) != line.hash:
        yield Fault(Sign.CONTENT, line.number)
    elif content.get("number") != line.number:
        yield Fault(Sign.PLACE, line.number)
    elif content.get("before") != line.before:
        yield Fault(Sign.LINK, line.number)
    beside = (line.at.isoformat(), line.actor, line.action, line.target)
    if beside != tuple(content.get(name) for name in ("at", "actor", "action", "target")):
        yield Fault(Sign.COLUMNS, line.number)


def _start(work: Work) -> tuple[int, str]:
    start = start_of(work)
    return (start.number, start.before) if start else (1, FIRST)


def _beginning(work: Work, keyring: Keyring) -> Iterator[Fault]:
    start = start_of(work)
    if start and not keyring.is_marked(f"{start.number} {start.before}".encode(), start.mark, purpose=START_MARK):
        yield Fault(Sign.START, start.number)


def _end(work: Work, keyring: Keyring, chain: _Chain) -> Iterator[Fault]:
    head = head_of(work)
    if head is None:
        if chain.last:
            yield Fault(Sign.END, chain.last)
        return
    marked = keyring.is_marked(f"{head.number} {head.hash}".encode(), head.mark, purpose=MARK)
    if marked and head.number > chain.last:
        yield Fault(Sign.MISSING, chain.last + 1, last=head.number)
    elif not marked or (head.number, head.hash) != (chain.last, chain.hash):
        yield Fault(Sign.END, chain.last)

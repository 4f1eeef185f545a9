"""What was asked and what was refused, in the audit.

Each line is on the disk before its request is answered. Those of requests that wait at the same time share one
transaction: whoever has the turn writes them all, and a busy service waits for the disk a few times a second, not for
every call.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.jurisdiction import NOWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.audit import append

BETWEEN_LINES = dt.timedelta(minutes=1)
MOST_REMEMBERED = 1_000
PURPOSE = "attempts"


@dataclass(frozen=True)
class Line:
    """What is to stand in the audit (`service.store.repositories.audit.append`)."""

    actor: str
    action: str
    target: str | None
    detail: Mapping[str, Any]
    at: dt.datetime


@dataclass
class _Waiting:
    lines: tuple[Line, ...]
    written: bool = False
    failure: Exception | None = field(default=None)


class Recorder:
    """Adds lines to the audit, those of many requests at once."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring
        self._waiting: list[_Waiting] = []
        self._adding, self._turn = threading.Lock(), threading.Lock()
        self._refused: OrderedDict[tuple[str, str], dt.datetime] = OrderedDict()

    def record(self, *lines: Line) -> None:
        """Add lines, all or none; they stand in the audit when this returns.

        Raises:
            DatabaseError: they do not.
        """
        if not lines:
            return
        own = _Waiting(lines)
        with self._adding:
            self._waiting.append(own)
        with self._turn:
            if not own.written and own.failure is None:
                self._write_all()
        if own.failure is not None:
            raise own.failure

    def refused(self, address: str, why: str, now: dt.datetime) -> None:
        """A line about a stranger, one a minute for each kind and address: who asks ten times a second fills no disk.

        What another worker remembers of it is a further line at most.
        """
        mark = self._keyring.mark(f"address {address}".encode("utf-8", "replace"), purpose=PURPOSE)
        with self._adding:
            last = self._refused.get((mark, why))
            if last is not None and now - last < BETWEEN_LINES:
                return
            self._refused[(mark, why)] = now
            if len(self._refused) > MOST_REMEMBERED:
                self._refused.popitem(last=False)
        self.record(Line("anybody", "access.refused", f"address:{mark}", {"key": why}, now))

    def _write_all(self) -> None:
        with self._adding:
            taken, self._waiting = self._waiting, []
        try:
            with self._database.writing(NOWHERE, max(line.at for each in taken for line in each.lines)) as work:
                for line in (line for each in taken for line in each.lines):
                    append(
                        work,
                        self._keyring,
                        actor=line.actor,
                        action=line.action,
                        target=line.target,
                        detail=line.detail,
                    )
        except Exception as failure:  # noqa: BLE001 - whatever it is, each of those who wait is told
            for each in taken:
                each.failure = failure
        else:
            for each in taken:
                each.written = True

"""How much somebody asks in a minute: one truth for all workers, without a look at the database for every call.

Each worker counts for itself and, about once a second, adds what it counted to the row that all share and reads there
what the others did. So a limit holds to within what all workers answer in a second, and a quiet service writes nothing.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

from service.jurisdiction import NOWHERE
from service.principal import Kind, Principal
from service.store import Database
from service.store.repositories.pace import add_counts, forget_counts_before

BETWEEN_LOOKS = dt.timedelta(seconds=1)
KEPT_MINUTES = 10
FOR_PROGRAMS = 30_000
"""Requests in a minute, several times what one worker answers: it stops a program that has lost its way, not one that works."""
FOR_PEOPLE = 1_200
"""A page and what belongs to it are a handful; nobody reads twenty a second."""


@dataclass(frozen=True)
class Limits:
    """Requests in a minute, of one program and of one person."""

    programs: int = FOR_PROGRAMS
    people: int = FOR_PEOPLE

    def of(self, asker: Principal) -> int:
        return self.programs if asker.kind is Kind.CLIENT else self.people


class TooFastError(Exception):
    """Somebody asks more than the service gives in a minute.

    Attributes:
        seconds: until they may ask again.
        is_first: whether nobody of this worker was told so in this minute.
    """

    def __init__(self, seconds: int, *, is_first: bool) -> None:
        super().__init__(str(seconds))
        self.seconds, self.is_first = seconds, is_first


@dataclass
class _Counted:
    known: int = 0
    """What all workers had counted at the last look."""
    unsent: int = 0
    refused: bool = False


class Pace:
    """Counts requests by who makes them."""

    def __init__(self, database: Database, limits: Limits | None = None) -> None:
        self._database, self._limits = database, limits or Limits()
        self._lock = threading.Lock()
        self._minute = 0
        self._looked_at = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._counted: dict[str, _Counted] = {}

    def count(self, asker: Principal, now: dt.datetime) -> None:
        """One request more.

        Raises:
            TooFastError: they have asked as much as they may in this minute.
            DatabaseError: the shared count can't be had.
        """
        with self._lock:
            self._begin(int(now.timestamp()) // 60)
            counted = self._counted.setdefault(asker.actor, _Counted())
            counted.unsent += 1
            is_due = now - self._looked_at >= BETWEEN_LOOKS
            if is_due:
                self._looked_at = now
        if is_due:
            self._look(now)
        with self._lock:
            if counted.known + counted.unsent > self._limits.of(asker):
                is_first, counted.refused = not counted.refused, True
                raise TooFastError(60 - int(now.timestamp()) % 60, is_first=is_first)

    def _begin(self, minute: int) -> None:
        # A clock that was set back goes on in the minute that it had reached.
        if minute > self._minute:
            self._minute, self._counted = minute, {}

    def _look(self, now: dt.datetime) -> None:
        with self._lock:
            minute, present = self._minute, self._counted
            sent = {actor: counted.unsent for actor, counted in present.items() if counted.unsent}
        with self._database.writing(NOWHERE, now) as work:
            known = add_counts(work, minute, sent)
            forget_counts_before(work, minute - KEPT_MINUTES)
        with self._lock:
            for actor, total in known.items():
                present[actor].known = total
                present[actor].unsent -= sent[actor]

"""What the service said that it has, and what was seen that may not be. Any thread writes."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """A report that was accepted."""

    household: str
    lead: str
    status: int


@dataclass
class Ledger:
    """The other side's books.

    Attributes:
        reports: by reference.
        moves: leads that were moved, by the key under which it was asked, with the name of the move.
        runs, lists: names for the outside, by key.
        answers: of stored households: the bytes, by household and run.
        statuses: how often each status was answered, by route; 0 is a cut line.
        faults: what may not be, in words.
    """

    reports: dict[str, Report] = field(default_factory=dict)
    moves: dict[str, tuple[str, str]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], bytes] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def status(self, route: str, status: int) -> None:
        with self._lock:
            self.statuses[route, status] += 1

    def fault(self, words: str) -> None:
        with self._lock:
            self.faults.append(words)

    def answer(self, household: str, run: str, body: bytes) -> None:
        """One household's answer of one run: always the same bytes."""
        with self._lock:
            before = self.answers.setdefault((household, run), body)
        if before != body:
            self.fault(f"an answer of run {run} changed")

    @property
    def answered(self) -> int:
        """Requests that were answered with what was asked for."""
        return sum(count for (_, status), count in self.statuses.items() if 200 <= status < 300)

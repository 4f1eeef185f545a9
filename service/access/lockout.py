"""What happens to who tries in vain: after a few times a wait that grows, for the name and for the address alike.

Counted in the database before anything is compared, so that neither several workers nor fifty tries at once get more
than their number. A name that nobody has is counted as any other: a lock tells nothing of who is there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.keyring import Keyring
from service.store import Work
from service.store.repositories.attempts import attempts_of, forget_attempts, forget_attempts_before

FORGOTTEN_AFTER = dt.timedelta(hours=24)
PURPOSE = "attempts"


@dataclass(frozen=True)
class Patience:
    """So many tries in vain are free; after each further one nothing is tried for a time that doubles up to a longest."""

    free: int
    first: dt.timedelta
    longest: dt.timedelta

    def wait_after(self, count: int) -> dt.timedelta | None:
        """How long nothing is tried after so many."""
        if count < self.free:
            return None
        return min(self.first * 2 ** min(count - self.free, 30), self.longest)


OF_A_NAME = Patience(5, dt.timedelta(minutes=1), dt.timedelta(minutes=30))
OF_AN_ADDRESS = Patience(30, dt.timedelta(minutes=1), dt.timedelta(minutes=30))
"""A whole office may come from one."""


@dataclass(frozen=True)
class Tried:
    """Marks of a name and of an address."""

    name: str
    address: str


def tried(keyring: Keyring, name: str, address: str) -> Tried:
    """Under which marks a try is counted."""
    return Tried(
        keyring.mark(f"name {name}".encode("utf-8", "replace"), purpose=PURPOSE),
        keyring.mark(f"address {address}".encode("utf-8", "replace"), purpose=PURPOSE),
    )


def count_try(work: Work, subject: Tried) -> dt.datetime | None:
    """Count a try before it is looked at; until when nothing is tried, where that is so (then it does not count)."""
    forget_attempts_before(work, work.now - FORGOTTEN_AFTER)
    rows = attempts_of(work, [subject.name, subject.address])
    locked = [row.locked_until for row in rows.values() if row.locked_until and row.locked_until > work.now]
    if locked:
        return max(locked)
    for mark, patience in ((subject.name, OF_A_NAME), (subject.address, OF_AN_ADDRESS)):
        row = rows[mark]
        row.count += 1
        row.last_at = work.now
        wait = patience.wait_after(row.count)
        row.locked_until = work.now + wait if wait else None
    return None


def take_back(work: Work, subject: Tried) -> None:
    """A try that was none in vain, though nobody is in yet."""
    for row in attempts_of(work, [subject.name, subject.address]).values():
        row.count = max(row.count - 1, 0)
        row.locked_until = None


def forgive(work: Work, subject: Tried) -> None:
    """Somebody is in: what was tried under the name is forgotten, and this try from the address."""
    take_back(work, subject)
    forget_attempts(work, subject.name)

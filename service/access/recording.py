"""What was refused at the door, in the audit: of one kind and one address a line a minute, so that a stranger who asks
ten times a second fills no disk.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict

from service.jurisdiction import NOWHERE
from service.keyring import Keyring
from service.store import Database
from service.store.repositories.audit import append

BETWEEN_LINES = dt.timedelta(minutes=1)
MOST_REMEMBERED = 1_000
PURPOSE = "attempts"


class Refusals:
    """Remembers what stands in the audit already; what another worker remembers is a further line at most."""

    def __init__(self) -> None:
        self._noted: OrderedDict[tuple[str, str], dt.datetime] = OrderedDict()
        self._turn = threading.Lock()

    def note(self, database: Database, keyring: Keyring, address: str, why: str, now: dt.datetime) -> None:
        """A line, unless there was one of the same kind lately."""
        mark = keyring.mark(f"address {address}".encode("utf-8", "replace"), purpose=PURPOSE)
        with self._turn:
            last = self._noted.get((mark, why))
            if last is not None and now - last < BETWEEN_LINES:
                return
            self._noted[(mark, why)] = now
            if len(self._noted) > MOST_REMEMBERED:
                self._noted.popitem(last=False)
        with database.writing(NOWHERE, now) as work:
            append(
                work,
                keyring,
                actor="anybody",
                action="access.refused",
                target=f"address:{mark}",
                detail={"key": why},
            )

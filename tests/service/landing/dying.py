"""A process that lands what waits and dies between the two commits: the facts are records, and nobody noted it."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from service.landing.waiting import land_waiting
from service.store import Database, Work
from service.store.repositories import records


def dies(work: Work, delivery_id: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    records.note_landed = dies
    _, address, path = sys.argv
    land_waiting(Database(address), Path(path), dt.datetime(2026, 1, 9, 4, tzinfo=dt.UTC))

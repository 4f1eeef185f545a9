"""What waits is landed again and again while the service runs, an hour apart."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from features.errors import FanpinError
from service.failing import surely
from service.landing.waiting import land_waiting
from service.store import Database

log = logging.getLogger("fanpin.service")

SECONDS_BETWEEN = 3_600
"""A landing makes a new state of the record store, of which the day's scores are worked out anew, and files that every reading
opens: facts of an hour land together. A fact is known from the day on which it was received, whenever it lands."""


def land_again_and_again(
    database: Database,
    records_path: Path,
    stopping: threading.Event,
    clock: Callable[[], dt.datetime],
    seconds: float = SECONDS_BETWEEN,
) -> None:
    """Until the service stops: land what waits.

    Args:
        clock: tells the time.
    """
    while True:
        surely(lambda: _once(database, records_path, clock()))
        if stopping.wait(seconds):
            return


def _once(database: Database, records_path: Path, now: dt.datetime) -> None:
    try:
        done = land_waiting(database, records_path, now)
    except FanpinError as error:
        log.warning("facts wait outside the records: %s", type(error).__name__)
        return
    if done.landed or done.refused:
        log.info("%d facts landed, %d were set aside", sum(done.landed.values()), len(done.refused))

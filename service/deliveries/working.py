"""What waits is taken in again and again while the service runs, behind whoever waits for an answer."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from service.deliveries.landing import Reception, land_uploads
from service.failing import surely
from service.slow import give_way
from service.store import DatabaseError

log = logging.getLogger("fanpin.service")

SECONDS_BETWEEN = 5.0


def take_in_again_and_again(
    at: Reception, stopping: threading.Event, clock: Callable[[], dt.datetime], seconds: float = SECONDS_BETWEEN
) -> None:
    """Until the service stops: take in what waits.

    Args:
        clock: tells the time.
    """
    give_way()
    while True:
        surely(lambda: _once(at, clock))
        if stopping.wait(seconds):
            return


def _once(at: Reception, clock: Callable[[], dt.datetime]) -> None:
    try:
        ended = land_uploads(at, clock)
    except DatabaseError as error:
        log.debug("files are not looked at in this round: %s", type(error).__name__)
        return
    if ended:
        log.info("%d files that were sent were taken in or refused", len(ended))

"""A failure that nobody foresaw, as the log tells it: its kind and place in the code. Its text may hold a person's data."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from service.metrics import FAILURES

log = logging.getLogger("fanpin.service")


def log_failure(error: BaseException) -> None:
    """One line about a failure, and one more in its count."""
    FAILURES.labels(type(error).__name__).inc()
    log.error("%s in %s", type(error).__name__, _place(error))


def surely(look: Callable[[], None]) -> None:
    """Do what is done again and again in the background: one failure must not be the end of all later looks."""
    try:
        look()
    except Exception as error:  # noqa: BLE001 - whatever it is, the next look comes
        log_failure(error)


def _place(error: BaseException) -> str:
    """Where it was raised, innermost last: file and line, no values."""
    return " > ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-4:]
    )

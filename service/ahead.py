"""What can be worked out before it is asked for: villages counted and the last day scored, after the start and after
every landing, so that the first list of the morning is there.
"""

from __future__ import annotations

import logging
import threading

from features.errors import FanpinError
from service.assess import context_on, day_to_stand_on
from service.failing import surely
from service.problems import SECONDS_BETWEEN_LOOKS, ProblemError
from service.resources import Resources

log = logging.getLogger("fanpin.service")


def keep_ahead(held: Resources, stopping: threading.Event) -> None:
    """Until the service stops: whenever model, policy or records are others than before, work out the day on which lists stand."""
    ahead = _Ahead(held)
    while True:
        surely(ahead.look)
        if stopping.wait(SECONDS_BETWEEN_LOOKS):
            return


class _Ahead:
    """Remembers what was worked out with which model and records."""

    def __init__(self, held: Resources) -> None:
        self._held = held
        self._done: tuple[object, object] = (None, None)

    def look(self) -> None:
        """Begin what has not been begun for the present model, policy and records."""
        try:
            instruments, store = self._held.instruments(), self._held.store()
            if self._done[0] is instruments and self._done[1] is store:
                return
            day = day_to_stand_on(None, store, instruments)
            context_on(day, store, instruments)
            self._held.scored_days.ahead(instruments.model, store, instruments.policy, day)
            self._done = (instruments, store)
            log.info("scoring the day of the lists, %s, ahead", day)
        except (ProblemError, FanpinError) as error:
            # Each answer that needs it tries again, and says what is wrong.
            log.debug("nothing is worked out ahead: %s", type(error).__name__)

"""What can be worked out before it is asked for: villages counted and the last day scored, after the start and after
every landing, so that the first list of the morning is there.
"""

from __future__ import annotations

import logging
import threading

from features.errors import FanpinError
from service.assess import context_on, known_days
from service.problems import ProblemError
from service.resources import Resources

log = logging.getLogger("fanpin.service")

SECONDS_BETWEEN_LOOKS = 15.0


def keep_ahead(held: Resources, stopping: threading.Event) -> None:
    """Until the service stops: whenever model, policy or records are others than before, work out the last day."""
    done: tuple[object, object] = (None, None)
    while True:
        try:
            instruments, store = held.instruments(), held.store()
            if done[0] is not instruments or done[1] is not store:
                day = known_days(store)[1]
                context_on(day, store, instruments)
                held.scored_days.ahead(instruments.model, store, instruments.policy, day)
                done = (instruments, store)
                log.info("scoring the last day, %s, ahead", day)
        except (ProblemError, FanpinError) as error:
            # Each answer that needs it tries again, and says what is wrong.
            log.debug("nothing is worked out ahead: %s", type(error).__name__)
        if stopping.wait(SECONDS_BETWEEN_LOOKS):
            return

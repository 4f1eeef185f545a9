"""What can be worked out before it is asked for: villages and ledgers, findings, the last day scored, after the start and after
every landing, so that the first pages and lists of the morning are there.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from features.errors import FanpinError
from service.assess import context_on, day_to_stand_on
from service.failing import surely
from service.findings.listing import Listing
from service.problems import SECONDS_BETWEEN_LOOKS, ProblemError
from service.resources import Resources

SECONDS_BETWEEN_GLANCES = 0.5
"""At a piece that is being worked out."""

log = logging.getLogger("fanpin.service")


def keep_ahead(held: Resources, stopping: threading.Event) -> None:
    """Until the service stops: whenever model, policy or records are others than before, work out the day on which lists stand."""
    ahead = _Ahead(held, stopping)
    while True:
        surely(ahead.look)
        if stopping.wait(SECONDS_BETWEEN_LOOKS):
            return


class _Ahead:
    """Remembers what was worked out with which model and records."""

    def __init__(self, held: Resources, stopping: threading.Event) -> None:
        self._held = held
        self._stopping = stopping
        self._done: tuple[object, object] = (None, None)

    def look(self) -> None:
        """Work out what has not been worked out for the present model, policy and records, one piece after the other: each takes both cores."""
        try:
            instruments, store = self._held.instruments(), self._held.store()
            if self._done[0] is instruments and self._done[1] is store:
                return
            for what, piece in self._pieces(instruments, store):
                log.info("%s is worked out ahead", what)
                if not self._is_done(piece):
                    return
            self._done = (instruments, store)
            _look_no_more_through_what_stays()
        except (ProblemError, FanpinError) as error:
            # Each answer that needs it tries again, and says what is wrong.
            log.debug("nothing is worked out ahead: %s", type(error).__name__)

    def _pieces(self, instruments: Any, store: Any) -> Iterator[tuple[str, Future[Any]]]:
        """Each begun when it is come to; what takes longest is the last."""
        policy = instruments.policy
        on = day_to_stand_on(None, store, instruments)
        context_on(on, store, instruments)
        yield "what villages and ledgers show", self._held.kept_days.ahead(store, policy, on)
        for listing in Listing:
            yield f"the list of {listing.value}", self._held.listed_days.ahead(listing, store, policy, on)
        yield (
            f"the scoring of the lists' day, {on},",
            self._held.scored_days.ahead(instruments.model, store, policy, on),
        )

    def _is_done(self, piece: Future[Any]) -> bool:
        """Whether it came to its end, well or not, before the service stops."""
        while not piece.done():
            if self._stopping.wait(SECONDS_BETWEEN_GLANCES):
                return False
        if (error := piece.exception()) is not None:
            log.debug("a piece failed ahead: %s", type(error).__name__)
        return True


def _look_no_more_through_what_stays() -> None:
    """Keep the collector of garbage off what was worked out.

    Of a county of 200,000 households these are millions of objects; a collection that looks through them again holds every page up for half a second.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()

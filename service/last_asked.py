"""What was worked out for the last few questions, each once: a county's answer takes seconds, a page of it must not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from features.bilingual import Bilingual
from service.slow import OneAtATime

Result = TypeVar("Result")


class LastAsked(Generic[Result]):
    """The results for the keys that were asked for last. They are worked out one at a time: who asks meanwhile waits a little, or comes again.

    Args:
        what: is being done, for whoever has to come again.
        keep: so many results.
        limits: of `OneAtATime`.
    """

    def __init__(self, what: Bilingual, keep: int, **limits: Any) -> None:
        self._keep = keep
        self._kept: OrderedDict[Hashable, Result] = OrderedDict()
        self._keeping = threading.Lock()
        self._work = OneAtATime[Result](what, **limits)

    def of(self, key: Hashable, work: Callable[[], Result], seconds: float | None = None) -> Result:
        """What is kept of a key, or what `work` makes.

        Args:
            seconds: for who would rather come again than wait as long as others.

        Raises:
            BusyError: it takes longer than anybody should wait, or too many wait already.
            Exception: whatever `work` raised.
        """
        known = self.at_hand(key)
        return known if known is not None else self._work.result(key, self._keeping_what(key, work), seconds)

    def begin(self, key: Hashable, work: Callable[[], Result]) -> Future[Result]:
        """The same before anybody asks; it is not waited for.

        Raises:
            BusyError: too much is to be done first.
        """
        known = self.at_hand(key)
        if known is None:
            return self._work.begin(key, self._keeping_what(key, work))
        done: Future[Result] = Future()
        done.set_result(known)
        return done

    def at_hand(self, key: Hashable) -> Result | None:
        """What is kept of a key: for who does not want to wait."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keeping_what(self, key: Hashable, work: Callable[[], Result]) -> Callable[[], Result]:
        def kept() -> Result:
            result = work()
            with self._keeping:
                self._kept[key] = result
                if len(self._kept) > self._keep:
                    self._kept.popitem(last=False)
            return result

        return kept

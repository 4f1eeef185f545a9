"""What was worked out for the last few questions, each once: a county's answer takes seconds, a page of it must not."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from features.bilingual import Bilingual
from service.slow import BusyError, OneAtATime

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
        self._failed: OrderedDict[Hashable, Exception] = OrderedDict()
        self._shown: dict[Hashable, Result] = {}
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

    def of_or_last(
        self, name: Hashable, key: Hashable, work: Callable[[], Result], seconds: float | None = None
    ) -> tuple[Result, bool]:
        """What is kept of a key, or, while it is being worked out, what was last given under the same name.

        Args:
            name: of a question whose key changes with the records.

        Returns:
            The result, and whether it is that of the key.

        Raises:
            BusyError: as `of`, where nothing was given under the name yet.
            Exception: whatever `work` raised, also where it was not waited for: then once, and whoever asks next begins it anew.
        """
        known = self.at_hand(key)
        if known is None and name in self._shown:
            with self._keeping:
                failed = self._failed.pop(key, None)
            if failed is not None:
                raise failed
            with contextlib.suppress(BusyError):
                self.begin(key, work)
            return self._shown[name], False
        result = known if known is not None else self.of(key, work, seconds)
        self._shown[name] = result
        return result, True

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
            try:
                result = work()
            except Exception as error:
                self._remember(self._failed, key, error)
                raise
            self._remember(self._kept, key, result)
            return result

        return kept

    def _remember(self, among: OrderedDict[Hashable, Any], key: Hashable, what: object) -> None:
        with self._keeping:
            among[key] = what
            if len(among) > self._keep:
                among.popitem(last=False)

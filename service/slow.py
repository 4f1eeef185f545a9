"""Slow work: one piece after the other in a thread of its own, each once, and whoever waits for it waits briefly.

Routes share a few dozen threads. Were each to wait for what takes a county's while, all would soon be waiting, and with
them every other answer.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from features.bilingual import Bilingual
from service.problems import ProblemError, come_again

Result = TypeVar("Result")

MOST_WAITING = 8
"""Requests that may wait at a time, far fewer than there are threads."""

MOST_QUEUED = 4
"""Pieces begun or to be done. More would keep the last of them waiting for minutes."""

SECONDS_TO_WAIT = 20.0
"""Long enough for a county of some tens of thousands of households; proxies give up after 30 or 60."""

SECONDS_TO_COME_AGAIN = 5

NICENESS, LEAST_PRIORITY = 10, 19
"""By how much the thread that does slow work, with those that it starts, gives way: whoever waits for a short answer goes
first."""


class BusyError(ProblemError):
    """What was asked for is being worked out: 503, with the seconds after which to ask again."""

    def __init__(self, what: Bilingual) -> None:
        advice = Bilingual(f"{what.zh}，请过几秒钟再试", f"{what.en}: ask again in a few seconds.")
        title = Bilingual("还在计算", "Not worked out yet")
        super().__init__(503, "being-prepared", title, advice, headers=come_again(SECONDS_TO_COME_AGAIN))


class OneAtATime(Generic[Result]):
    """Pieces of slow work by their keys. A failure is told to everybody who waited, and the next who asks tries again.

    Args:
        what: is being done, for whoever has to come again.
    """

    def __init__(
        self,
        what: Bilingual,
        *,
        most_waiting: int = MOST_WAITING,
        most_queued: int = MOST_QUEUED,
        seconds: float = SECONDS_TO_WAIT,
    ) -> None:
        self._what = what
        self._seconds = seconds
        self._most_queued = most_queued
        self._waiting = threading.BoundedSemaphore(most_waiting)
        self._lock = threading.Lock()
        self._queue: OrderedDict[Hashable, tuple[Future[Result], Callable[[], Result]]] = OrderedDict()

    def result(self, key: Hashable, work: Callable[[], Result], seconds: float | None = None) -> Result:
        """What `work` makes; the same piece is done once, whoever asks for it meanwhile.

        Args:
            seconds: for who would rather come again than wait so long.

        Raises:
            BusyError: too many are waiting, or it takes longer than anybody should wait.
            Exception: whatever `work` raised.
        """
        piece = self.begin(key, work)
        if not self._waiting.acquire(blocking=False):
            raise BusyError(self._what)
        try:
            return piece.result(self._seconds if seconds is None else min(seconds, self._seconds))
        except TimeoutError:
            if piece.done():
                raise
            raise BusyError(self._what) from None
        finally:
            self._waiting.release()

    def begin(self, key: Hashable, work: Callable[[], Result]) -> Future[Result]:
        """The piece, begun or queued, without waiting for it.

        Raises:
            BusyError: too much is queued already.
        """
        with self._lock:
            if key in self._queue:
                return self._queue[key][0]
            if len(self._queue) >= self._most_queued:
                raise BusyError(self._what)
            piece: Future[Result] = Future()
            self._queue[key] = (piece, work)
            if len(self._queue) == 1:
                threading.Thread(target=self._work_off, name="slow-work", daemon=True).start()
        return piece

    def _work_off(self) -> None:
        give_way()
        while True:
            with self._lock:
                key, (piece, work) = next(iter(self._queue.items()))
            try:
                outcome = work()
            except BaseException as error:  # noqa: BLE001 - told to whoever waits
                piece.set_exception(error)
            else:
                piece.set_result(outcome)
            with self._lock:
                # Only now: whoever came before its end was given this very piece.
                del self._queue[key]
                if not self._queue:
                    return


class Kept(Generic[Result]):
    """Pieces of slow work whose results are given again for a while: whoever came again for one that took too long finds it done.

    Args:
        what: is being done, for whoever has to come again.
        fresh: for so long a result is given again.
    """

    def __init__(self, what: Bilingual, fresh: dt.timedelta, **limits: Any) -> None:
        self._fresh = fresh
        self._work = OneAtATime[Result](what, **limits)
        self._done: dict[Hashable, tuple[dt.datetime, Result]] = {}

    def result(self, key: Hashable, now: dt.datetime, work: Callable[[], Result]) -> Result:
        """What `work` made lately, or makes now. Raises what `OneAtATime.result` raises."""
        began = time.monotonic()
        done = self._done.get(key)
        if done is not None and now - done[0] < self._fresh:
            return done[1]

        def keep() -> Result:
            result = work()
            # Fresh from its end on, however long it took.
            self._done[key] = (now + dt.timedelta(seconds=time.monotonic() - began), result)
            return result

        return self._work.result(key, keep)


def give_way() -> None:
    """Lower the priority of this thread. Linux alone has one for each thread; elsewhere all stay as they are."""
    if sys.platform == "linux":
        this = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, this, min(LEAST_PRIORITY, os.getpriority(os.PRIO_PROCESS, this) + NICENESS))

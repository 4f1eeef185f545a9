"""Requests that wait at the same time are worked on together, where together they cost less than one after the other.

Nobody waits for others to come: who is alone is worked on at once. While that goes on others gather, and are taken together
as soon as somebody is free.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

AT_ONCE = 2
"""Groups that are worked on at a time: while Python is busy with one, the other may be where Polars is."""

MOST_TOGETHER = 64


class Together(Generic[Piece, Result]):
    """Gathers pieces of work.

    Args:
        work: done with all of them: what it gives of each, in their order, or the failure of that one.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Piece]], Sequence[Result | Exception]],
        *,
        at_once: int = AT_ONCE,
        most: int = MOST_TOGETHER,
    ) -> None:
        self._work, self._most = work, most
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Piece, Future[Result]]] = deque()
        self._pool = ThreadPoolExecutor(at_once, "together")

    def result(self, piece: Piece) -> Result:
        """What comes of a piece.

        Raises:
            Exception: its own failure; that of the work as a whole, for each that was in it.
        """
        own: Future[Result] = Future()
        with self._lock:
            self._waiting.append((piece, own))
        self._pool.submit(self._take)
        return own.result()

    def close(self) -> None:
        """Take nothing more; what is under way ends."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take(self) -> None:
        with self._lock:
            taken = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        if not taken:
            return
        try:
            results: Sequence[Result | Exception] = self._work([piece for piece, _ in taken])
        except Exception as error:  # noqa: BLE001 - told to each of those who wait
            results = [error] * len(taken)
        for (_, own), result in zip(taken, results, strict=True):
            if isinstance(result, Exception):
                own.set_exception(result)
            else:
                own.set_result(result)

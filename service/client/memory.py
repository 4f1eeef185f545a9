"""What was read before, to be asked for with its `ETag`: what has not changed is not sent again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import httpx2

LARGEST = 1024 * 1024
"""Bytes of an answer that is kept: a list of thousands is asked for anew."""


@dataclass(frozen=True)
class Remembered:
    """A body with its headers."""

    etag: str
    body: bytes
    headers: httpx2.Headers


class Memory:
    """The answers that were read last; in memory alone, since they are about people."""

    def __init__(self, holds: int) -> None:
        self._holds = holds
        self._held: OrderedDict[str, Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, address: str) -> Remembered | None:
        """What was answered there."""
        with self._lock:
            remembered = self._held.get(address)
            if remembered is not None:
                self._held.move_to_end(address)
            return remembered

    def keep(self, address: str, response: httpx2.Response) -> None:
        """The answer, where it has a tag; who was read longest ago gives way."""
        etag = response.headers.get("ETag")
        if etag is None or self._holds < 1 or len(response.content) > LARGEST:
            return
        with self._lock:
            self._held[address] = Remembered(etag, response.content, response.headers)
            self._held.move_to_end(address)
            while len(self._held) > self._holds:
                self._held.popitem(last=False)

"""A request as a case system sends it that must not lose anything: again under the same key until it is answered."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from typing import Any

import httpx2

from benchmarks.chaos.ledger import Ledger

SECONDS_TO_ANSWER = 40.0
SECONDS_BETWEEN = 0.2
GIVES_UP_AFTER = 240.0
COME_AGAIN = (429, 503)


class Asker:
    """One program or person, on connections that are made anew after each kill."""

    def __init__(self, address: str, headers: Mapping[str, str], ledger: Ledger) -> None:
        self._client = httpx2.Client(base_url=address, headers=dict(headers), timeout=SECONDS_TO_ANSWER)
        self._ledger = ledger

    def close(self) -> None:
        self._client.close()

    def change(self, route: str, path: str, body: Any) -> tuple[str, httpx2.Response]:
        """The answer to a POST, and the key under which it was asked, however often."""
        key = str(uuid.uuid4())
        return key, self._until_answered("POST", route, path, json=body, headers={"Idempotency-Key": key})

    def read(self, route: str, path: str, **parameters: Any) -> httpx2.Response:
        return self._until_answered("GET", route, path, params=parameters)

    def assess(self, route: str, path: str, body: Any) -> httpx2.Response:
        return self._until_answered("POST", route, path, json=body)

    def _until_answered(self, method: str, route: str, path: str, **sent: Any) -> httpx2.Response:
        ends = time.monotonic() + GIVES_UP_AFTER
        while True:
            try:
                answer = self._client.request(method, path, **sent)
            except httpx2.TransportError:
                self._ledger.status(route, 0)
            else:
                self._ledger.status(route, answer.status_code)
                if answer.status_code not in COME_AGAIN:
                    if answer.status_code >= 500:
                        self._ledger.fault(f"{method} {route}: {answer.status_code} {answer.text[:300]}")
                    return answer
            if time.monotonic() > ends:
                raise RuntimeError(f"{method} {route} was not answered in {GIVES_UP_AFTER:.0f} s")
            time.sleep(SECONDS_BETWEEN)

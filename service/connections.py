"""How long a connection may keep the service waiting, and how much of it is read in one go.

Uvicorn bounds neither: whoever opens connections and says nothing holds them for good, and a quarter of a megabyte in
chunks of one byte is parsed in one go while everybody else waits. What is no HTTP at all never reaches the application;
it is refused here in the form in which everything is refused.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from service.failures import PROBLEM_JSON
from service.middleware import HEADERS
from service.refusals import NO_HTTP, unreadable

SECONDS_FOR_HEADERS = 10.0
"""From the first byte of a request, or from the opening of the connection, to the last of its headers."""

LARGEST_READ = 4 * 1024
"""Bytes. Parsed in some milliseconds whatever is in them. The headers of a request may have four times as many."""


class PatientConnection(H11Protocol):
    """Uvicorn's protocol, with a bound on its patience."""

    _headers_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # What asyncio's own loops read at a time; a loop that does not know it reads as it likes.
        transport.max_size = LARGEST_READ  # type: ignore[attr-defined]
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Uvicorn declares a cycle that is always there, and begins without one.
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]
            self._wait_for_headers()
        else:
            self._headers_are_there()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the library's own words
        """Refuse what is no HTTP, where no answer is under way; what is asked for on this connection ends with it."""
        # Uvicorn declares a cycle that is always there, and begins without one.
        under_way = self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]
        if not (under_way and self.cycle.response_started):
            self.transport.write(_refusal())
        if under_way:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_are_there()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        if self._headers_due is None:
            self._headers_due = self.loop.call_later(SECONDS_FOR_HEADERS, self.timeout_keep_alive_handler)

    def _headers_are_there(self) -> None:
        if self._headers_due is not None:
            self._headers_due.cancel()
            self._headers_due = None


def _refusal() -> bytes:
    """The whole answer to what is no HTTP."""
    body = unreadable(NO_HTTP).problem.model_dump_json(exclude_none=True).encode()
    told = {**HEADERS, "Content-Type": PROBLEM_JSON, "Content-Length": str(len(body)), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 400 Bad Request\r\n{head}\r\n".encode() + body

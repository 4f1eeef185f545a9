"""What holds for every request: a limit on its size, safe headers, one line in the log, no traceback to anybody.

The line names the route as it is declared (`/households/{household_id}`), so that no household stands in a log; a
failure is logged by its kind and place in the code, because its message may hold a person's data.
"""

from __future__ import annotations

import logging
import time
import traceback

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.failures import answer, failed

log = logging.getLogger("fanpin.service")

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes. 5,000 rows, the most that a document may hold, are about half of it."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MAY_BE_KEPT = "/static/"
"""Everything else is about people, and stays in no cache."""


class Envelope:
    """Wraps the application. Pure ASGI, so that it sees the request before anything has read it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status: int | None = None
        read = 0

        async def receive_limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if max(read, _declared(scope)) > LARGEST_BODY:
                raise HTTPException(413, f"A request may have {LARGEST_BODY:,} bytes at most.")
            return message

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    if not (name == "Cache-Control" and scope["path"].startswith(MAY_BE_KEPT)):
                        headers[name] = value
            await send(message)

        try:
            await self.app(scope, receive_limited, send_with_headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text stays inside
            log.error("%s in %s", type(error).__name__, _place(error))  # noqa: TRY400 - a traceback may hold a person's data
            if status is None:
                response = answer(Request(scope), failed().problem)
                await response(scope, receive, send_with_headers)
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            log.info("%s %s %s %.0f ms", scope["method"], _route(scope), status, milliseconds)


def _declared(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isdecimal() else 0


def _route(scope: Scope) -> str:
    if scope["path"].startswith(MAY_BE_KEPT):
        return MAY_BE_KEPT
    return getattr(scope.get("route"), "path", None) or "(no route)"


def _place(error: Exception) -> str:
    """Where it was raised, innermost last: file and line, no values."""
    return " > ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-4:]
    )

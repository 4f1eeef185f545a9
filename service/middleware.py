"""What holds for every request: an id, a limit on its body, safe headers, one line in the log, no traceback to anybody.

The line names the route as it is declared (`/households/{household_id}`), so that no household stands in a log; a
failure is logged by its kind and place in the code, because its message may hold a person's data.
"""

from __future__ import annotations

import logging
import time

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.failing import log_failure
from service.failures import answer, failed
from service.limits import HEADERS_ONLY, Body, too_large
from service.metrics import NO_ROUTE, count_request
from service.origin import comes_from_elsewhere
from service.problems import ProblemError
from service.refusals import TWO_LENGTHS, from_another_site, from_http, unreadable
from service.request_ids import HEADER, IN_SCOPE, begin

log = logging.getLogger("fanpin.service")

CONTENT_POLICY = "Content-Security-Policy"


def content_policy(styles: tuple[str, ...] = ()) -> str:
    """What a page may load and run: its own files alone, nothing that is written into it.

    Args:
        styles: digests of styles that a page may bring along.
    """
    own = " ".join(["'self'", *(f"'{digest}'" for digest in styles)])
    return (
        f"default-src 'none'; script-src 'self'; style-src {own}; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


HEADERS = {
    CONTENT_POLICY: content_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with that a browser hides from us, too, that a form is our own.
    "Referrer-Policy": "same-origin",
    # No page asks a telephone where it is, or for its camera; nothing that gets onto a page can.
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MADE_UP = {"Fanpin-Sandbox": "true"}
"""Of a service whose households are all made up, beside the others."""

MAY_BE_KEPT = "/static/"
"""Everything else is about people, and stays in no cache."""


class Envelope:
    """Wraps the application. Pure ASGI, so that it sees the request before anything has read it."""

    def __init__(self, app: ASGIApp, *, is_sandbox: bool = False) -> None:
        self.app = app
        self._headers = {**HEADERS, **MADE_UP} if is_sandbox else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status: int | None = None
        body = Body(scope, receive)
        asks_for_headers_only = scope["method"] == "HEAD"
        # A HEAD is answered as the GET would be, to the last header; the server still knows what was asked.
        inner: Scope = {**scope, "method": "GET", HEADERS_ONLY: True} if asks_for_headers_only else scope
        inner[IN_SCOPE] = request_id = begin()

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                self._protect(headers, scope["path"])
                if not await body.discard():
                    headers["Connection"] = "close"
            elif asks_for_headers_only:
                message = {**message, "body": b""}
            await send(message)

        try:
            if refused := _refused_at_the_door(scope, body):
                response = answer(Request(scope), refused.problem)
                await response(scope, receive, send_with_headers)
            else:
                await self.app(inner, body.receive, send_with_headers)
        except ClientDisconnect:
            log.info("the client left before its request was whole")
        except Exception as error:  # noqa: BLE001 - whatever it is, its text stays inside
            log_failure(error)
            if status is None:
                response = answer(Request(scope), failed().problem)
                await response(scope, receive, send_with_headers)
        finally:
            seconds, route = time.perf_counter() - began, _route(inner)
            count_request(scope["method"], route, status, seconds)
            facts = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            }
            log.info("%s %s %s %.0f ms", scope["method"], route, status, seconds * 1000, extra=facts)

    def _protect(self, headers: MutableHeaders, path: str) -> None:
        for name, value in self._headers.items():
            if name == CONTENT_POLICY:
                # A page that is printed from a file brings its style along, and says which.
                headers.setdefault(name, value)
            elif not (name == "Cache-Control" and path.startswith(MAY_BE_KEPT)):
                headers[name] = value


def _refused_at_the_door(scope: Scope, body: Body) -> ProblemError | None:
    """Why a request goes no further, as far as its headers tell."""
    if body.is_ambiguous:
        return unreadable(TWO_LENGTHS)
    if body.is_too_large:
        return from_http(too_large(body.limit), Request(scope))
    if comes_from_elsewhere(scope["method"], Headers(scope=scope)):
        return from_another_site()
    return None


def _route(scope: Scope) -> str:
    if scope["path"].startswith(MAY_BE_KEPT):
        return MAY_BE_KEPT
    return getattr(scope.get("route"), "path", None) or NO_ROUTE

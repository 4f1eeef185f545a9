"""Read again only what has changed: an `ETag` on every answer to a `GET` of a program, and 304 where it has it already.

RFC 9110, 8.8.3 and 13.1.2. Weak, since the same answer may leave compressed. What gives itself one (a lead's `"v3"`, by
which changes are made) keeps it. Who asks is let in and written down all the same.
"""

from __future__ import annotations

import hashlib

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OF_PROGRAMS = ("/v1/", "/openapi.json")
WEAK = "W/"
SIGNS = 32
LARGE = 256 * 1024
"""Bytes; less is read in a fraction of a millisecond."""
OF_A_BODY = ("content-length", "content-type", "content-encoding")


class Conditional:
    """Wraps the application. What is sent piece by piece passes through as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(OF_PROGRAMS):
            await self.app(scope, receive, send)
            return
        has_already = Headers(scope=scope).get("if-none-match")
        start: Message | None = None

        async def send_what_is_new(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            if start is not None:
                head, start = start, None
                if not message.get("more_body", False):
                    message = _tagged(head, message, await _tag_of(head, message), has_already)
                await send(head)
            await send(message)

        await self.app(scope, receive, send_what_is_new)


async def _tag_of(head: Message, message: Message) -> str:
    """The answer's own, or one of its content."""
    body: bytes = message.get("body", b"")

    def tag() -> str:
        return f'{WEAK}"{hashlib.sha256(body).hexdigest()[:SIGNS]}"'

    own: str | None = Headers(raw=head["headers"]).get("etag")
    if own is not None:
        return own
    return await run_in_threadpool(tag) if len(body) > LARGE else tag()


def _tagged(head: Message, body: Message, tag: str, has_already: str | None) -> Message:
    """The body that is sent after a head that tells what it is; none where the asker has it."""
    headers = MutableHeaders(scope=head)
    headers["ETag"] = tag
    if has_already is None or not _names(has_already, tag):
        return body
    head["status"] = 304
    for name in OF_A_BODY:
        del headers[name]
    return {**body, "body": b""}


def _names(has_already: str, tag: str) -> bool:
    """Whether it is among the tags that the asker has, by the weak comparison."""
    held = {each.strip().removeprefix(WEAK) for each in has_already.split(",")}
    return "*" in held or tag.removeprefix(WEAK) in held

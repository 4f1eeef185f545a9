"""Answers to programs leave compressed where they ask for it (`Accept-Encoding: gzip`).

Pages do not: what a browser is made to ask and what it must not tell would stand in one compressed text, whose length
tells of both (BREACH, 2013). A program's requests are its own.

Starlette's own middleware compresses on the event loop: a county's list would hold up everybody for a quarter of a
second. Here what is large is compressed in a thread, and what is sent piece by piece leaves piece by piece.
"""

from __future__ import annotations

import zlib

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSED = ("/v1/", "/openapi.json", "/static/")
KINDS = ("application/json", "application/problem+json", "application/x-ndjson", "text/")
LEAST = 1_000
"""Bytes; less fits into one packet anyway."""
LARGE = 64 * 1024
"""Bytes; less is compressed in a millisecond."""
LEVEL = 4
"""Of nine: half of the best's time, a tenth more bytes."""
GZIP = 31
"""What zlib calls gzip's own form."""


class Compressed:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(COMPRESSED):
            await self.app(scope, receive, send)
            return
        takes_it = takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
        await self.app(scope, receive, _Compressing(send, takes_it=takes_it))


class _Compressing:
    """Sends one answer."""

    def __init__(self, send: Send, *, takes_it: bool) -> None:
        self._send, self._takes_it = send, takes_it
        self._head: Message | None = None
        self._by = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        self._compresses = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            body, more = message.get("body", b""), message.get("more_body", False)
            self._compresses = self._begin(MutableHeaders(scope=head), is_worth_it=more or len(body) >= LEAST)
            if self._compresses:
                message = await self._piece(message)
                if not more:
                    MutableHeaders(scope=head)["Content-Length"] = str(len(message["body"]))
            await self._send(head)
        elif self._compresses:
            message = await self._piece(message)
        await self._send(message)

    def _begin(self, headers: MutableHeaders, *, is_worth_it: bool) -> bool:
        if not headers.get("content-type", "").startswith(KINDS) or "content-encoding" in headers:
            return False
        headers.add_vary_header("Accept-Encoding")
        if not (self._takes_it and is_worth_it):
            return False
        headers["Content-Encoding"] = "gzip"
        del headers["Content-Length"]
        return True

    async def _piece(self, message: Message) -> Message:
        body: bytes = message.get("body", b"")
        ends = zlib.Z_SYNC_FLUSH if message.get("more_body", False) else zlib.Z_FINISH

        def compressed() -> bytes:
            return self._by.compress(body) + self._by.flush(ends)

        return {**message, "body": await run_in_threadpool(compressed) if len(body) > LARGE else compressed()}


def takes_gzip(accept_encoding: str) -> bool:
    """Whether whoever sent the header takes gzip (RFC 9110, 12.5.3)."""
    for part in accept_encoding.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "x-gzip", "*"):
            return weight.strip().lower().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False

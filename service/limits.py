"""What a request may cost before anybody knows whose it is: bytes, and the time in which they come.

Few addresses take documents, files or many codes; to every other a body of a few kilobytes is all that anybody has to say.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

KIBIBYTE = 1024


MOST_BRACKETS = 12_000
"""Of a JSON text. 5,000 rows have about as many; a million empty lists would be made while everybody waits."""


@dataclass(frozen=True)
class Limit:
    """Of one request's body: so many bytes, in so many seconds; of a JSON text so many lists and objects."""

    size: int
    seconds: float
    brackets: int = MOST_BRACKETS


SMALL = Limit(size=8 * KIBIBYTE, seconds=10.0)
"""A login form is half a kilobyte; no other page or query has a body at all."""

MEBIBYTE = KIBIBYTE * KIBIBYTE

LIMITS: dict[str, Limit] = {
    "/v1/assessments": Limit(size=4 * MEBIBYTE, seconds=60.0),
    "/v1/assessments/batch": Limit(size=32 * MEBIBYTE, seconds=120.0, brackets=400_000),
    "/v1/assessments/stored": Limit(size=256 * KIBIBYTE, seconds=10.0),
    "/v1/facts": Limit(size=MEBIBYTE, seconds=60.0),
    "/v1/deliveries": Limit(size=64 * MEBIBYTE, seconds=300.0),
    "/lists/excel-in": Limit(size=8 * MEBIBYTE, seconds=120.0),
    "/lists/excel-in/report": Limit(size=2 * MEBIBYTE, seconds=60.0),
    # The page's form: a file with the few fields around it, and the file alone, as its script sends it.
    "/deliveries": Limit(size=64 * MEBIBYTE + 8 * KIBIBYTE, seconds=300.0),
    "/deliveries/file": Limit(size=64 * MEBIBYTE, seconds=300.0),
}
"""By address. 5,000 rows, the most that a document may hold, are about 2 MiB; 1,000 documents of what a county knows of a
household in four years are about 27 MiB with 90,000 rows; 1,000 codes are 23 KiB; 500 facts a quarter of a MiB; a file of 64
holds a county of some hundred thousand people, and a larger one is taken in by `fanpin intake`; a workbook of 20,000 households to
visit is 2 MiB, and half as large again once a spreadsheet program has saved it."""

HEADERS_ONLY = "fanpin.headers_only"
"""Stands in the scope of a HEAD, which is answered as the GET would be and must use nothing up."""

MOST_DISCARDED = 16 * KIBIBYTE
"""Bytes of a body that nobody wants, taken in so that who is still sending them reads the answer. In chunks of one byte
each of them costs a parsing."""


def limit_of(path: str) -> Limit:
    return LIMITS.get(path, SMALL)


class Body:
    """The body of one request on its way in: counted, and within its time.

    Args:
        scope: the request's.
        receive: where its messages come from.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "")
        self.limit = limit_of(scope["path"])
        self.declared = int(declared) if declared.isascii() and declared.isdecimal() else 0
        # Two lengths: what stands before us may have believed the other one, and take the rest for a request of its own.
        self.is_ambiguous = "content-length" in headers and "transfer-encoding" in headers
        self._awaits_permission = "expect" in headers
        self._receive = receive
        self._read = 0
        self._whole = not self.declared and "transfer-encoding" not in headers
        self._ends = asyncio.get_running_loop().time() + self.limit.seconds

    @property
    def is_too_large(self) -> bool:
        return max(self._read, self.declared) > self.limit.size

    async def receive(self) -> Message:
        """The next message.

        Raises:
            HTTPException: 413, there are more bytes than the address takes; 408, they come too slowly.
        """
        message = await self._next()
        if self.is_too_large:
            raise too_large(self.limit)
        return message

    async def discard(self) -> bool:
        """Take in what is left of the body; whether the connection can serve another request after that."""
        # A body that says its length comes in large pieces and costs little: who sends a document that is too large by
        # half is told so.
        most = max(16 * MOST_DISCARDED, 2 * self.limit.size) if self.declared else MOST_DISCARDED
        if self.is_ambiguous:
            return False
        if self._awaits_permission or self.declared > most:
            return self._whole
        try:
            while not self._whole and self._read <= most:
                await self._next()
        except HTTPException:
            return False
        return self._whole

    async def _next(self) -> Message:
        if self._whole:
            # What comes now is the news that the client has left, which may take as long as the answer.
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._ends):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408) from None
        self._read += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message


def too_large(limit: Limit) -> HTTPException:
    return HTTPException(413, f"{limit.size:,}")


def has_too_many_parts(path: str, text: bytes) -> bool:
    """Whether a JSON text has more lists and objects than anything that its address takes."""
    return text.count(b"[") + text.count(b"{") > limit_of(path).brackets

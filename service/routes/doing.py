"""What every route that changes something needs: the moment, the key under which the request is done once, the version that the asker saw."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from features.bilingual import Bilingual
from service.local_time import day_of
from service.once import HEADER, Reply, answered, once
from service.principal import Principal
from service.problems import ProblemError
from service.refusals import JSON
from service.resources import Resources, resources
from service.slow import OneAtATime
from service.store import Work
from service.store.tables.once import LONGEST_KEY

Result = TypeVar("Result")
VERSION = re.compile(r'(?:W/)?"v(\d{1,9})"')


@dataclass(frozen=True)
class Doing:
    """A request that changes something.

    Attributes:
        seen: the version that the asker saw (`If-Match`); None where they did not say.
    """

    held: Resources
    now: dt.datetime
    key: str | None
    digest: str
    seen: int | None

    @property
    def today(self) -> dt.date:
        """The day in the county, whose clocks all stand as in Beijing."""
        return day_of(self.now)

    def once(self, by: Principal, do: Callable[[Work], Reply]) -> Response:
        """Do it in one transaction, or answer as it was answered before."""
        door = self.held.door
        return _response(once(door.database, door.keyring, by, self.key, self.digest, self.now, do))

    def once_after(
        self, by: Principal, slow: OneAtATime[Reply], prepare: Callable[[], Result], do: Callable[[Work, Result], Reply]
    ) -> Response:
        """The same for what takes longer than a transaction may: `prepare` before it, in the thread of such work, then `do` with what came of it.

        Whoever is told to come again (503) sends the same under the same key: the work goes on meanwhile and is done once.
        """
        door = self.held.door

        def whole() -> Reply:
            before = answered(door.database, door.keyring, by, self.key, self.digest, self.now)
            if before is not None:
                return before
            prepared = prepare()
            return once(
                door.database, door.keyring, by, self.key, self.digest, self.now, lambda work: do(work, prepared)
            )

        return _response(slow.result((door.database.shown, by.actor, self.key, self.digest), whole))


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, dict(reply.headers), media_type=JSON)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def reply_of(answer: BaseModel, status: int = 200, *, version: int | None = None, location: str | None = None) -> Reply:
    """An answer as it is sent."""
    headers = {} if version is None else {"ETag": etag_of(version)}
    if location is not None:
        headers["Location"] = location
    return Reply(status, answer.model_dump_json(), headers)


def etag_of(version: int) -> str:
    return f'"v{version}"'


Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        min_length=1,
        max_length=LONGEST_KEY,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the sender, a new one for each new request (a UUID). The same request under the same key is done once, and "
        "answered with the first answer for a day; another one under it is refused with 409.",
    ),
]
Seen = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description='The `ETag` of what the asker saw, such as `"v3"`; where it has changed since, nothing is done (412).',
    ),
]


async def _doing(request: Request, idempotency_key: Key = None) -> Doing:
    return await _asked(request, idempotency_key, None)


async def _changing(request: Request, idempotency_key: Key = None, if_match: Seen = None) -> Doing:
    return await _asked(request, idempotency_key, if_match)


async def _asked(request: Request, key: str | None, if_match: str | None) -> Doing:
    body = await request.body()
    digest = await run_in_threadpool(_digest, _address(request, if_match), body)
    return Doing(resources(request), now(), key, digest, _version(if_match))


def doing_of_form(request: Request, key: str | None, content: bytes) -> Doing:
    """The same for a form of a page.

    Args:
        content: what makes two forms different requests. Not the mark of the session: who logs in anew and sends what was not answered
            sends the same.
    """
    return Doing(resources(request), now(), key, _digest(_address(request), content), None)


def _address(request: Request, if_match: str | None = None) -> bytes:
    return f"{request.method} {request.url.path}?{request.url.query}\n{if_match or ''}\n".encode()


def _digest(asked: bytes, body: bytes) -> str:
    digest = hashlib.sha256(asked)
    # Not joined first: a body may be tens of megabytes.
    digest.update(body)
    return digest.hexdigest()


async def _body(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_body)]
"""A body that is no JSON, as it was sent."""


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    match = VERSION.fullmatch(if_match.strip())
    if match is None:
        raise changed_meanwhile(None)
    return int(match[1])


def changed_meanwhile(version: int | None) -> ProblemError:
    """412: it is not as the asker saw it."""
    headers = {} if version is None else {"ETag": etag_of(version)}
    return ProblemError(
        412,
        "changed-meanwhile",
        Bilingual("内容已被他人更改", "Somebody changed it meanwhile"),
        Bilingual(
            "没有执行任何操作：请重新读取，核对后再提交",
            "Nothing was done. Read it again, look at what has changed, then send anew.",
        ),
        headers=headers,
    )


Once = Annotated[Doing, Depends(_doing)]
OnceOnVersion = Annotated[Doing, Depends(_changing)]
"""The same for what has a version: who changes it may say which they saw."""

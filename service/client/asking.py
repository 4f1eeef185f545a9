"""A request on its way: tried again where that helps, done once however often it is sent, and read as what it declares."""

from __future__ import annotations

import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import BaseModel, TypeAdapter, ValidationError

from service.client.answer import Answer
from service.client.errors import ApiProblemError, UnreachableError, UnreadableAnswerError
from service.client.lines import CUT
from service.client.memory import Memory
from service.client.patience import TRIED_AGAIN, Patience, seconds_of
from service.problems import Problem

Content = TypeVar("Content")

NOT_MODIFIED = 304
NDJSON = "application/x-ndjson"
NEVER_SENT = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)
"""An address that is none, or a header that can't be sent: sent again it would be no other."""

PERCENT_ENCODED = frozenset({"File-Name"})
"""Headers that hold what people write; the others are ASCII."""


@dataclass(frozen=True)
class Request:
    """What one operation asks.

    Attributes:
        path: as OpenAPI declares it, with `{names}` of `places`.
        query: None is left out.
        sent: the body: a model, or what stands for JSON; None where there is none.
        content: a body that is no JSON.
        once: whether it is done once under an `Idempotency-Key`.
        answered_by: statuses that are answers, beside 200 to 299.
    """

    method: str
    path: str
    places: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    sent: Any = None
    content: bytes | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    once: bool = False
    answered_by: tuple[int, ...] = ()

    @property
    def address(self) -> str:
        """The path with its places; a code may hold any sign."""
        return self.path.format(**{name: quote(place, safe="") for name, place in self.places.items()})


class Asker:
    """Sends requests over one HTTP client."""

    def __init__(
        self, http: httpx2.Client, patience: Patience, remembers: int, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self.http = http
        self._patience = patience
        self._memory = Memory(remembers)
        self._sleep = sleep

    def ask(self, content: Any, request: Request) -> Answer[Any]:
        """The answer, read as `content`; its bytes where that is `bytes`.

        Raises:
            ApiProblemError: the service said why not.
            UnreachableError: nobody answered.
            UnreadableAnswerError: what was answered is of another form.
        """
        built = self._built(request)
        before = self._memory.of(str(built.url)) if request.method == "GET" else None
        if before is not None:
            built.headers["If-None-Match"] = before.etag
        response = self._sent(built, request)
        if response.status_code == NOT_MODIFIED and before is not None:
            return Answer(read_as(content, before.body), 200, httpx2.Headers({**before.headers, **response.headers}))
        if not (response.is_success or response.status_code in request.answered_by):
            raise _problem(response)
        if "Deprecation" in response.headers:
            _warn(request, response)
        if request.method == "GET":
            self._memory.keep(str(built.url), response)
        return Answer(read_as(content, response.content), response.status_code, response.headers)

    @contextmanager
    def stream(self, request: Request) -> Iterator[Iterator[str]]:
        """The lines of an answer as they come.

        Raises:
            ApiProblemError, UnreachableError: as `ask`; once lines come, nothing is tried again.
        """
        response = self._sent(self._built(request), request, stream=True)
        try:
            if not response.is_success:
                try:
                    response.read()
                except CUT as error:
                    raise _unreachable(error) from None
                raise _problem(response)
            yield response.iter_lines()
        finally:
            response.close()

    def _built(self, request: Request) -> httpx2.Request:
        headers = {
            name: quote(value) if name in PERCENT_ENCODED else value
            for name, value in request.headers.items()
            if value is not None
        }
        if request.once:
            # The same on each try: whoever got no answer asks whether it was done by asking again.
            headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        body: dict[str, Any] = {}
        if request.content is not None:
            body["content"] = request.content
            headers.setdefault("Content-Type", "application/octet-stream")
        elif request.sent is not None:
            body["content"] = _as_json(request.sent)
            headers["Content-Type"] = "application/json"
        query = {name: value for name, value in request.query.items() if value is not None}
        return self.http.build_request(request.method, request.address, params=query, headers=headers, **body)

    def _sent(self, built: httpx2.Request, request: Request, *, stream: bool = False) -> httpx2.Response:
        number = 0
        while True:
            number += 1
            try:
                response = self.http.send(built, stream=stream)
            except CUT as error:
                wait = None if isinstance(error, NEVER_SENT) else self._patience.wait(number, None)
                if wait is None:
                    raise _unreachable(error) from None
            else:
                if response.status_code not in TRIED_AGAIN or response.status_code in request.answered_by:
                    return response
                wait = self._patience.wait(number, seconds_of(response.headers.get("Retry-After")))
                if wait is None:
                    return response
                response.close()
            self._sleep(wait)


def read_as(content: Any, body: bytes | str) -> Any:
    """A body as a form of answers; as it is where that is `bytes`.

    Raises:
        UnreadableAnswerError: it is of another form.
    """
    if content is bytes:
        return body
    try:
        return _adapter(content).validate_json(body)
    except ValidationError as error:
        places = sorted({".".join(str(step) for step in fault["loc"]) for fault in error.errors()})
        # Not the error itself: it quotes what was answered, which is about people.
        raise UnreadableAnswerError(
            f"返回内容与接口约定不符（{'、'.join(places[:5])}）：核对地址和版本 | The answer is of another form than the API's ({', '.join(places[:5])}): is it the address of fanpin, in this version?"
        ) from None


@cache
def _adapter(content: Any) -> TypeAdapter[Any]:
    return TypeAdapter(content)


_ANYTHING = TypeAdapter(Any)


def _as_json(sent: Any) -> bytes:
    """What is not said is not sent, so that a client of today leaves a field of tomorrow alone."""
    if isinstance(sent, BaseModel):
        return sent.model_dump_json(exclude_unset=True).encode()
    return _ANYTHING.dump_json(sent)


def _problem(response: httpx2.Response) -> ApiProblemError:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        # A proxy's page, or nothing.
        problem = Problem(
            type="about:blank",
            title=f"HTTP {response.status_code}",
            status=response.status_code,
            detail="不是本系统的回答 | it is no answer of this service",
            problems=[],
            problem_count=None,
            standing=None,
            refusal=None,
        )
    retry_after = seconds_of(response.headers.get("Retry-After"))
    return ApiProblemError(problem, response.headers.get("X-Request-ID"), retry_after)


def _warn(request: Request, response: httpx2.Response) -> None:
    ends = response.headers.get("Sunset", "?")
    words = f"{request.method} {request.path} 将停用（{ends}）：见 docs/api.md | it ends on {ends}: see docs/api.md"
    # Of whoever called the operation: above it stand `ask`, `_ask` and this.
    warnings.warn(words, DeprecationWarning, stacklevel=5)


def _unreachable(fault: Exception) -> UnreachableError:
    kind = type(fault).__name__
    return UnreachableError(
        f"服务联系不上（{kind}）：检查地址和网络；是否已执行并不确定，用同一 idempotency_key 再发一次即知 | The service can't be reached ({kind}): look at address and network. "
        "Whether it was done is not known; the same call under the same idempotency_key finds out."
    )

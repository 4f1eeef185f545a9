"""What a request says twice: of two values of one name the first would be lost without a word, so it is refused.

A JSON body keeps its repeated names until its document is validated, so that they are told with all other problems.
Parameters and forms are flat: what is repeated there is told before anything else is looked at.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from features.texts.unrepeated import Place, json_with_repeats
from service.problem_wording import REPEATED
from service.problems import field_problems, invalid_request

MOST_FIELDS = 8
"""Of a form; the login has two."""


class Ambiguous(dict[str, Any]):
    """A JSON object in which, at some depth, a name stands twice; `repeated` says where."""

    def __init__(self, read: Mapping[str, Any], repeated: list[Place]) -> None:
        super().__init__(read)
        self.repeated = repeated


def read_body(sent: bytes) -> Any:
    """The value of a JSON body; an `Ambiguous` object where a name stands twice in it.

    Raises:
        ValueError: the body is no JSON.
    """
    value, repeated = json_with_repeats(sent)
    return Ambiguous(value, repeated) if repeated and isinstance(value, dict) else value


class SentOnce(Request):
    """A request whose JSON body remembers which names it repeats; read in a thread, so that nobody else has to wait."""

    _value: Any = None
    _is_read = False

    async def json(self) -> Any:
        """The body's value, as `read_body` gives it.

        Raises:
            ValueError: the body is no JSON.
        """
        if not self._is_read:
            self._value, self._is_read = await run_in_threadpool(read_body, await self.body()), True
        return self._value

    async def refuse_repeated_names(self) -> None:
        """Raises ProblemError, 422, for a body in which a name stands twice. One that is no JSON is told by whoever reads it."""
        with contextlib.suppress(ValueError):
            repeated = repeated_names(await self.json())
            if repeated:
                raise invalid_request(field_problems({"type": REPEATED, "loc": ("body", *place)} for place in repeated))


def repeated_names(sent: Any) -> list[Place]:
    """Where a parsed body repeats a name."""
    return sent.repeated if isinstance(sent, Ambiguous) else []


def asked_once(request: Request) -> None:
    """A need of every route for programs: each parameter at most once.

    Raises:
        ProblemError: 422, naming each parameter that is repeated.
    """
    refuse_repeated(name for name, _ in request.query_params.multi_items())


def at_most_once(*names: str) -> Callable[[Request], Coroutine[Any, Any, None]]:
    """A need of a page: each of its own parameters at most once. What others add to a link is theirs."""

    # Not in a thread: who comes in must not wait behind what takes its time.
    async def need(request: Request) -> None:
        refuse_repeated(name for name, _ in request.query_params.multi_items() if name in names)

    return need


def form_fields(sent: bytes) -> dict[str, str]:
    """The fields of a posted form.

    Raises:
        ProblemError: 422, naming each field that is repeated.
    """
    fields = parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    refuse_repeated(name for name, _ in fields)
    return dict(fields)


def refuse_repeated(names: Iterable[str]) -> None:
    """Raises ProblemError, 422, naming each name that stands twice."""
    met: set[str] = set()
    repeated: dict[str, None] = {}
    for name in names:
        if name in met:
            repeated[name] = None
        met.add(name)
    if repeated:
        raise invalid_request(field_problems({"type": REPEATED, "loc": (name,)} for name in repeated))

"""What a request may cost: bytes and fields by address, seconds for a body and for headers, nothing slow on the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, MagicMock

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from starlette.types import Message

from service import connections, documents, limits, repeated
from service.connections import LARGEST_READ
from service.example import EXAMPLE_HOUSEHOLD
from service.limits import SMALL, Body
from tests.service.wire import connect

FORM = {"content-type": "application/x-www-form-urlencoded"}
PROBLEM = "application/problem+json"


def in_pieces(size: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    return (b"a=1&" * 256 for _ in range(size // 1024 + 1))


@pytest.mark.parametrize(
    "address", ["/login", "/logout", "/lists", "/v1/model", "/healthz", "/none", "/static/fanpin.css"]
)
def test_only_a_document_may_be_large(stranger: TestClient, address: str) -> None:
    declared = stranger.post(address, content=b"a=1&" * 1_000_000, headers=FORM)
    assert declared.status_code == 413
    assert declared.headers["content-type"] == PROBLEM
    assert f"{SMALL.size:,}" in declared.json()["detail"]
    assert declared.headers["connection"] == "close"


def test_a_body_of_two_lengths_is_refused(stranger: TestClient) -> None:
    """What stands before the service may have believed the other one, and hand on the rest as a request."""
    two = stranger.post(
        "/login", content=b"key=k", headers={**FORM, "transfer-encoding": "chunked", "content-length": "5"}
    )
    assert (two.status_code, two.headers["connection"]) == (400, "close")
    assert two.json()["detail"].startswith("请求头Content-Length和Transfer-Encoding只能给一个 | ")


def test_who_leaves_in_the_middle_is_no_failure(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    async def leave() -> Message:
        return {"type": "http.disconnect"}

    headers = [(name.encode(), value.encode()) for name, value in {**FORM, "content-length": "9"}.items()]
    asked = {
        "type": "http",
        "method": "POST",
        "path": "/login",
        "headers": headers,
        "query_string": b"",
        "raw_path": b"",
    }
    asyncio.run(app(asked, leave, AsyncMock()))
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_form_is_counted_while_it_comes(stranger: TestClient) -> None:
    assert stranger.post("/login", content=in_pieces(2 * SMALL.size), headers=FORM).status_code == 413
    assert stranger.post("/login", data={"key": "k" * (SMALL.size - 100)}).status_code == 401


def test_a_form_has_few_fields(stranger: TestClient) -> None:
    many = stranger.post("/login", content=b"&".join(b"k%d=1" % number for number in range(9)), headers=FORM)
    assert (many.status_code, many.json()["type"]) == (400, "urn:fanpin:problem:unreadable")
    assert many.json()["detail"].startswith("表单的字段过多 | ")


def body_of(address: str, messages: Iterable[Message], headers: dict[str, str]) -> Body:
    waiting = iter(messages)

    async def receive() -> Message:
        for message in waiting:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Body({"type": "http", "path": address, "headers": raw}, receive)


@pytest.mark.parametrize(
    ("headers", "size", "taken", "goes_on"),
    [
        ({"transfer-encoding": "chunked"}, 1 << 20, 5, False),  # 16 KiB, and one piece that is too much
        ({"transfer-encoding": "chunked"}, 1 << 13, 2, True),
        ({"content-length": str(1 << 20)}, 1 << 20, 256, True),
        ({"content-length": str(9 << 20)}, 9 << 20, 0, False),
        ({"content-length": str(1 << 17), "expect": "100-continue"}, 1 << 17, 0, False),
    ],
)
def test_a_body_that_nobody_wants_is_taken_in_only_so_far(
    headers: dict[str, str], size: int, taken: int, goes_on: bool
) -> None:
    pieces = size // 4096
    messages = [
        {"type": "http.request", "body": b"a" * 4096, "more_body": number + 1 < pieces} for number in range(pieces)
    ]

    async def discard() -> tuple[bool, int]:
        waiting = iter(messages)
        body = body_of("/v1/assessments", waiting, headers)
        return await body.discard(), pieces - len(list(waiting))

    assert asyncio.run(discard()) == (goes_on, taken)


def test_a_body_that_comes_too_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SMALL", limits.Limit(size=100, seconds=0.0))

    async def read() -> tuple[int, bool]:
        body = body_of("/login", [{"type": "http.request", "body": b"k", "more_body": True}], {"content-length": "9"})
        try:
            while True:
                await body.receive()
        except HTTPException as refused:
            return refused.status_code, await body.discard()

    assert asyncio.run(read()) == (408, False)


def test_the_end_of_a_sound_body_is_not_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the body the server only tells that the client has left, which may take as long as the answer."""
    monkeypatch.setattr(limits, "SMALL", limits.Limit(size=100, seconds=0.0))

    async def read() -> bool:
        body = body_of("/lists", [], {})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(body.receive(), 0.01)
        return await body.discard()

    assert asyncio.run(read())


@pytest.mark.parametrize("said", [[], [b"GET / HT"], [b"GET / HTTP/1.1\r\n", b"Host: x\r\n", b"A: b\r\n"]])
def test_headers_that_do_not_come_close_the_connection(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, said: list[bytes]
) -> None:
    monkeypatch.setattr(connections, "SECONDS_FOR_HEADERS", 0.0)
    assert connect(app, said, wait=True).closed
    assert not connect(
        app, [*said, b"\r\n"] if len(said) == 3 else [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"], wait=True
    ).closed


def test_a_little_is_read_at_a_time(app: FastAPI) -> None:
    assert connect(app, [], wait=False).max_size == LARGEST_READ


def test_headers_have_a_largest_size(app: FastAPI) -> None:
    endless = [b"GET / HTTP/1.1\r\nHost: x\r\n", *[b"A: b\r\n" * 1000] * 4]
    assert connect(app, endless, wait=False).closed


def on_the_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def test_a_document_is_read_and_checked_beside_the_loop(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []

    def watched(name: str, real: Any) -> Any:
        def watch(*args: Any, **more: Any) -> Any:
            seen.append((name, on_the_loop()))
            return real(*args, **more)

        return watch

    monkeypatch.setattr(repeated, "json_with_repeats", watched("read", repeated.json_with_repeats))
    monkeypatch.setattr(documents, "broken_rules", watched("checked", documents.broken_rules))
    monkeypatch.setattr(
        "service.sending.from_validation", watched("refused", MagicMock(side_effect=HTTPException(422)))
    )
    assert client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD).status_code == 200
    assert client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "as_of": "today"}).status_code == 422
    assert [name for name, _ in seen] == ["read", "checked", "read", "checked", "refused"]
    assert not any(slow for _, slow in seen)


@pytest.mark.parametrize(
    "body",
    [b"[" * 11_000, b'{"a":' * 11_000, b"1" * 5_000, b"-" + b"9" * 100_000, b'{"as_of": 1e999}', b"NaN", b"\xff\xfe{"],
)
def test_hostile_json_is_a_problem_and_no_failure(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/assessments", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == PROBLEM


def test_a_million_empty_lists_are_refused_unread(client: TestClient) -> None:
    lists = b"[" + b"[]," * 1_000_000 + b"[]]"
    answer = client.post("/v1/assessments", content=lists, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:fanpin:problem:too-large")


def test_what_runs_on_the_loop_is_known() -> None:
    """Each of these only compares, counts, or renders a page of a few lines. Add one only if that is true of it."""
    on_loop = {
        (file.stem, line.split("(")[0].removeprefix("async def "))
        for file in Path("service").rglob("*.py")
        # Events are sent on a loop of their own.
        if "webhooks" not in file.parts
        for line in map(str.strip, file.read_text(encoding="utf-8").splitlines())
        if line.startswith("async def ")
    }
    assert {module for module, _ in on_loop} <= {
        "account",
        "admitting",
        "api",
        "app",
        "cli",
        # Large ones in a thread.
        "compressed",
        "conditional",
        # A file in a thread.
        "delivery_sending",
        "doing",
        "doorkeeper",
        "failures",
        "forms",
        "health",
        # Its parts in threads.
        "home",
        "login",
        "keyed",
        "limits",
        "middleware",
        "once",
        "preferences",
        "repeated",
        "resources",
        "serving",
        # A form with a file is read in a thread.
        "uploads",
        "users",
        "workers",
    }

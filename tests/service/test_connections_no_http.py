"""What is no HTTP never reaches the application, and is refused in its form all the same."""

from __future__ import annotations

import asyncio
import json

import pytest
from fastapi import FastAPI
from uvicorn import Config
from uvicorn.server import ServerState

from service.connections import PatientConnection
from service.failures import PROBLEM_JSON as PROBLEM
from tests.service.wire import Wire, connect


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /lists\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"\x16\x03\x01\x02\x00\x01",
    ],
)
def test_what_is_no_http_is_refused_as_everything_is(app: FastAPI, said: bytes) -> None:
    """400 is declared as a problem and came as a line of plain English text, with none of our headers."""
    answer = connect(app, [said], wait=False)
    head, _, body = answer.sent.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert f"Content-Type: {PROBLEM}".encode() in head
    assert b"X-Content-Type-Options: nosniff" in head
    assert json.loads(body)["type"] == "urn:fanpin:problem:unreadable"
    assert json.loads(body)["detail"].startswith("不是完整有效的HTTP请求")
    assert answer.closed


def test_what_is_no_http_after_an_answer_began_only_ends_it(app: FastAPI) -> None:
    async def talk() -> tuple[bool, int]:
        config = Config(app, http=PatientConnection, ws="none", log_config=None, lifespan="off")
        connection = PatientConnection(config, ServerState(), {})
        wire = Wire()
        connection.connection_made(wire)
        connection.data_received(b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nk\r\n")
        connection.cycle.response_started = True
        connection.data_received(b"ZZ\r\n")
        for task in list(connection.tasks):
            task.cancel()
        return wire.closed, wire.write.call_count

    assert asyncio.run(talk()) == (True, 0)

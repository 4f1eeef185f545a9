"""A real provider of logins, as a process of its own, and a browser that logs in there."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx2

SECONDS_TO_START = 60
PEOPLE = {"s-wang": {"amr": ["pwd", "mfa"]}, "s-li": {"amr": ["pwd"]}, "s-nobody": {"amr": ["pwd", "mfa"]}}
"""Who they are there, and by what they show it."""


@contextmanager
def running() -> Iterator[str]:
    """The provider's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = [word for sub, claims in PEOPLE.items() for word in ("--user-claims", json.dumps({"sub": sub, **claims}))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *known]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": "ignore"}, **quiet)  # type: ignore[call-overload]
    try:
        _until_it_answers(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx2.get(f"{address}/jwks")
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider does not start")


def logged_in_there(address: str, subject: str) -> str:
    """What a browser is sent back with, path and query, when somebody logs in at the provider's page."""
    answer = httpx2.post(address, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def cancelled_there(address: str) -> str:
    """The same of somebody who cancels; the state, which a provider sends back then too, this one leaves out."""
    answer = httpx2.post(address, data={"action": "deny"})
    back = urlsplit(answer.headers["location"])
    state = parse_qs(urlsplit(address).query)["state"][0]
    return f"{back.path}?{back.query}&state={state}"

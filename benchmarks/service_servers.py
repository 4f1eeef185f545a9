"""Servers in processes of their own, a caller that keeps its connection, and what the processes cost: for `benchmarks.service`."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from models import DEFAULT_MODEL

SECONDS_TO_START = 120.0
COUNTY = "990101"
"""Of the demo: whoever asks has a jurisdiction, as everybody has."""
TICKS = os.sysconf("SC_CLK_TCK")

empty = FastAPI()
"""Nothing but a route: what FastAPI and uvicorn cost by themselves."""


@empty.get("/")
async def nothing() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Server:
    """A running server and its address.

    Attributes:
        group: the process group of the server and whatever it started.
    """

    port: int
    group: int

    def caller(self, headers: Mapping[str, str] | None = None) -> Caller:
        return Caller(self.port, dict(headers or {}))

    def worked(self) -> float:
        """Seconds of processor time so far, of all its processes."""
        spent = 0
        for process in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # A name between brackets may hold spaces; what follows it does not.
                fields = process.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.group:
                    spent += int(fields[11]) + int(fields[12])
        return spent / TICKS


class Caller:
    """One client on one kept connection, as a case system has it."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.headers = headers

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes, Mapping[str, str]]:
        """Status, content and headers of an answer."""
        try:
            return self._asked(method, path, body)
        except (ConnectionError, http.client.RemoteDisconnected):
            # A server ends a connection on which nothing came for some seconds.
            self.connection.close()
            return self._asked(method, path, body)

    def _asked(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes, Mapping[str, str]]:
        kind = {"Content-Type": "application/json"} if body is not None else {}
        self.connection.request(method, path, body, {**kind, **self.headers})
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, content, {name.lower(): value for name, value in answer.getheaders()}


def programs() -> list[tuple[list[str], int, str]]:
    """Command, port and address that says "ready" of the service, of the empty route and of MLflow's server."""
    run, ports = [sys.executable, "-m"], [_free_port() for _ in range(3)]
    ours, nothing, mlflow = (["--port", str(port)] for port in ports)
    champion = ["-m", f"models:/{DEFAULT_MODEL}@champion", "--env-manager", "local"]
    return [
        ([*run, "fanpin", "serve", *ours], ports[0], "/readyz"),
        ([*run, "uvicorn", f"{__name__}:empty", "--log-level", "warning", *nothing], ports[1], "/"),
        ([*run, "mlflow", "models", "serve", *champion, *mlflow], ports[2], "/ping"),
    ]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def session(ours: Server, link: str) -> str:
    """The cookie of somebody who came in with a link."""
    caller = ours.caller()
    caller.connection.request("GET", link)
    answer = caller.connection.getresponse()
    answer.read()
    return (answer.getheader("set-cookie") or "").partition(";")[0]


def ways_in(environment: dict[str, str]) -> tuple[str, str]:
    """A program's key for the routes that are asked here, and a link for somebody with a browser."""

    def fanpin(*words: str) -> str:
        command = [sys.executable, "fanpin.py", *words]
        return subprocess.run(  # noqa: S603 - our own command
            command, env={**os.environ, **environment}, check=True, capture_output=True, text=True
        ).stdout

    scopes = [word for scope in ("assessments:make", "households:read", "lists:read") for word in ("--scope", scope)]
    fanpin("users", "create", "benchmark", "--role", "county_officer", "--region", COUNTY)
    key = fanpin("clients", "create", "benchmark", *scopes, "--region", COUNTY).split()[0]
    return key, fanpin("users", "link", "benchmark").strip()


@contextlib.contextmanager
def running(command: Sequence[str], port: int, ready: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server from its start until it answers 200 at `ready`, and until the block ends.

    Raises:
        RuntimeError: it does not get ready.
    """
    # MLflow looks for uvicorn on the path.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with subprocess.Popen(  # noqa: S603 - our own commands
        list(command),
        env={**os.environ, **environment, "PATH": path},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        server = Server(port, process.pid)
        try:
            _wait_until_ready(server, process, ready)
            yield server
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], path: str) -> None:
    began = time.perf_counter()
    while process.poll() is None and time.perf_counter() - began < SECONDS_TO_START:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.caller().ask("GET", path)[0] == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"no answer at port {server.port}{path} within {SECONDS_TO_START:.0f} s")

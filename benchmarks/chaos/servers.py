"""The processes that are killed and started again: each in a group of its own, so that a kill leaves nothing of it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_TO_START = 180.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Process:
    """A server process.

    Attributes:
        ready: an address that answers 200 when it can be used.
        log: where its output goes.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    ready: str
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it and wait until it can be used. Raises RuntimeError where it does not come up."""
        with self.log.open("ab") as output:
            running = self._running = subprocess.Popen(  # noqa: S603 - our own
                list(self.command),
                env=dict(self.environment),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_for(self.ready, lambda: running.poll() is None, self.log)

    def kill(self) -> None:
        """End it and whatever it started at once, as a cut of the power does."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()

    def stop(self) -> int | None:
        """Ask it to end, wait, and say how it ended."""
        if self._running is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._running.pid, signal.SIGTERM)
        try:
            return self._running.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def children(self) -> list[int]:
        """Processes that it started itself."""
        if self._running is None:
            return []
        listed = Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children").read_text()
        return [int(each) for each in listed.split()]


def wait_for(address: str, lives: Callable[[], bool] | None, log: Path, seconds: float = SECONDS_TO_START) -> None:
    """Until an address answers. Raises RuntimeError where it does not, or where the process ended."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if lives is not None and not lives():
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{address} did not come up; see {log.name}: {log.read_text(errors='replace')[-2000:]}")

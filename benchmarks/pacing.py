"""A client that asks at a given pace, whatever the answers take, and one that asks as fast as answers come.

Times are counted from the moment at which a request was due: one that waits behind a slow one is slow as well, as its sender
meets it (coordinated omission, which clients that wait for an answer before they ask again leave out).
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Seen:
    """What a client met.

    Attributes:
        milliseconds: of each answer that was one.
        others: statuses that were none.
        seconds: from the first request to the last answer.
    """

    milliseconds: list[float] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: int) -> float:
        """In milliseconds; NaN where there are too few."""
        if len(self.milliseconds) < 2:
            return float("nan")
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[share - 1]

    def __str__(self) -> str:
        shown = ", ".join(f"p{share} {self.percentile(share):.1f}" for share in (50, 95, 99))
        wrong = f", {len(self.others)} others ({sorted(set(self.others))})" if self.others else ""
        return f"{self.rate:.0f}/s, {shown} ms{wrong}"


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A whole request on a kept connection."""
    every = {"Host": "127.0.0.1", **headers}
    if body:
        every |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in every.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def highest_rate(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Seen:
    """So many connections, each of which asks again as soon as it is answered."""
    return asyncio.run(_as_fast_as_they_come(port, requests, connections, seconds))


def paced(port: int, requests: Sequence[bytes], rate: float, seconds: float, connections: int = 64) -> Seen:
    """So many requests a second, evenly, over connections of which one is free as long as the server keeps up."""
    return asyncio.run(_at_a_pace(port, requests, rate, seconds, connections))


class _Connection:
    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, sent: bytes) -> int:
        """The status of the answer, which is read to its end."""
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(sent)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        await self._reader.readexactly(length)
        if b"connection: close" in lines:
            self.close()
        return int(head[9:12])

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def _as_fast_as_they_come(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Seen:
    seen, turn = Seen(), itertools.cycle(requests)
    began = time.perf_counter()

    async def ask_again_and_again() -> None:
        connection = _Connection(port)
        while time.perf_counter() - began < seconds:
            await _asked(connection, next(turn), time.perf_counter(), seen)
        connection.close()

    await asyncio.gather(*(ask_again_and_again() for _ in range(connections)))
    seen.seconds = time.perf_counter() - began
    return seen


async def _at_a_pace(port: int, requests: Sequence[bytes], rate: float, seconds: float, connections: int) -> Seen:
    seen, turn = Seen(), itertools.cycle(requests)
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(_Connection(port))
    began = time.perf_counter()

    async def ask(sent: bytes, due: float) -> None:
        connection = await free.get()
        await _asked(connection, sent, due, seen)
        free.put_nowait(connection)

    asking = []
    for due in _due(began, rate, seconds):
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asking.append(asyncio.create_task(ask(next(turn), due)))
    await asyncio.gather(*asking)
    seen.seconds = time.perf_counter() - began
    while not free.empty():
        free.get_nowait().close()
    return seen


def _due(began: float, rate: float, seconds: float) -> Iterator[float]:
    return (began + number / rate for number in range(int(rate * seconds)))


async def _asked(connection: _Connection, sent: bytes, due: float, seen: Seen) -> None:
    try:
        status = await connection.ask(sent)
    except (OSError, asyncio.IncompleteReadError):
        connection.close()
        status = 0
    if status == 200:
        seen.milliseconds.append((time.perf_counter() - due) * 1000)
    else:
        seen.others.append(status)

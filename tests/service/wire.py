"""A connection without a network, for stories of what arrives on it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from unittest.mock import MagicMock

from fastapi import FastAPI
from uvicorn import Config
from uvicorn.server import ServerState

from service.connections import PatientConnection


class Wire(MagicMock):
    """A connection's other end."""

    max_size = 256 * 1024
    closed = False

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


def connect(app: FastAPI, said: list[bytes], wait: bool) -> SimpleNamespace:
    """A connection on which this is said, as it stands a moment later."""

    async def talk() -> SimpleNamespace:
        config = Config(app, http=PatientConnection, ws="none", log_config=None, lifespan="off")
        connection = PatientConnection(config, ServerState(), {})
        wire = Wire()
        connection.connection_made(wire)
        for data in said:
            if not wire.closed:
                connection.data_received(data)
        if wait:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        sent = b"".join(call.args[0] for call in wire.write.call_args_list)
        now = SimpleNamespace(closed=wire.closed, max_size=wire.max_size, sent=sent)
        for task in list(connection.tasks):
            task.cancel()
        return now

    return asyncio.run(talk())

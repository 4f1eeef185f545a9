"""The socket on which the service listens."""

from __future__ import annotations

import asyncio
import socket

import pytest

from service.cli.serving import _listen


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::1", "::"])  # noqa: S104 - what is tested
def test_what_is_answered_on_a_kept_connection_is_sent_at_once(host: str) -> None:
    """Without TCP_NODELAY the second packet of an answer waits 40 ms for the first one's receipt."""

    async def nodelay_of_a_caller() -> int:
        listening = _listen(host, 0)
        said = asyncio.get_running_loop().create_future()

        def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            kept = writer.get_extra_info("socket")
            said.set_result(kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=listening):
            port = listening.getsockname()[1]
            _, writer = await asyncio.open_connection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)  # noqa: S104 - only compared
            nodelay = await said
            writer.close()
            await writer.wait_closed()
        return int(nodelay)

    if ":" in host and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    assert asyncio.run(nodelay_of_a_caller()) != 0


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True

"""One message over the network: to the address that was looked at, within a time in all, following nobody elsewhere."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache

import httpx2

from service.store.tables.outbox import SendingFault
from service.webhooks.addresses import UnreachableError, resolve

SECONDS_TO_CONNECT = 5
SECONDS_IN_ALL = 15
"""A receiver that answers a byte at a time holds nobody up for longer."""


@dataclass(frozen=True)
class Answered:
    """How it went: delivered where there is no fault. The answer's body is not read."""

    fault: SendingFault | None
    status: int | None = None


async def send(
    url: str, body: bytes, headers: dict[str, str], *, allows_private: bool, trusted: ssl.SSLContext | None = None
) -> Answered:
    """Post a body; any answer of the kind 2xx is a yes.

    Args:
        trusted: certificates that are trusted instead of the system's.
    """
    try:
        async with asyncio.timeout(SECONDS_IN_ALL):
            return await _posted(httpx2.URL(url), body, headers, allows_private=allows_private, trusted=trusted)
    except UnreachableError as error:
        return Answered(error.fault)
    except (TimeoutError, httpx2.TimeoutException):
        return Answered(SendingFault.TIMEOUT)
    except (httpx2.HTTPError, OSError) as error:
        return Answered(SendingFault.CERTIFICATE if _is_of_certificates(error) else SendingFault.CONNECTION)


async def _posted(
    url: httpx2.URL, body: bytes, headers: dict[str, str], *, allows_private: bool, trusted: ssl.SSLContext | None
) -> Answered:
    host = url.raw_host.decode("ascii")
    address = await resolve(host, url.port or (443 if url.scheme == "https" else 80), allows_private=allows_private)
    # The name stays in the request and in what the certificate has to say; only the connection goes by the address.
    named = {"Host": url.netloc.decode("ascii")}
    async with (
        httpx2.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=SECONDS_TO_CONNECT, verify=trusted or _of_the_system()
        ) as client,
        client.stream(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={**headers, **named},
            extensions={"sni_hostname": host},
        ) as answer,
    ):
        if answer.is_redirect or 300 <= answer.status_code < 400:
            return Answered(SendingFault.REDIRECT, answer.status_code)
        if not answer.is_success:
            return Answered(SendingFault.STATUS, answer.status_code)
        return Answered(None, answer.status_code)


@cache
def _of_the_system() -> ssl.SSLContext:
    """The certificates that this machine trusts, a county's own among them; reading them takes longer than a message."""
    return ssl.create_default_context()


def _is_of_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False

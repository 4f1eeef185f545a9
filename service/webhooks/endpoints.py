"""Endpoints: opened for kinds of events and places, tried, given a new secret, closed. Each of these is a line of the audit."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import json
import secrets
import ssl
from collections.abc import Collection
from dataclasses import dataclass

import httpx2

from features.errors import FanpinError
from service.events import EventKind
from service.jurisdiction import Jurisdiction
from service.keyring import Keyring
from service.store import Work
from service.store.repositories.audit import append
from service.store.repositories.webhooks import (
    add_endpoint,
    add_secret,
    end_secrets,
    endpoint_named,
    give_up,
    open_endpoints,
    redeliver,
    secrets_of,
)
from service.store.sealed import WEBHOOK_SECRET
from service.store.tables.outbox import LONGEST_ADDRESS, Endpoint
from service.store.types import new_id
from service.webhooks.addresses import is_public
from service.webhooks.sending import Answered, send
from service.webhooks.signing import HEADER, signature

OVERLAP = dt.timedelta(days=7)
"""For so long an old secret signs beside the new one."""


class EndpointError(FanpinError):
    """The endpoint can't be opened, or there is none; the message says why and what to do.

    Attributes:
        about: what is wrong: `places`, `kinds`, `url`, `name`, or `endpoint` where there is none.
    """

    def __init__(self, words: str, about: str = "endpoint") -> None:
        super().__init__(words)
        self.about = about


@dataclass(frozen=True)
class Secret:
    """What a receiver verifies with. It is shown once: nobody can ask for it again.

    Attributes:
        key: its id, which stands in every signature.
    """

    key: str
    secret: str


def open_endpoint(
    work: Work,
    keyring: Keyring,
    *,
    actor: str,
    name: str,
    url: str,
    kinds: Collection[EventKind],
    places: Jurisdiction,
    client_id: str | None = None,
    allows_http: bool = False,
    allows_private: bool = False,
) -> tuple[Endpoint, Secret]:
    """Send events of some kinds at some places to an address, from now on.

    Args:
        places: within the jurisdiction of this work; no event outside them is sent.
        client_id: the program whose endpoint it is: closed with it.
        allows_http: also without TLS, where nobody else is on the line.
        allows_private: also to an address of this machine or of a network of ours.

    Raises:
        EndpointError: the address is none that is sent to, the name is taken, no kind, or a place is outside.
    """
    outside = [prefix for prefix in places.prefixes if prefix not in work.jurisdiction]
    if outside or not places.prefixes:
        raise EndpointError(
            "推送的地区须在本人辖区以内，至少一个 | the places of an endpoint lie within one's own jurisdiction, and there is one at least.",
            "places",
        )
    if not kinds:
        raise EndpointError(
            f"至少写一种变动：{'、'.join(EventKind.values())} | name one kind of event at least: {', '.join(EventKind.values())}.",
            "kinds",
        )
    _require_address(url, allows_http=allows_http, allows_private=allows_private)
    if not name or len(name) > 80 or endpoint_named(work, name) is not None:
        raise EndpointError(
            "推送地址的名称须为1至80个字，且没有用过（已关闭的也算） | the name of an endpoint has 1 to 80 signs and was not used before, by a closed one neither.",
            "name",
        )
    endpoint = Endpoint(
        id=new_id("endpoint", work.now),
        name=name,
        url=url,
        kinds=sorted(kind.value for kind in kinds),
        places=list(places.prefixes),
        client_id=client_id,
        allows_http=allows_http,
        allows_private=allows_private,
        opened_at=work.now,
    )
    add_endpoint(work, endpoint)
    detail = {
        "kinds": endpoint.kinds,
        "places": endpoint.places,
        "client": client_id,
        "http": allows_http,
        "private": allows_private,
    }
    append(work, keyring, actor=actor, action="webhooks.opened", target=f"endpoint:{endpoint.id}", detail=detail)
    return endpoint, _new_secret(work, keyring, endpoint)


def renew_secret(work: Work, keyring: Keyring, name: str, *, actor: str) -> Secret:
    """A new secret for an endpoint; the old one signs beside it for a week. Raises EndpointError: there is no such endpoint."""
    endpoint = required(work, name)
    end_secrets(work, endpoint.id, work.now + OVERLAP)
    append(work, keyring, actor=actor, action="webhooks.secret_renewed", target=f"endpoint:{endpoint.id}")
    return _new_secret(work, keyring, endpoint)


def close_endpoint(work: Work, keyring: Keyring, name: str, *, actor: str) -> int:
    """Send nothing more to an endpoint; how many events it will not get. Raises EndpointError: there is no such endpoint."""
    endpoint = required(work, name)
    endpoint.closed_at = work.now
    given_up = give_up(work, endpoint.id)
    append(
        work,
        keyring,
        actor=actor,
        action="webhooks.closed",
        target=f"endpoint:{endpoint.id}",
        detail={"given_up": given_up},
    )
    return given_up


def close_endpoints_of(work: Work, keyring: Keyring, client_id: str, *, actor: str) -> None:
    """Close what a program opened: whoever takes its keys away calls this in the same transaction."""
    for endpoint in open_endpoints(work, client_id):
        close_endpoint(work, keyring, endpoint.id, actor=actor)


def send_again(work: Work, keyring: Keyring, name: str, *, actor: str) -> int:
    """Send again all that was given up of an endpoint, or one delivery by its id, whatever became of it; how many.

    Raises:
        EndpointError: there is neither.
    """
    if name.startswith("delivery_"):
        target, count = f"delivery:{name}", redeliver(work, delivery_id=name)
        if not count:
            raise EndpointError(
                f"没有已结束的推送 {name} | there is no delivery {name} that has ended, or its endpoint is closed."
            )
    else:
        endpoint = required(work, name)
        target, count = f"endpoint:{endpoint.id}", redeliver(work, endpoint_id=endpoint.id)
    append(work, keyring, actor=actor, action="webhooks.sent_again", target=target, detail={"deliveries": count})
    return count


def try_endpoint(
    work: Work, keyring: Keyring, name: str, *, trusted: ssl.SSLContext | None = None
) -> tuple[Endpoint, Answered]:
    """Send something that is no event, signed as events are, and say how it went. Raises EndpointError: there is no such endpoint."""
    endpoint = required(work, name)
    body = json.dumps({"id": new_id("trial", work.now), "kind": "trial", "at": work.now.isoformat()}).encode()
    signing = {each.id: opened_secret(keyring, each.id, each.sealed) for each in secrets_of(work, endpoint.id)}
    headers = {"Content-Type": "application/json", "User-Agent": "fanpin", HEADER: signature(body, signing, work.now)}
    sending = send(endpoint.url, body, headers, allows_private=endpoint.allows_private, trusted=trusted)
    return endpoint, asyncio.run(sending)


def required(work: Work, name: str) -> Endpoint:
    """The open endpoint of a name or an id. Raises EndpointError."""
    endpoint = endpoint_named(work, name)
    if endpoint is None or endpoint.closed_at is not None:
        raise EndpointError(
            f"没有名为“{name}”的推送地址，见 fanpin webhooks list | there is no endpoint {name!r}. See fanpin webhooks list."
        )
    return endpoint


def opened_secret(keyring: Keyring, key: str, sealed: bytes) -> bytes:
    """Raises KeyringError: the key that sealed it is gone, or it was changed."""
    return keyring.open(sealed, purpose=WEBHOOK_SECRET.purpose, bound_to=key)


def _new_secret(work: Work, keyring: Keyring, endpoint: Endpoint) -> Secret:
    key, secret = new_id("whk", work.now), f"whsec_{secrets.token_urlsafe(32)}"
    add_secret(work, endpoint.id, key, keyring.seal(secret.encode(), purpose=WEBHOOK_SECRET.purpose, bound_to=key))
    return Secret(key, secret)


def _require_address(url: str, *, allows_http: bool, allows_private: bool) -> None:
    schemes = ("https", "http") if allows_http else ("https",)
    with contextlib.suppress(httpx2.InvalidURL, ValueError):
        parsed = httpx2.URL(url)
        plain = not parsed.userinfo and not parsed.fragment and parsed.host and len(url) <= LONGEST_ADDRESS
        if plain and parsed.scheme in schemes and (allows_private or not _is_private(parsed.host)):
            return
    raise EndpointError(
        "推送地址须为 https:// 开头的完整网址，不带用户名和 #；http 和内网地址须另行准许（--allow-http、--allow-private） | the address of an endpoint is a whole https:// "
        "URL, without a user's name or a fragment; http and private addresses have to be allowed (--allow-http, --allow-private).",
        "url",
    )


def _is_private(host: str) -> bool:
    """Whether an address itself is written there, and is none of the internet's; names are looked at when they are resolved."""
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return not is_public(ipaddress.ip_address(host))
    return False

"""The provider at which people log in: where to send a browser, and who came back.

It is asked by its own address alone, which whoever runs the service wrote down: no redirect is followed, and the addresses that it names
itself have to be as safe as its own.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from features.errors import FanpinError
from service.oidc.attempt import Attempt
from service.oidc.tokens import Proven, TokenError, proven
from service.settings import ProviderSettings

log = logging.getLogger("fanpin.service")

WELL_KNOWN = "/.well-known/openid-configuration"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SECONDS_TO_WAIT = 5.0
AT_ONCE = 4
"""Logins that may wait for the provider at a time, far fewer than there are threads."""

SECONDS_KEPT = 600.0
"""For so long its addresses are believed; its keys are asked for at each login."""


class Fault(StrEnum):
    """Why nobody came in by the provider."""

    DOWN = "down"
    """It does not answer, or not as a provider does."""
    NOT_BELIEVED = "not_believed"
    """What it sent back is not what was asked for, or not signed as it has to be."""


class ProviderError(Exception):
    """Nobody is known to have logged in there."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Provider:
    """A county's provider.

    Raises:
        FanpinError: the file of the secret can't be read, or others can.
    """

    def __init__(self, settings: ProviderSettings) -> None:
        self.settings = settings
        self._secret = _secret_of(settings)
        # Reading the certificates of authorities takes longer than all the rest.
        self._trusted = httpx2.create_ssl_context()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._named: tuple[float, Mapping[str, str]] | None = None

    def address(self, attempt: Attempt) -> str:
        """Where the browser is sent. Raises ProviderError."""
        with self._asked() as client:
            more = {} if self.settings.acr is None else {"acr_values": self.settings.acr}
            address, _ = client.create_authorization_url(
                self._addresses(client)["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                **more,
            )
        return str(address)

    def came_back(self, attempt: Attempt, code: str, now: dt.datetime) -> Proven:
        """Who logged in. Raises ProviderError."""
        with self._asked() as client:
            named = self._addresses(client)
            tokens = client.fetch_token(
                named["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=attempt.verifier
            )
            return proven(
                str(tokens.get("id_token", "")),
                keys_in(self._read(client, named["jwks_uri"])),
                issuer=self.settings.issuer,
                client_id=self.settings.client_id,
                nonce=attempt.nonce,
                acr=self.settings.acr,
                now=now,
            )

    @contextmanager
    def _asked(self) -> Iterator[OAuth2Client]:
        """The provider while it is asked something; whatever goes wrong is one of two faults, and stands in the log by its kind."""
        if not self._turns.acquire(blocking=False):
            raise ProviderError(Fault.DOWN)
        try:
            with OAuth2Client(
                self.settings.client_id,
                self._secret,
                scope="openid",
                redirect_uri=self.settings.callback,
                code_challenge_method="S256",
                verify=self._trusted,
                timeout=SECONDS_TO_WAIT,
                follow_redirects=False,
            ) as client:
                yield client
        except (TokenError, OAuthError) as error:
            log.warning("the provider's answer is not believed: %s", _kind(error))
            raise ProviderError(Fault.NOT_BELIEVED) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # A ValueError is JSON that is none.
            log.warning("the provider does not answer: %s", type(error).__name__)
            raise ProviderError(Fault.DOWN) from None
        finally:
            self._turns.release()

    def _addresses(self, client: OAuth2Client) -> Mapping[str, str]:
        if self._named is None or time.monotonic() - self._named[0] > SECONDS_KEPT:
            named = self._read(client, self.settings.issuer.rstrip("/") + WELL_KNOWN)
            if named.get("issuer") != self.settings.issuer:
                raise TokenError("issuer")
            addresses = {each: str(named.get(each, "")) for each in ADDRESSES}
            if unsafe := [each for each, address in addresses.items() if not is_safe(address)]:
                raise TokenError(unsafe[0])
            self._named = time.monotonic(), addresses
        return self._named[1]

    def _read(self, client: OAuth2Client, address: str) -> dict[str, Any]:
        response = client.request("GET", address, withhold_token=True)
        if response.status_code != httpx2.codes.OK:
            raise ValueError(response.status_code)
        content = response.json()
        if not isinstance(content, dict):
            raise TokenError("json")
        return content


def keys_in(content: dict[str, Any]) -> KeySet:
    """The provider's keys. Raises TokenError: there are none that can be read."""
    try:
        return KeySet.import_key_set(content)  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise TokenError(type(error).__name__) from None


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent there."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


def _secret_of(settings: ProviderSettings) -> str:
    for name, address in (("FANPIN_OIDC_ISSUER", settings.issuer), ("FANPIN_OIDC_CALLBACK", settings.callback)):
        if not is_safe(address):
            raise FanpinError(f"{name} 须以 https:// 开头 | {name} begins with https://.")
    file = settings.secret_file
    try:
        if file.stat().st_mode & 0o077:
            raise FanpinError(
                f"{file}：本机其他用户能读到统一认证的密钥，请运行 chmod 600 {file} | {file}: other users of this machine can read the provider's secret. "
                f"Run: chmod 600 {file}"
            )
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise FanpinError(
            f"{file}：读不到统一认证的密钥（{type(error).__name__}） | {file}: the provider's secret can't be read ({type(error).__name__})."
        ) from error
    if not secret:
        raise FanpinError(f"{file}：文件是空的 | {file}: the file is empty.")
    return secret


def _kind(error: Exception) -> str:
    """Of our own checks which one; never what the provider wrote."""
    return str(error) if isinstance(error, TokenError) else type(error).__name__

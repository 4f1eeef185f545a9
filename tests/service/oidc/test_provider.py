"""A provider is asked at its own safe address, with a secret that nobody else can read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import httpx2
import pytest

from features.errors import FanpinError
from service.oidc.attempt import Attempt
from service.oidc.provider import Fault, Provider, ProviderError, is_safe, keys_in
from service.oidc.tokens import TokenError
from service.settings import ProviderSettings

ISSUER = "https://login.example"
NAMED = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
}
ATTEMPT = Attempt.drawn("/lists", dt.datetime(2026, 1, 31, tzinfo=dt.UTC))


@pytest.fixture
def settings(tmp_path: Path) -> ProviderSettings:
    file = tmp_path / "secret"
    file.write_text("secret", encoding="utf-8")
    file.chmod(0o600)
    return ProviderSettings(ISSUER, "fanpin", file, "https://fanpin.example/login/oidc/callback", "level-2")


def answering(monkeypatch: pytest.MonkeyPatch, response: httpx2.Response) -> list[str]:
    asked: list[str] = []

    def request(_: Any, __: str, address: str, **___: Any) -> httpx2.Response:
        asked.append(address)
        return response

    monkeypatch.setattr("service.oidc.provider.OAuth2Client.request", request)
    return asked


def test_it_is_asked_once_for_its_addresses(settings: ProviderSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, httpx2.Response(200, json=NAMED))
    provider = Provider(settings)
    address = provider.address(ATTEMPT)
    assert provider.address(ATTEMPT) == address
    assert address.startswith(f"{ISSUER}/authorize?response_type=code&client_id=fanpin")
    assert "acr_values=level-2" in address
    assert ATTEMPT.verifier not in address
    assert asked == [f"{ISSUER}/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    ("response", "fault"),
    [
        (httpx2.Response(302, headers={"location": "http://169.254.169.254/"}), Fault.DOWN),
        (httpx2.Response(500), Fault.DOWN),
        (httpx2.Response(200, text="<html>"), Fault.DOWN),
        (httpx2.Response(200, json=["issuer"]), Fault.NOT_BELIEVED),
        (httpx2.Response(200, json={"issuer": ISSUER}), Fault.NOT_BELIEVED),
        (httpx2.Response(200, json={**NAMED, "issuer": "https://another.example"}), Fault.NOT_BELIEVED),
        (httpx2.Response(200, json={**NAMED, "token_endpoint": "http://inside.example/"}), Fault.NOT_BELIEVED),
    ],
)
def test_what_is_no_provider_s_answer_is_not_followed(
    settings: ProviderSettings, monkeypatch: pytest.MonkeyPatch, response: httpx2.Response, fault: Fault
) -> None:
    asked = answering(monkeypatch, response)
    with pytest.raises(ProviderError) as error:
        Provider(settings).address(ATTEMPT)
    assert (error.value.fault, len(asked)) == (fault, 1)


@pytest.mark.parametrize("content", [{}, {"keys": 1}, {"keys": [{}]}, {"keys": [{"kty": "EC"}]}])
def test_keys_that_are_none_are_told_as_such(content: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        keys_in(content)


def test_an_address_is_safe_or_of_this_machine() -> None:
    safe = [is_safe(each) for each in ("https://a.example", "http://127.0.0.1:9", "http://a.example", "ftp://a", "")]
    assert safe == [True, True, False, False, False]


def test_a_secret_that_others_can_read_is_refused(settings: ProviderSettings) -> None:
    settings.secret_file.chmod(0o644)
    with pytest.raises(FanpinError, match="chmod 600"):
        Provider(settings)
    settings.secret_file.chmod(0o600)
    settings.secret_file.write_text(" \n", encoding="utf-8")
    with pytest.raises(FanpinError, match="empty"):
        Provider(settings)
    settings.secret_file.unlink()
    with pytest.raises(FanpinError, match="can't be read"):
        Provider(settings)


def test_a_provider_is_named_whole_or_not_at_all(tmp_path: Path) -> None:
    whole = {
        "FANPIN_OIDC_ISSUER": ISSUER,
        "FANPIN_OIDC_CLIENT_ID": "fanpin",
        "FANPIN_OIDC_CLIENT_SECRET_FILE": str(tmp_path),
        "FANPIN_OIDC_CALLBACK": "https://fanpin.example/login/oidc/callback",
    }
    assert ProviderSettings.from_environment({"FANPIN_OIDC_ISSUER": ""}) is None
    settings = ProviderSettings.from_environment(whole)
    assert settings == ProviderSettings(ISSUER, "fanpin", tmp_path, whole["FANPIN_OIDC_CALLBACK"])
    with pytest.raises(FanpinError, match="FANPIN_OIDC_CALLBACK is missing"):
        ProviderSettings.from_environment({**whole, "FANPIN_OIDC_CALLBACK": ""})

"""What a provider did not sign for us, now, for this browser, is not believed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from service.oidc.tokens import Proven, TokenError, proven

NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
OURS, ANOTHER = (ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256"}) for _ in range(2))
KEYS = KeySet.import_key_set({"keys": [OURS.as_dict(private=False)]})
ISSUER, CLIENT, NONCE = "https://login.example", "fanpin", "n-1"
CLAIMS = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "s-1",
    "nonce": NONCE,
    "iat": int(NOW.timestamp()) - 5,
    "exp": int(NOW.timestamp()) + 300,
}


def signed(key: Any = OURS, algorithm: str = "ES256", **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": "one"}, claims, key, algorithms=[algorithm])


def checked(token: str, acr: str | None = None) -> Proven:
    return proven(token, KEYS, issuer=ISSUER, client_id=CLIENT, nonce=NONCE, acr=acr, now=NOW)


def test_who_it_is_about_and_whether_both_factors_were_asked_for() -> None:
    assert checked(signed()) == Proven("s-1", both_factors=False)
    assert checked(signed(aud=[CLIENT, "another"], azp=CLIENT)).subject == "s-1"
    for claims, acr, both in (
        ({"amr": ["pwd", "mfa"]}, None, True),
        ({"amr": ["pwd"]}, None, False),
        ({"amr": "mfa"}, None, False),
        ({"acr": "level-2"}, "level-2", True),
        ({"acr": "level-2"}, None, False),
        ({"acr": "level-1"}, "level-2", False),
    ):
        assert checked(signed(**claims), acr).both_factors is both
    assert "s-1" not in repr(checked(signed()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 120},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "s" * 256},
    ],
)
def test_of_another_audience_time_or_browser_it_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        checked(signed(**wrong))


def test_signed_by_another_or_by_nobody_it_is_not_believed() -> None:
    header, claims, signature = signed().split(".")
    shared = OctKey.import_key("what both would know, and either could sign with")
    for token in (
        signed(ANOTHER),
        f"{header}.{claims}.",
        f"{header}.{claims}.{signature[:-4]}AAAA",
        signed(shared, "HS256"),
        "",
        "a.b.c",
    ):
        with pytest.raises(TokenError):
            checked(token)

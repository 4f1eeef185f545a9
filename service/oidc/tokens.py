"""What the provider signed about who logged in: checked whole, or not believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a private key alone: with a shared secret whoever checks could sign, and `none` is none."""

LEEWAY = dt.timedelta(minutes=1)
"""By how much the two clocks may differ."""

BOTH_FACTORS = "mfa"
"""Of `amr` (RFC 8176): more than one factor was used."""

LONGEST_SUBJECT = 255


class TokenError(Exception):
    """The provider's word is not believed. Its text names the check, and nobody."""


@dataclass(frozen=True)
class Proven:
    """Who logged in at the provider.

    Attributes:
        subject: the provider's own name for them, which never changes hands.
        both_factors: it says that it asked for more than a password.
    """

    subject: str = field(repr=False)
    both_factors: bool


def proven(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, acr: str | None, now: dt.datetime
) -> Proven:
    """Who a token (`id_token`) is about.

    Args:
        keys: the provider's present ones.
        acr: the class of authentication that means more than a password there; None where it has none.

    Raises:
        TokenError: signature, issuer, audience, time or nonce is not as it has to be.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(LEEWAY.total_seconds()),
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True},
    )
    try:
        claims = jwt.decode(token, keys, algorithms=SIGNED_BY).claims
        registry.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise TokenError(type(error).__name__) from None
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise TokenError("sub")
    if not hmac.compare_digest(str(claims["nonce"]).encode("utf-8", "replace"), nonce.encode()):
        raise TokenError("nonce")
    audience = claims["aud"]
    others = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if others else client_id) != client_id:
        raise TokenError("azp")
    return Proven(subject, _asked_for_both(claims, acr))


def _asked_for_both(claims: Mapping[str, Any], acr: str | None) -> bool:
    used = claims.get("amr")
    return (isinstance(used, list) and BOTH_FACTORS in used) or (acr is not None and claims.get("acr") == acr)

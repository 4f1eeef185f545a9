"""Secrets that the machine draws: long enough that nobody guesses one, so a fast digest of each is kept."""

from __future__ import annotations

import hashlib
import secrets

SECRET_BYTES = 32


def draw_secret() -> str:
    """256 random bits, as text that stands in an address or a cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret (SHA-256, in hexadecimal digits).

    It is looked up by equality: how far a guess goes along tells only of its digest, which nobody can steer.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

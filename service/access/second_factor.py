"""The second factor: codes of six digits from a person's telephone (TOTP, RFC 6238), each of which works once."""

from __future__ import annotations

import datetime as dt
import hmac

import pyotp
import segno

from service.keyring import Keyring
from service.store.sealed import SECOND_FACTOR

ISSUER = "fanpin"
SECONDS_OF_A_STEP = 30
STEPS_AROUND = (-1, 0, 1)
"""A telephone's clock may be half a minute off, and typing takes time."""

SIZE_OF_A_SQUARE = 5


def draw_sealed(keyring: Keyring, user_id: str) -> bytes:
    """A new secret, sealed for its user's row."""
    return keyring.seal(pyotp.random_base32().encode(), purpose=SECOND_FACTOR.purpose, bound_to=user_id)


def opened(keyring: Keyring, sealed: bytes, user_id: str) -> str:
    """The secret as it is typed into a telephone.

    Raises:
        KeyringError: it is another row's, was changed, or the key is gone.
    """
    return keyring.open(sealed, purpose=SECOND_FACTOR.purpose, bound_to=user_id).decode()


def step_of(secret: str, code: str, now: dt.datetime, *, after: int | None) -> int | None:
    """The half minute (since 1970) whose code this is; None where it is none of now, or not after the last one used.

    Every candidate is compared, whichever is right.
    """
    codes = pyotp.HOTP(secret)
    present = int(now.timestamp()) // SECONDS_OF_A_STEP
    typed = "".join(code.split()).encode("utf-8", "replace")
    matching = [
        present + shift
        for shift in STEPS_AROUND
        if hmac.compare_digest(codes.at(present + shift).encode(), typed) and (after is None or present + shift > after)
    ]
    return max(matching, default=None)


def as_picture(secret: str, name: str) -> str:
    """The secret as a picture (QR, as SVG without a style of its own) for a telephone's camera."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    picture = segno.make(address, error="m", micro=False)
    return str(picture.svg_inline(scale=SIZE_OF_A_SQUARE, svgclass="qr", lineclass=None, omitsize=True, light="white"))

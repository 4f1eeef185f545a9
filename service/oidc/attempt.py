"""One browser's way to the provider and back: what it has to bring along again, sealed in a cookie of its own.

Nothing of it is kept here, so any worker answers whoever comes back; and nobody else's answer counts in this browser.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field

from features.texts.unrepeated import read_json
from service.keyring import Keyring, KeyringError

LASTS = dt.timedelta(minutes=10)
PURPOSE, PLACE = "login at a provider", "cookie"
SECRET_BYTES = 32
LONGEST_COOKIE = 3_000


@dataclass(frozen=True)
class Attempt:
    """What was drawn for one login.

    Attributes:
        state: comes back with the browser: whoever brings another one's is sent away.
        nonce: comes back in what the provider signs.
        verifier: shown to the provider with the code (PKCE, RFC 7636): a code that was caught on its way is worth nothing.
        wanted: the page to go to.
        began: in seconds since 1970.
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    wanted: str
    began: int

    @classmethod
    def drawn(cls, wanted: str, now: dt.datetime) -> Attempt:
        state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        return cls(state, nonce, verifier, wanted, int(now.timestamp()))

    def sealed(self, keyring: Keyring) -> str:
        """For the browser's cookie."""
        plain = json.dumps(asdict(self)).encode()
        return base64.urlsafe_b64encode(keyring.seal(plain, purpose=PURPOSE, bound_to=PLACE)).decode()


def opened(cookie: str | None, state: str, keyring: Keyring, now: dt.datetime) -> Attempt | None:
    """The attempt of the browser that comes back with a state; None where there is none of it, or it is over."""
    if not cookie or len(cookie) > LONGEST_COOKIE:
        return None
    try:
        sealed = base64.urlsafe_b64decode(cookie.encode())
        attempt = Attempt(**read_json(keyring.open(sealed, purpose=PURPOSE, bound_to=PLACE).decode()))
    except (KeyringError, binascii.Error, ValueError):
        return None
    is_own = hmac.compare_digest(attempt.state.encode(), state.encode("utf-8", "replace"))
    return attempt if is_own and 0 <= now.timestamp() - attempt.began < LASTS.total_seconds() else None

"""The key under which a telephone keeps, beside each draft of a visit, whose lead it is: a user's own, on every page of theirs."""

from __future__ import annotations

from service.keyring import Keyring
from service.principal import Permission, Principal

PURPOSE = "draft of a visit: lead"


def key_of(keyring: Keyring, asker: Principal | None) -> str | None:
    """In hexadecimal digits; none for who records no visits."""
    if asker is None or not asker.may(Permission.RECORD_VISITS):
        return None
    return keyring.mark(asker.id.encode(), purpose=PURPOSE)

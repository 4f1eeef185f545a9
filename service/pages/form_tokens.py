"""The mark by which a posted form is known as one of our own, given to this very session.

It stands in every form beside the comparison of `Origin` (service.origin): who makes somebody's browser send a form of theirs does
not know it, whatever the browser says or leaves out of where the form came from.
"""

from __future__ import annotations

from service.keyring import Keyring

FIELD = "form_token"
PURPOSE = "form of a page"


def token_of(keyring: Keyring, session: str) -> str:
    """The mark for the forms of a session.

    Args:
        session: the token in the browser's cookie.
    """
    return keyring.mark(session.encode("utf-8", "replace"), purpose=PURPOSE)


def is_token_of(keyring: Keyring, session: str, token: str) -> bool:
    """Whether a form was given to this session."""
    return keyring.is_marked(session.encode("utf-8", "replace"), token, purpose=PURPOSE)

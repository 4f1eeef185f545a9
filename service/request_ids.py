"""The id of a request: in the head of its answer, on its lines of the log, in its line of the audit.

We give it, nobody else does: what comes from outside may be a person's number, and would stand in the log.
"""

from __future__ import annotations

import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
IN_SCOPE = "fanpin.request_id"

_present: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin() -> str:
    """A new id; from now on that of the present request."""
    given = f"req_{secrets.token_hex(10)}"
    _present.set(given)
    return given


def present() -> str | None:
    """The id of the request that is being answered here; None outside of any."""
    return _present.get()

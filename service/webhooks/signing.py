"""Signatures of what is sent: HMAC-SHA256 over the time and the body, each with the id of its key.

    Fanpin-Signature: t=1767225600, whk_01k…=5f1c…, whk_01j…=a07d…

While one secret takes the place of another both sign, so that a receiver changes over when it likes. How a receiver verifies
is shown in docs/webhooks.md.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Mapping

from service.store.repositories.outbox import EventRow

HEADER = "Fanpin-Signature"


def body_of(event: EventRow) -> bytes:
    """What is sent of an event, the same bytes at each attempt."""
    content = {
        "id": event.id,
        "number": event.number,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "subject": event.subject,
        "region_code": event.region_code,
        "data": event.data,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def signature(body: bytes, secrets: Mapping[str, bytes], now: dt.datetime) -> str:
    """The header's value: the time in seconds since 1970, and for each key id the signature."""
    time = str(int(now.timestamp()))
    signed = f"{time}.".encode() + body
    marks = (f"{key}={hmac.new(secret, signed, 'sha256').hexdigest()}" for key, secret in secrets.items())
    return ", ".join((f"t={time}", *marks))

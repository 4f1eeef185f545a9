"""What stands beside an answer about a household, in its headers: the body is the same whenever and however it was come by."""

from __future__ import annotations

import datetime as dt
from typing import Any

SCORE = "Fanpin-Score"
"""Name of the score (`service.score_names`), to be kept with what is decided on it."""

ASSESSED_AT = "Fanpin-Assessed-At"
"""When it was answered, in UTC."""


def beside(score_id: str, now: dt.datetime) -> dict[str, str]:
    """The headers of an answer."""
    return {SCORE: score_id, ASSESSED_AT: stamped(now)}


def stamped(now: dt.datetime) -> str:
    """A moment in UTC, to the second."""
    return now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


HEADERS = {
    SCORE: _header("Name of the score, to be kept with what is decided on it: the same score has the same name."),
    ASSESSED_AT: _header("When it was answered, in UTC."),
}
"""As OpenAPI declares them."""

"""What stands visibly on everything that is taken along: who took it, for which office, when, and under which request."""

from __future__ import annotations

import datetime as dt

from service.local_time import CHINA


def watermark(unit: str, user: str, at: dt.datetime, request_id: str) -> str:
    """One line for the head of a workbook's sheets, a page's foot and a file's name for people.

    Args:
        unit: the office, as it is called.
        user: the name for logging in.
        request_id: with which the audit and the log find the export again.

    Raises:
        ValueError: one of them is empty, or the time has no zone: a mark that tells nothing is none.
    """
    parts = [" ".join(part.split()) for part in (unit, user, request_id)]
    if not all(parts) or at.tzinfo is None:
        raise ValueError("a watermark needs unit, user, a time with its zone, and the request's id.")
    local = at.astimezone(CHINA)
    return f"{parts[0]} · {parts[1]} · {local:%Y-%m-%d %H:%M} · {parts[2]} · 内部资料，不得外传 | internal, not to be passed on"

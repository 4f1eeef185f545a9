"""What stands visibly on everything that is taken along: who took it, for which office, when, and under which request."""

from __future__ import annotations

import datetime as dt

from features.bilingual import Bilingual
from service.local_time import CHINA

NOT_TO_BE_PASSED_ON = Bilingual("内部资料，不得外传", "internal, not to be passed on")


def watermark(unit: Bilingual, user: str, at: dt.datetime, request_id: str) -> Bilingual:
    """One line for the head of a workbook's sheets, a page's foot and a file's name for people: in the language of what it stands on.

    Args:
        unit: the office, as it is called.
        user: the name for logging in.
        request_id: with which the audit and the log find the export again.

    Raises:
        ValueError: one of them is empty, or the time has no zone: a mark that tells nothing is none.
    """
    zh, en, who, request = (" ".join(part.split()) for part in (unit.zh, unit.en, user, request_id))
    if not (zh and en and who and request) or at.tzinfo is None:
        raise ValueError("a watermark needs unit, user, a time with its zone, and the request's id.")
    taken = f" · {who} · {at.astimezone(CHINA):%Y-%m-%d %H:%M} · {request} · "
    return Bilingual(zh, en).and_also(Bilingual(taken, taken)).and_also(NOT_TO_BE_PASSED_ON)

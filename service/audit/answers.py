"""What the API answers about the audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from features.texts.unrepeated import read_json
from service.audit.faults import SHOWN, Sign
from service.audit.verifying import Verified
from service.store.tables.audit import AuditLine


class LineAnswer(BaseModel):
    """What somebody did or read."""

    number: int = Field(description="Its place in the chain, from 1.")
    at: dt.datetime
    actor: str = Field(description="Who: `user:…`, `client:…`, `system:…`, or `anybody` where nobody known asked.")
    action: str = Field(description="What: a permission (`leads:read`), or what was done (`leads.moved`).")
    target: str | None = Field(description="What it was done to: `household:…`, `lead:…`, `user:…`.")
    detail: dict[str, Any] = Field(description="What else is to be known; never a name or a reason in words.")
    before: str = Field(description="Hash of the line before.")
    hash: str = Field(description="SHA-256 of the text that was sealed; the export holds that text.")


class LinePage(BaseModel):
    """Some lines, the newest first."""

    items: list[LineAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class FaultAnswer(BaseModel):
    """Something that shows that somebody changed the audit."""

    sign: Sign
    number: int = Field(description="Of the line where it shows; for `anchors` of the file of anchors.")
    last: int | None = Field(description="The last of several lines that are missing.")
    zh: str
    en: str


class VerificationAnswer(BaseModel):
    """Whether the audit is whole."""

    whole: bool
    verified_at: dt.datetime = Field(description="When its reading began: lines of later are not in it.")
    first: int = Field(description="The first line that is kept; 0 where there is none.")
    last: int
    anchors: int = Field(description="So many anchors were held against it. With none an older copy of all would pass.")
    faults: list[FaultAnswer] = Field(description=f"What shows it, the first {SHOWN}.")
    fault_count: int


def line_answer(row: AuditLine) -> LineAnswer:
    return LineAnswer(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        target=row.target,
        detail=_detail(row.content),
        before=row.before,
        hash=row.hash,
    )


def verification_answer(verified: Verified, at: dt.datetime) -> VerificationAnswer:
    return VerificationAnswer(
        whole=not verified.faults,
        verified_at=at,
        first=verified.first,
        last=verified.last,
        anchors=verified.anchors,
        faults=[
            FaultAnswer(sign=fault.sign, number=fault.number, last=fault.last, zh=words.zh, en=words.en)
            for fault in verified.faults[:SHOWN]
            for words in (fault.in_words,)
        ],
        fault_count=len(verified.faults),
    )


def _detail(content: str) -> dict[str, Any]:
    """Empty where somebody changed the text into none that can be read: the verification says so."""
    try:
        line = read_json(content)
    except ValueError:
        return {}
    detail = line.get("detail") if isinstance(line, dict) else None
    return detail if isinstance(detail, dict) else {}

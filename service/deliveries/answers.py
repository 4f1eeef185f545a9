"""What the API answers about deliveries: counts and places, never what a cell says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from features.intake.problems import REASONS, Reason
from features.intake.report import Outcome
from service.deliveries.outcomes import FindingKind
from service.deliveries.reading import Delivered, DeliveryState


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class DeliveryAnswer(_Answer):
    """A delivered file."""

    id: str = Field(description="Of its delivery in the records, or `upload_…` while it is none, or none any more.")
    state: DeliveryState = Field(
        description="`waiting`, `landing`, `landed`, `refused` (nothing of it was kept), `withdrawn`."
    )
    file: str = Field(description="Its name; of a file in an archive with its place there.")
    departments: list[str] = Field(description="Whose it is, in their official words.")
    sources: list[str] = Field(description="Kinds of file, as `docs/intake.md` names them; empty before it is read.")
    known_date: dt.date = Field(description="From which day on it is known.")
    received_at: dt.datetime | None = Field(description="When it was sent here; null where it came another way.")
    landed_at: dt.datetime | None
    rows_read: int | None = Field(
        description="Null before it is read, where nothing of it was kept, and where nobody counted."
    )
    rows_landed: int | None = Field(
        description="Rows of record tables that say something new; null while it waits, and where nobody counted."
    )
    rows_set_aside: int | None = Field(description="Rows of the file that were not kept; null as `rows_read`.")
    upload_id: str | None = Field(description="Under which it was sent here.")
    withdrawn_on: dt.date | None = Field(description="From which day on it does not count.")


class OverdueAnswer(_Answer):
    """A kind of file whose next delivery is overdue."""

    source: str
    zh: str
    department: str = Field(description="In its official word.")
    last_known_date: dt.date
    expected_by: dt.date = Field(description="The last day on which it was not overdue.")
    days_late: int


class DeliveryPage(_Answer):
    """Some deliveries, the last first."""

    items: list[DeliveryAnswer]
    overdue: list[OverdueAnswer] = Field(description="Who is late today, whichever page is asked for.")
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class SetAsideCount(_Answer):
    """How many rows were not kept for one reason."""

    reason: Reason
    zh: str = Field(description="Why, and what to do.")
    en: str
    rows: int


class FileAnswer(_Answer):
    """What became of a file that was sent, or of one in an archive."""

    file: str
    outcome: Outcome
    delivery_id: str | None = Field(description="Of it in the records; of one that was known, where that can be told.")
    unknown_headers: int = Field(description="Columns whose headers no alias stands for.")
    unreadable_cells: int = Field(description="Cells that became unknown.")
    unread_sheets: int


class DeliveryInFull(DeliveryAnswer):
    """A delivery with what became of its rows."""

    set_aside: list[SetAsideCount]
    people_not_matched: int = Field(description="Rows whose person is on no roster, or may be several.")
    files: list[FileAnswer] = Field(description="Of a file that was sent: of it, or of each in the archive.")
    findings: int = Field(description="How many there are at `/findings`.")


class FindingAnswer(_Answer):
    """What an office should look at: where it stands, why, what to do. Never what a cell says."""

    kind: FindingKind
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    reason: Reason | None = Field(None, description="Of a row.")
    problem: str = Field(description="`中文 | English`.")
    what_to_do: str = Field(description="`中文 | English`.")


class FindingPage(_Answer):
    """Some findings, those of whole files first."""

    items: list[FindingAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


NOT_MATCHED = frozenset({Reason.UNMATCHED.value, Reason.POSSIBLE_MATCH.value, Reason.INDISTINCT.value})


def set_aside_counts(counts: dict[str, int]) -> list[SetAsideCount]:
    """By reason, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [
        SetAsideCount(reason=REASONS[name], zh=REASONS[name].zh, en=REASONS[name].en, rows=rows)
        for name, rows in ordered
    ]


def in_full(delivered: Delivered, counts: dict[str, int], files: list[dict[str, Any]], findings: int) -> DeliveryInFull:
    return DeliveryInFull(
        **vars(DeliveryAnswer.model_validate(delivered)),
        set_aside=set_aside_counts(counts),
        people_not_matched=sum(rows for name, rows in counts.items() if name in NOT_MATCHED),
        files=[FileAnswer(**file) for file in files],
        findings=findings,
    )

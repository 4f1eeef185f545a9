"""What the API answers about requests for exports."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from service.store.tables.exports import ExportRequest, ExportState


class ExportAnswer(BaseModel):
    """A request for an export."""

    id: str
    state: ExportState = Field(
        description="`asked`: it waits for a second person; `approved`: its file can be fetched once by whoever asked; `used`: it was."
    )
    what: str = Field(description="What is exported with its filters, as it was asked for.")
    rows: int = Field(description="How many there were when it was asked for; more are not given out on it.")
    region_code: str = Field(description="First digits of the codes of its villages; empty for everybody.")
    asked_by: str
    asked_at: dt.datetime
    expires_at: dt.datetime
    decided_by: str | None = Field(description="The second person; null while there is none, and where none is needed.")
    decided_at: dt.datetime | None
    used_at: dt.datetime | None


class ExportToDecide(ExportAnswer):
    """The same for whoever decides."""

    words: str = Field(description="Why it is wanted.")


class ExportPage(BaseModel):
    """Some requests, the newest first."""

    items: list[ExportToDecide]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def export_answer(row: ExportRequest) -> ExportAnswer:
    return ExportAnswer.model_validate(row, from_attributes=True)


def export_to_decide(row: ExportRequest, words: str) -> ExportToDecide:
    return ExportToDecide(**export_answer(row).model_dump(), words=words)

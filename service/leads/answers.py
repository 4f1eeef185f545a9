"""What the API answers about leads, their steps and visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from features.vocabulary import Labelled, LeadSource
from service.keyring import Keyring
from service.leads.storing import opened, words_of_step
from service.procedure.clock import Colour
from service.procedure.merging import Merge, Receipt
from service.procedure.moving import Choice
from service.procedure.states import LeadState
from service.store.sealed import REPORT_NOTE
from service.store.tables import Lead as LeadRow
from service.store.tables import LeadReport, LeadStep, Visit


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Word(_Answer):
    """A word of a closed set, with what people read."""

    name: str
    zh: str
    en: str

    @classmethod
    def of(cls, member: Labelled) -> Word:
        return cls(name=member.value, zh=member.zh, en=member.en)


class LeadAnswer(_Answer):
    """A lead as a board shows it."""

    id: str
    household_id: str
    region_code: str
    state: Word
    opened_on: dt.date
    started_on: dt.date = Field(description="From when its days run: it was opened, or taken up again.")
    due_on: dt.date | None = Field(
        description="By when it is to be decided, that day included; null where no clock runs."
    )
    days_left: int | None = Field(description="Until `due_on`; below 0 by how many days it is late.")
    colour: Word | None = Field(description="`green`, `amber` or `red`; null where no clock runs.")
    ended_on: dt.date | None = Field(description="Null while it is open.")
    dispatched_to: str | None = Field(description="Region code of the township or village.")
    assigned_to: str | None
    version: int = Field(description="For `If-Match`: who changes it says which they saw.")
    changed_at: dt.datetime


class BoardLead(LeadAnswer):
    """A lead on the board."""

    head: str | None = Field(
        description="Name of the household's head, masked: `张*`; null where it was not asked for (`names`) or is not known."
    )


class ReportAnswer(_Answer):
    """A report of the household."""

    source: Word
    reference: str
    reported_on: dt.date
    reported_by: str
    risk_type: str | None
    rule: str | None
    severe: bool
    score_id: str | None
    became: Word = Field(description="What became of it: it opened the lead, joined it, took it up again.")
    received_at: dt.datetime
    note: str | None


class StepAnswer(_Answer):
    """A step of the procedure as it was made."""

    number: int
    move: str
    from_state: Word
    to_state: Word
    by: str
    office: str | None
    on: dt.date
    at: dt.datetime
    details: dict[str, Any]


class MoveAnswer(_Answer):
    """A move, with what stands in its way for the asker today."""

    move: str
    zh: str
    en: str
    open: bool
    asks: list[str] = Field(description="What is said with it (docs/procedure.md).")
    why_not: list[str] = Field(description="`中文 | English`; empty where it is open.")


class LeadInFull(LeadAnswer):
    """A lead with everything that was reported of it and done, and what may be done next."""

    reports: list[ReportAnswer]
    steps: list[StepAnswer]
    moves: list[MoveAnswer] = Field(description="Those that begin where the lead stands.")


class ReportReceived(LeadAnswer):
    """The household's lead, with the report in it."""

    became: Word = Field(description="What became of the report.")
    why: str = Field(description="Why, `中文 | English`.")


class LeadPage(_Answer):
    """Some leads."""

    items: list[BoardLead]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class VisitAnswer(_Answer):
    """A visit to a household."""

    id: str
    lead_id: str
    household_id: str
    region_code: str
    visited_on: dt.date
    verdict: str
    reason: str | None
    risk_types: list[str]
    source: str = Field(description="Who reported what sent people out.")
    recorded_by: str
    recorded_at: dt.datetime


class VisitPage(_Answer):
    """Some visits, the last first."""

    items: list[VisitAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class CountsAnswer(_Answer):
    """How many leads of the asker's places stand where."""

    by_state: dict[str, int]
    overdue: int


def lead_answer(row: LeadRow, today: dt.date) -> dict[str, Any]:
    """The fields of `LeadAnswer`."""
    left = None if row.due_on is None else (row.due_on - today).days
    return {
        **{
            name: getattr(row, name) for name in LeadAnswer.model_fields if name not in ("state", "days_left", "colour")
        },
        "state": Word.of(LeadState(row.state)),
        "days_left": left,
        "colour": None if left is None else Word.of(_colour(row, today)),
    }


def _colour(row: LeadRow, today: dt.date) -> Colour:
    if row.due_on is not None and today > row.due_on:
        return Colour.RED
    return Colour.AMBER if row.amber_on is not None and today >= row.amber_on else Colour.GREEN


def received_answer(row: LeadRow, receipt: Receipt, today: dt.date) -> ReportReceived:
    return ReportReceived(**lead_answer(row, today), became=Word.of(receipt.merge), why=str(receipt.why))


def in_full(
    row: LeadRow,
    reports: Sequence[LeadReport],
    steps: Sequence[LeadStep],
    choices: Sequence[Choice],
    keyring: Keyring,
    today: dt.date,
) -> LeadInFull:
    """A lead with its sealed words open: for who may read it."""
    return LeadInFull(
        **lead_answer(row, today),
        reports=[_report(each, keyring) for each in reports],
        steps=[_step(each, keyring) for each in steps],
        moves=[_move(choice) for choice in choices if choice.here],
    )


def _report(row: LeadReport, keyring: Keyring) -> ReportAnswer:
    named = ("reference", "reported_on", "reported_by", "risk_type", "rule", "severe", "score_id", "received_at")
    return ReportAnswer(
        **{name: getattr(row, name) for name in named},
        source=Word.of(LeadSource(row.source)),
        became=Word.of(Merge(row.merge)),
        note=opened(keyring, row.note, REPORT_NOTE.place.format(row.id)),
    )


def _step(row: LeadStep, keyring: Keyring) -> StepAnswer:
    named = ("number", "move", "by", "office", "on", "at")
    return StepAnswer(
        **{name: getattr(row, name) for name in named},
        from_state=Word.of(LeadState(row.from_state)),
        to_state=Word.of(LeadState(row.to_state)),
        details={**row.details, **words_of_step(keyring, row)},
    )


def _move(choice: Choice) -> MoveAnswer:
    move = choice.move
    return MoveAnswer(
        move=move.name,
        zh=move.zh,
        en=move.en,
        open=choice.open,
        asks=[ask.field.name for ask in move.asks],
        why_not=[str(problem.words) for problem in choice.why_not],
    )


def visit_answer(row: Visit) -> VisitAnswer:
    return VisitAnswer.model_validate(row)

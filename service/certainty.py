"""What the API answers about what a score rests on (`features.basis`) and how sure it is (`models.certainty`)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

Finite = Annotated[float, Field(allow_inf_nan=False)]


class KnownRowsAnswer(BaseModel):
    """How much one record table knew of the household on the day."""

    table: str
    rows: int = Field(description="Rows known on the day, each fact in its then last version.")
    newest_event: dt.date | None = Field(description="The last day that they tell of; null without rows.")
    newest_known: dt.date | None = Field(description="The day on which the last of them became known.")


class MissingAnswer(BaseModel):
    """Something that a well-known household has and this one has not: unknown, which is not none."""

    table: str
    zh: str
    en: str


class RestsOn(BaseModel):
    """What the answer rests on. A low score on few or old rows says little."""

    tables: list[KnownRowsAnswer] = Field(description="Every record table that features may read.")
    missing: list[MissingAnswer]


class WarningAnswer(BaseModel):
    """A rule of the records that a kept row does not meet, or records that contradict each other: somebody should look."""

    rule: str = Field(description="`table.name` of a flag (docs/records.md), or the id of a check (`fanpin checks`).")
    table: str | None = Field(description="Where the row stands; null for a check over several.")
    event_date: dt.date | None
    known_date: dt.date | None
    delivery_id: str | None
    source_row: int | None = Field(description="In a document: the row's place in its list, counted from 1.")
    zh: str = Field(description="What is wrong. Never a value.")
    en: str
    to_do_zh: str
    to_do_en: str


class ContradictionAnswer(BaseModel):
    """What speaks against the main reason: verify it first."""

    rule: str = Field(description="Id of the rule (docs/certainty.md), or of a check (`fanpin checks`).")
    risk_type: str = Field(description="Of the reason that it contradicts.")
    zh: str
    en: str
    ask_zh: str
    ask_en: str


class QuestionAnswer(BaseModel):
    """Something missing, old, contradicted or perhaps not reported, whose answer could move the probability."""

    topic: str = Field(description="The record table that it is about.")
    state: str = Field(description="Why it is open: `missing`, `suspect`, `stale` or `silent`.")
    zh: str = Field(description="What to ask, in Chinese.")
    en: str
    why_zh: str
    why_en: str
    doubt: Annotated[Finite, Field(ge=0, le=1)] = Field(description="The chance that what the records say is not so.")
    effect: Finite = Field(description="By how much the answer moves the probability, on average.")

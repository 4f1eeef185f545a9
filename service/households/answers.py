"""What the API takes and answers about stored households, and about many at once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from features.deliveries.freshness import Freshness
from models.answers import MOST_HOUSEHOLDS
from service.answers import Assessment
from service.problems import Problem
from service.rows import LONGEST_TEXT, STRICT, Day


class _Answer(BaseModel):
    model_config = ConfigDict(protected_namespaces=())


class KnownRowAnswer(_Answer):
    """A fact of a household in the version that held on the day."""

    record_id: str = Field(description="Identity of the fact: a correction has the same.")
    event_date: dt.date = Field(description="When it happened, or the day that the row describes.")
    known_date: dt.date = Field(description="When the county could know it.")
    delivery_id: str = Field(description="Which file or call brought it.")
    source_row: int | None = Field(description="Row in the delivered file, header included; null where nobody counted.")
    department: str | None = Field(
        description="Who sent that delivery, in its official word; null where it is not known."
    )
    corrects: int = Field(description="So many earlier versions of the fact were known by then; 0 of most.")
    values: dict[str, Any] = Field(
        description="What the row says, by the columns of docs/records.md; what is not there is unknown. `person_id` is a pseudonym."
    )


class KnownTableAnswer(_Answer):
    """What one record table knew of the household on the day."""

    table: str
    zh: str = Field(description="The table as people call it.")
    en: str
    rows: list[KnownRowAnswer] = Field(description="In the order of what happened.")


class SourceAnswer(_Answer):
    """How a department's file stood on the day: one that stopped coming looks like one to which nothing happened."""

    source: str = Field(description="Name of the file's kind.")
    zh: str = Field(description="The same in Chinese.")
    department: str
    freshness: Freshness = Field(
        description="`on_time`; `stale`, its next delivery is overdue; `never` delivered; `no_rhythm` is set for it."
    )
    last_known_date: dt.date | None = Field(description="Its last delivery; null where there was none.")
    expected_by: dt.date | None = Field(description="The last day on which the next one is not overdue.")
    days_late: int


class HouseholdAnswer(_Answer):
    """A stored household as it was known on a day: no names, no numbers of identity cards."""

    household_id: str
    as_of: dt.date = Field(description="What became known after this day is not here.")
    region_code: str | None = Field(description="Its village; null where nobody had described the household by then.")
    county: str | None = Field(description="First six digits of the village.")
    township: str | None = Field(description="What it is called; null where no delivered list told it.")
    village: str | None = Field(description="Likewise.")
    tables: list[KnownTableAnswer] = Field(description="Every record table, those without a row too.")
    sources: list[SourceAnswer] = Field(description="Every file that a county's departments send.")


class DocumentAnswer(_Answer):
    """A stored household as `POST /v1/assessments` takes it, where any member was known."""

    household_id: str
    as_of: dt.date
    records: dict[str, list[dict[str, Any]]] = Field(
        description="By table every version known by then, in the columns of docs/records.md."
    )


class StoredAsked(BaseModel):
    """Which stored households are to be assessed, all on one day."""

    model_config = STRICT

    household_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]],
        Field(min_length=1, max_length=MOST_HOUSEHOLDS, examples=[["99010100400200000017"]]),
    ]
    as_of: Annotated[
        Day | None, Field(description="The day on which answers stand when left out.", examples=["2024-06-30"])
    ] = None


class BatchItem(_Answer):
    """What is answered about one household: an assessment or a problem, never both."""

    household_id: str | None = Field(description="Null of a document that names none.")
    run_id: str | None = Field(description="The run that holds the answer; null where it was computed.")
    score_id: str | None = Field(description="Name of the score, to be kept with what is decided on it.")
    problem: Problem | None = Field(description="Why there is no answer, as it would be told of this household alone.")
    assessment: Assessment | None


class BatchAnswer(_Answer):
    """What is answered about many households, in the order in which they were sent."""

    items: list[BatchItem]
    asked: int
    answered: int
    refused: int = Field(
        description="So many have a problem instead. `asked` is missing from an answer that was cut off."
    )


class PastAssessment(_Answer):
    """What a run said of a household: a score, or why it had none."""

    run_id: str
    as_of: dt.date
    expires_on: dt.date = Field(description="Until when the score might be used, that day included.")
    completed_at: dt.datetime | None
    model: str
    model_version: str
    target: str
    score_id: str | None = Field(
        description="Name of the score; null where there is none, or no whole answer was kept."
    )
    probability: float | None
    probability_low: float | None
    probability_high: float | None
    raw_score: float | None
    band: str | None
    main_risk_type: str | None
    rank: int | None = Field(description="From 1, over everybody in the run.")
    listed: bool = Field(description="Whether the run's own list named it.")
    standing: str | None = Field(description="Why it had no score: `impossible` or `contradicting` records.")


class HistoryPage(_Answer):
    """Some of what runs said of a household, the last day first."""

    items: list[PastAssessment]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class ReplayedAnswer(_Answer):
    """What a run said of a household, computed anew from what it was made from."""

    run_id: str
    household_id: str
    same: bool = Field(description="To the last bit. Rank and list need everybody: `fanpin replay RUN`.")
    scored: bool = Field(description="Whether it has a score in the run.")
    differences: dict[str, list[str]] = Field(
        description="What differs, by part of the run; `served`: what the database gives is not what the run holds."
    )
    code_changed: bool = Field(description="This installation makes scores by another text than then.")
    zh: str
    en: str

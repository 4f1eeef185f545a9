"""What the API answers about single facts: where each stands, never what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from service.landing.accepting import Taken
from service.store.tables import FactState, RecordToLand


class FactTaken(BaseModel):
    """A fact that was taken in."""

    id: str = Field(description="Its name; `GET /v1/facts/{fact_id}` says what became of it.")
    reference: str = Field(description="The sender's own.")
    known_date: dt.date = Field(description="From which day on it is known: that of its first receipt.")
    is_known: bool = Field(description="It was taken in before, by the same reference.")


class FactsTaken(BaseModel):
    """Facts that wait to become records: they land within the hour, whatever else happens."""

    facts: list[FactTaken] = Field(description="In the order in which they were sent.")


class FactAnswer(BaseModel):
    """A fact that was sent."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    reference: str = Field(description="The sender's own.")
    household_id: str
    table: str
    record_id: str = Field(description="Which fact of the household it is, in the record table.")
    event_date: dt.date
    known_date: dt.date = Field(description="From which day on it is known.")
    received_at: dt.datetime
    state: FactState = Field(description="`waiting`, `landed` (it is a record), `refused` (it will be none).")
    delivery_id: str | None = Field(description="The delivery with which it became a record; null before.")
    refusal: str | None = Field(description="Why it will be no record, `中文 | English`; null where nothing is wrong.")


class FactPage(BaseModel):
    """Some facts, the last received first."""

    items: list[FactAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def facts_taken(taken: Iterable[Taken]) -> FactsTaken:
    return FactsTaken(facts=[FactTaken(**vars(each)) for each in taken])


def fact_answer(row: RecordToLand) -> FactAnswer:
    return FactAnswer(
        id=row.id,
        reference=row.reference or "",
        household_id=row.household_id,
        table=row.table,
        record_id=row.record_id,
        event_date=row.event_date,
        known_date=row.known_date,
        received_at=row.received_at,
        state=row.state,
        delivery_id=row.landed_as,
        refusal=row.refused_as,
    )

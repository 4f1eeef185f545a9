"""What the API answers about events: the feed of what has changed, for whoever would rather ask than be sent it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from service.events import EventKind
from service.store import Work
from service.store.repositories.outbox import EventRow, events_after, newest_event


class EventAnswer(BaseModel):
    """Something that happened."""

    id: str = Field(description="The same as in what webhooks send.")
    number: int = Field(description="Its place in the order of what was done; there may be gaps.")
    kind: EventKind
    at: dt.datetime
    subject: str = Field(description="What it is about: `household:…`, `lead:…`, `list:…`, `run:…`.")
    region_code: str = Field(description="Where; empty for what is about the whole installation.")
    data: dict[str, Any] = Field(description="What else is to be known; never a name or a reason in words.")


class EventPage(BaseModel):
    """What happened after a number, the oldest first."""

    items: list[EventAnswer]
    next: int = Field(description="Send it as `after`: what follows, now or later. Always given.")
    newest: int = Field(description="The last event of the asker's places; whoever has `next` = `newest` has seen all.")


def event_page(work: Work, after: int, limit: int) -> EventPage:
    """The events that follow a number, within the jurisdiction."""
    rows = events_after(work, after, limit)
    return EventPage(
        items=[event_answer(row) for row in rows],
        next=rows[-1].number if rows else after,
        newest=newest_event(work),
    )


def event_answer(row: EventRow) -> EventAnswer:
    return EventAnswer.model_validate(row._asdict())

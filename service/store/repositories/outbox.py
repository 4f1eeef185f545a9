"""What happened, written in the transaction of what it tells of, and read in order by whoever may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from service.events import EventKind
from service.jurisdiction import Jurisdiction
from service.store.database import Work
from service.store.repositories.audit import hold
from service.store.tables.outbox import Delivery, DeliveryState, Endpoint, Event
from service.store.types import new_id


class EventRow(NamedTuple):
    """An event as it is read."""

    number: int
    id: str
    at: dt.datetime
    kind: str
    subject: str
    region_code: str
    data: dict[str, Any]


EVENTS_AT_ONCE = 500
COLUMNS = tuple(getattr(Event, name) for name in EventRow._fields)


def emit(
    work: Work, kind: EventKind, subject: str, region_code: str, data: Mapping[str, Any] | None = None
) -> EventRow:
    """Write an event, and a delivery for each endpoint that asked for its kind at its place.

    Those who emit at once do so one after the other, as those who add a line to the audit do and behind the same lock: so
    events become visible in the order of their numbers, and a reader that knows one number has missed none before it. Emit
    last, after all rows were changed: so nobody waits longer than has to be, and none for each other.

    Args:
        subject: what it is about, `lead:lead_01k…`: what is about one thing is sent in order.
        region_code: where it is; a county's or a township's for what is about all of it, `""` for the whole installation.
        data: what else is to be known, of JSON's kinds: never a name, a document's number or a reason in words.

    Raises:
        OutsideJurisdictionError: on flushing, where the place lies outside the jurisdiction of this work.
    """
    hold(work)
    event = Event(
        id=new_id("event", work.now),
        at=work.now,
        kind=kind.value,
        subject=subject,
        region_code=region_code,
        data=dict(data or {}),
    )
    work.session.add(event)
    work.session.flush()
    for endpoint in work.session.scalars(select(Endpoint).where(Endpoint.closed_at.is_(None))):
        if kind.value in endpoint.kinds and region_code in Jurisdiction.of(*endpoint.places):
            work.session.add(
                Delivery(
                    id=new_id("delivery", work.now),
                    event_number=event.number,
                    endpoint_id=endpoint.id,
                    subject=subject,
                    state=DeliveryState.PENDING.value,
                    attempts=0,
                    due_at=work.now,
                )
            )
    work.session.flush()
    return EventRow(*(getattr(event, name) for name in EventRow._fields))


def emit_many(work: Work, kind: EventKind, happened: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
    """Write events of one kind, each as `emit` writes it, in their order: of thousands together, a few statements in all.

    Args:
        happened: subject, place and data of each.
    """
    hold(work)
    endpoints = [
        (each.id, Jurisdiction.of(*each.places))
        for each in work.session.scalars(select(Endpoint).where(Endpoint.closed_at.is_(None)))
        if kind.value in each.kinds
    ]
    for first in range(0, len(happened), EVENTS_AT_ONCE):
        some = happened[first : first + EVENTS_AT_ONCE]
        rows: list[dict[str, Any]] = [
            {
                "id": new_id("event", work.now),
                "at": work.now,
                "kind": kind.value,
                "subject": subject,
                "region_code": place,
                "data": dict(data),
            }
            for subject, place, data in some
        ]
        work.session.execute(insert(Event), rows)
        if endpoints:
            numbered = select(Event.id, Event.number).where(Event.id.in_([row["id"] for row in rows]))
            numbers = dict(work.session.execute(numbered).all())
            deliveries = [
                {
                    "id": new_id("delivery", work.now),
                    "event_number": numbers[row["id"]],
                    "endpoint_id": endpoint,
                    "subject": row["subject"],
                    "state": DeliveryState.PENDING.value,
                    "attempts": 0,
                    "due_at": work.now,
                }
                for row in rows
                for endpoint, places in endpoints
                if row["region_code"] in places
            ]
            if deliveries:
                work.session.execute(insert(Delivery), deliveries)


def newest_of(work: Work, kind: EventKind, subject: str) -> EventRow | None:
    """The last event of a kind about something."""
    asked = select(*COLUMNS).where(Event.kind == kind.value, Event.subject == subject)
    row = work.session.execute(asked.order_by(Event.number.desc()).limit(1)).first()
    return None if row is None else EventRow._make(row)


def events_after(work: Work, cursor: int, limit: int) -> list[EventRow]:
    """What happened after an event's number, in order, within the jurisdiction; the next cursor is the last one's number."""
    rows = work.session.execute(select(*COLUMNS).where(Event.number > cursor).order_by(Event.number).limit(limit))
    return [EventRow._make(row) for row in rows]


def newest_event(work: Work) -> int:
    """The number from which on a reader who wants nothing of the past begins; 0 where nothing happened yet."""
    return work.session.scalar(select(func.max(Event.number))) or 0

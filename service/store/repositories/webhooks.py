"""Endpoints, and deliveries to them: claimed by one worker at a time, ended, brought to life again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, Update, func, or_, select, update
from sqlalchemy.orm import aliased

from service.store.database import Work
from service.store.repositories.outbox import COLUMNS, EventRow
from service.store.tables.outbox import Delivery, DeliveryState, Endpoint, EndpointSecret, Event, SendingFault


@dataclass(frozen=True)
class Claimed:
    """A delivery that is this worker's until its claim ends.

    Attributes:
        attempts: this one counted.
        secrets: sealed, by their key ids.
    """

    id: str
    attempts: int
    event: EventRow
    url: str
    allows_private: bool
    secrets: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt.

    Attributes:
        fault: None where it was delivered.
        status: of the other side's answer, where there was one.
        due_at: of the next attempt; None where there is none.
    """

    fault: SendingFault | None
    status: int | None = None
    due_at: dt.datetime | None = None


def add_endpoint(work: Work, endpoint: Endpoint) -> None:
    work.session.add(endpoint)
    work.session.flush()


def endpoint_named(work: Work, name: str) -> Endpoint | None:
    """The endpoint of a name or an id, closed ones as well."""
    asked = select(Endpoint).where(or_(Endpoint.name == name, Endpoint.id == name)).order_by(Endpoint.name != name)
    return work.session.scalars(asked.limit(1)).one_or_none()


def open_endpoints(work: Work, client_id: str | None = None) -> list[Endpoint]:
    """Those to which events are sent, by name; of one program, or all."""
    asked = select(Endpoint).where(Endpoint.closed_at.is_(None)).order_by(Endpoint.name)
    return list(work.session.scalars(asked if client_id is None else asked.where(Endpoint.client_id == client_id)))


def add_secret(work: Work, endpoint_id: str, key: str, sealed: bytes) -> None:
    work.session.add(EndpointSecret(id=key, endpoint_id=endpoint_id, sealed=sealed))
    work.session.flush()


def end_secrets(work: Work, endpoint_id: str, at: dt.datetime) -> None:
    """Let those that sign without an end sign until then."""
    unended = [EndpointSecret.endpoint_id == endpoint_id, EndpointSecret.ends_at.is_(None)]
    work.session.execute(update(EndpointSecret).where(*unended).values(ends_at=at))


def secrets_of(work: Work, endpoint_id: str) -> list[EndpointSecret]:
    """Those that sign now, the newest first."""
    ended = EndpointSecret.ends_at
    signing = or_(ended.is_(None), ended > work.now)
    asked = select(EndpointSecret).where(EndpointSecret.endpoint_id == endpoint_id, signing)
    return list(work.session.scalars(asked.order_by(EndpointSecret.id.desc())))


def claim(work: Work, until: dt.datetime, *, of_each: int) -> list[Claimed]:
    """Take what is due, so many of each endpoint: nobody else sends them meanwhile.

    Of what is about one subject only the oldest is taken; the next follows when that was delivered or given up.
    """
    claimed = []
    for endpoint in open_endpoints(work):
        earlier = aliased(Delivery)
        waits = select(earlier.id).where(
            earlier.endpoint_id == endpoint.id,
            earlier.subject == Delivery.subject,
            earlier.state == DeliveryState.PENDING.value,
            earlier.event_number < Delivery.event_number,
        )
        due = (
            select(Delivery)
            .where(
                Delivery.endpoint_id == endpoint.id,
                Delivery.state == DeliveryState.PENDING.value,
                Delivery.due_at <= work.now,
                or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= work.now),
                ~waits.exists(),
            )
            .order_by(Delivery.event_number)
            .limit(of_each)
            .with_for_update(skip_locked=True)
        )
        secrets = tuple((secret.id, secret.sealed) for secret in secrets_of(work, endpoint.id))
        for delivery in work.session.scalars(due).all():
            delivery.attempts += 1
            delivery.claimed_until = until
            event = EventRow._make(
                work.session.execute(select(*COLUMNS).where(Event.number == delivery.event_number)).one()
            )
            claimed.append(
                Claimed(
                    delivery.id,
                    delivery.attempts,
                    event,
                    endpoint.url,
                    endpoint.allows_private,
                    secrets,
                )
            )
    work.session.flush()
    return claimed


def end(work: Work, claimed: Claimed, outcome: Outcome) -> bool:
    """Note what came of an attempt; False where somebody else has taken it up since, whose attempt counts."""
    if outcome.fault is None:
        state, done_at = DeliveryState.DELIVERED, work.now
    elif outcome.due_at is None:
        state, done_at = DeliveryState.DEAD, work.now
    else:
        state, done_at = DeliveryState.PENDING, None
    return bool(
        _changed(
            work,
            update(Delivery)
            .where(
                Delivery.id == claimed.id,
                Delivery.attempts == claimed.attempts,
                Delivery.state == DeliveryState.PENDING.value,
            )
            .values(
                state=state.value,
                fault=outcome.fault and outcome.fault.value,
                status=outcome.status,
                due_at=outcome.due_at or work.now,
                claimed_until=None,
                done_at=done_at,
            ),
        )
    )


def redeliver(work: Work, *, delivery_id: str | None = None, endpoint_id: str | None = None) -> int:
    """Send again, from the first attempt on: one delivery whatever became of it, or all of an endpoint that were given up; how many."""
    given_up = Delivery.state == DeliveryState.DEAD.value
    which = (
        [Delivery.id == delivery_id, Delivery.state != DeliveryState.PENDING.value]
        if delivery_id
        else [Delivery.endpoint_id == endpoint_id, given_up]
    )
    still_open = select(Endpoint.id).where(Endpoint.closed_at.is_(None))
    return _changed(
        work,
        update(Delivery)
        .where(*which, Delivery.endpoint_id.in_(still_open))
        .values(
            state=DeliveryState.PENDING.value,
            attempts=0,
            due_at=work.now,
            claimed_until=None,
            fault=None,
            status=None,
            done_at=None,
        ),
    )


def give_up(work: Work, endpoint_id: str) -> int:
    """What is still to be sent to an endpoint, which is closed; how many."""
    pending = [Delivery.endpoint_id == endpoint_id, Delivery.state == DeliveryState.PENDING.value]
    return _changed(
        work,
        update(Delivery).where(*pending).values(state=DeliveryState.DEAD.value, done_at=work.now, claimed_until=None),
    )


def delivery(work: Work, delivery_id: str) -> Delivery | None:
    return work.session.get(Delivery, delivery_id)


def counted(work: Work, endpoint_id: str) -> dict[DeliveryState, int]:
    """Deliveries of an endpoint by what became of them."""
    rows = work.session.execute(
        select(Delivery.state, func.count()).where(Delivery.endpoint_id == endpoint_id).group_by(Delivery.state)
    )
    return {DeliveryState(state): count for state, count in rows}


def counted_everywhere(work: Work) -> dict[DeliveryState, int]:
    """Deliveries of all endpoints by what became of them."""
    rows = work.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {DeliveryState(state): count for state, count in rows}


def dead_letters(work: Work, endpoint_id: str, limit: int) -> Sequence[Delivery]:
    """The newest that were given up."""
    asked = select(Delivery).where(Delivery.endpoint_id == endpoint_id, Delivery.state == DeliveryState.DEAD.value)
    return work.session.scalars(asked.order_by(Delivery.event_number.desc()).limit(limit)).all()


def _changed(work: Work, statement: Update) -> int:
    result = cast("CursorResult[Any]", work.session.execute(statement))
    return result.rowcount

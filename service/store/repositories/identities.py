"""Sealed identities: put, read by household, removed; and who looked at which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, select

from service.store.database import Work
from service.store.tables.audit import AuditLine
from service.store.tables.identities import Identity, Unmasking


def identities_of(work: Work, household_ids: Collection[str]) -> Sequence[Identity]:
    """The people of some households, the head of each first."""
    asked = select(Identity).where(Identity.household_id.in_(household_ids))
    order = asked.order_by(Identity.household_id, Identity.is_head.desc(), Identity.person_id)
    return work.session.scalars(order).all()


def identities_by_person(work: Work, person_ids: Collection[str]) -> dict[str, Identity]:
    """Of these persons those that are there."""
    found = work.session.scalars(select(Identity).where(Identity.person_id.in_(person_ids)))
    return {identity.person_id: identity for identity in found}


def put(work: Work, identities: Iterable[Identity]) -> None:
    work.session.add_all(identities)
    work.session.flush()


def persons(work: Work, after: str, limit: int) -> list[str]:
    """The persons that are there, in order, some at a time."""
    asked = select(Identity.person_id).where(Identity.person_id > after).order_by(Identity.person_id).limit(limit)
    return list(work.session.scalars(asked))


def remove(work: Work, person_ids: Collection[str]) -> None:
    work.session.execute(delete(Identity).where(Identity.person_id.in_(person_ids)))


def gone_households(work: Work, before: dt.date, limit: int) -> list[tuple[str, int]]:
    """Households of whom nobody was named since a day, with how many people each has."""
    asked = (
        select(Identity.household_id, func.count())
        .group_by(Identity.household_id)
        .having(func.max(Identity.last_named) < before)
        .order_by(Identity.household_id)
        .limit(limit)
    )
    return [(household, count) for household, count in work.session.execute(asked)]


def remove_households(work: Work, household_ids: Collection[str]) -> None:
    work.session.execute(delete(Identity).where(Identity.household_id.in_(household_ids)))


def add_unmasking(work: Work, unmasking: Unmasking) -> None:
    work.session.add(unmasking)
    work.session.flush()


def unmasking_of(work: Work, unmasking_id: str) -> Unmasking | None:
    return work.session.scalars(select(Unmasking).where(Unmasking.id == unmasking_id)).one_or_none()


def acts_since(work: Work, actor: str, action: str, since: dt.datetime) -> int:
    """How often somebody did something since a moment, by the audit."""
    asked = select(func.count()).where(AuditLine.actor == actor, AuditLine.action == action, AuditLine.at > since)
    return int(work.session.scalar(asked) or 0)

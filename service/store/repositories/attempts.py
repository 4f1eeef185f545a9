"""What was tried in vain under a name or from an address: one truth for every worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import bindparam, delete, select, text

from service.store.database import Work
from service.store.tables.access import Attempts
from service.store.types import Moment

BEGIN_COUNTING = text(
    "INSERT INTO attempts (subject, count, last_at) VALUES (:subject, 0, :now) ON CONFLICT (subject) DO NOTHING"
).bindparams(bindparam("now", type_=Moment()))


def attempts_of(work: Work, subjects: Iterable[str]) -> dict[str, Attempts]:
    """By subject, with a row for each, held until this work ends; in one order, so that two never wait for each other."""
    ordered = sorted(set(subjects))
    for subject in ordered:
        work.session.execute(BEGIN_COUNTING, {"subject": subject, "now": work.now})
    rows = work.session.scalars(
        select(Attempts)
        .where(Attempts.subject.in_(ordered))
        .order_by(Attempts.subject)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.subject: row for row in rows}


def forget_attempts(work: Work, *subjects: str) -> None:
    work.session.execute(delete(Attempts).where(Attempts.subject.in_(subjects)))


def forget_attempts_before(work: Work, moment: dt.datetime) -> None:
    """Those that nobody repeated since; what somebody else holds is left to the next who asks."""
    old = select(Attempts.subject).where(Attempts.last_at < moment).with_for_update(skip_locked=True)
    work.session.execute(
        delete(Attempts).where(Attempts.subject.in_(old)), execution_options={"synchronize_session": False}
    )

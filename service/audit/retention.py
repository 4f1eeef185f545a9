"""How long the audit is kept: what is older than policy says is destroyed from the beginning, and the chain tells of it.

What is left begins where a mark says, made with the keyring, so that nobody else can shorten the chain and call it retention.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.policy.loading import Policy
from service.audit.faults import AuditError, refusal
from service.audit.verifying import verify
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories.audit import append, destroy_until, first_since, head_of, start_of

LINES_A_STEP = 20_000
"""So many are destroyed in one transaction: nobody else writes meanwhile."""


@dataclass(frozen=True)
class Due:
    """Lines that are old enough to be destroyed.

    Attributes:
        first, last: their numbers.
        until: lines of before this day.
        months: for which policy keeps them.
    """

    first: int
    last: int
    until: dt.date
    months: int

    @property
    def lines(self) -> int:
        return self.last - self.first + 1


def due(work: Work, policy: Policy) -> Due | None:
    """What may be destroyed today: from the beginning up to the first line that is still to be kept; None where nothing is due.

    The end of the chain always stays, however old.

    Raises:
        PolicyError: policy gives no number of months.
    """
    today = work.now.date()
    months = int(max(policy.value(name, None, today) for name in ("audit_kept_months", "audit_kept_months_at_least")))
    until = pl.select(pl.lit(today).dt.offset_by(f"-{months}mo")).item()
    head, start = head_of(work), start_of(work)
    first = start.number if start else 1
    if head is None:
        return None
    last = (first_since(work, dt.datetime.combine(until, dt.time(), dt.UTC)) or head.number) - 1
    return Due(first, last, until, months) if last >= first else None


def destroy(
    database: Database, keyring: Keyring, policy: Policy, anchors_file: Path, now: dt.datetime, *, actor: str
) -> Due | None:
    """Destroy what is due, in steps of which each is whole; a run that was cut short is gone on with by the next.

    Raises:
        AuditError: somebody changed the audit: what shows it must not be destroyed. Nothing was.
        DatabaseError: the database can't be used.
    """
    faults = verify(database, keyring, anchors_file, now).faults
    if faults:
        raise AuditError(refusal(faults))
    with database.reading(EVERYWHERE, now) as work:
        planned = due(work, policy)
    if planned is not None:
        for first, last in _steps(planned):
            with database.writing(EVERYWHERE, now) as work:
                destroy_until(work, keyring, last)
                detail = {"first": first, "last": last, "until": str(planned.until), "months": planned.months}
                append(work, keyring, actor=actor, action="audit.destroyed", detail=detail)
    return planned


def _steps(planned: Due) -> Iterator[tuple[int, int]]:
    for first in range(planned.first, planned.last + 1, LINES_A_STEP):
        yield first, min(first + LINES_A_STEP - 1, planned.last)

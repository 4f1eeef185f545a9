"""Facts on their way into the records: waiting, landing under a name that was kept before, landed or set aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from features.deliveries.departments import DeliveringDepartment
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.store.database import Work
from service.store.filtering import lies_within
from service.store.paging import Key
from service.store.tables.leads import FactState, RecordToLand

REFERENCES_AT_ONCE = 500


def waiting(work: Work, most: int) -> Sequence[RecordToLand]:
    """Facts that are to become records, in the order in which they came. Nobody else asks for them until this transaction ends."""
    work.hold("facts on their way into the records")
    asked = _on_their_way().where(RecordToLand.landing_as.is_(None)).limit(most)
    return work.session.scalars(asked.with_for_update()).all()


def landing(work: Work) -> dict[str, list[RecordToLand]]:
    """Facts that have the name under which they land and are not known to have landed, by that name, in the order in which they came."""
    by_delivery: dict[str, list[RecordToLand]] = {}
    for row in work.session.scalars(_on_their_way().where(RecordToLand.landing_as.is_not(None))):
        by_delivery.setdefault(str(row.landing_as), []).append(row)
    return by_delivery


def _on_their_way() -> Select[RecordToLand]:
    asked = select(RecordToLand).where(RecordToLand.landed_as.is_(None), RecordToLand.refused_as.is_(None))
    return asked.order_by(RecordToLand.received_at, RecordToLand.id)


def note_landed(work: Work, delivery_id: str) -> None:
    """The facts that were to land under this name have landed."""
    of_it = (RecordToLand.landing_as == delivery_id, RecordToLand.refused_as.is_(None))
    work.session.execute(update(RecordToLand).where(*of_it).values(landed_as=delivery_id))


def set_aside(work: Work, refused: Mapping[str, str]) -> None:
    """Facts that will be no records, by their names, each with the reason in words."""
    for record_id, reason in refused.items():
        of_it = (RecordToLand.id == record_id, RecordToLand.landed_as.is_(None))
        work.session.execute(update(RecordToLand).where(*of_it).values(refused_as=reason, landing_as=None))


def try_again(work: Work) -> None:
    """What was set aside waits once more: another version of fanpin, or of a contract, may take it."""
    work.session.execute(update(RecordToLand).where(RecordToLand.refused_as.is_not(None)).values(refused_as=None))


def counts(work: Work) -> tuple[int, int]:
    """How many facts wait or are landing, and how many were set aside, within the jurisdiction."""
    asked = select(func.count(), func.count(RecordToLand.refused_as)).where(RecordToLand.landed_as.is_(None))
    every, refused = work.session.execute(asked).one()
    return every - refused, refused


def refused(work: Work) -> Sequence[RecordToLand]:
    """Facts that were set aside, within the jurisdiction, the newest last."""
    asked = select(RecordToLand).where(RecordToLand.refused_as.is_not(None))
    return work.session.scalars(asked.order_by(RecordToLand.received_at, RecordToLand.id)).all()


def sent_facts(
    state: FactState | None = None,
    *,
    sent_by: str | None = None,
    whole: Jurisdiction = EVERYWHERE,
    department: DeliveringDepartment | None = None,
) -> Select[RecordToLand]:
    """Facts that departments sent, not what offices entered.

    Args:
        state: only those that stand there.
        sent_by: only those of one sender.
        whole: outside of it only the department's.
        department: whose facts are seen wherever they are.
    """
    asked = select(RecordToLand).where(RecordToLand.department.is_not(None))
    if sent_by is not None:
        asked = asked.where(RecordToLand.sent_by == sent_by)
    if not whole.is_everywhere:
        own = false() if department is None else RecordToLand.department == department.zh
        asked = asked.where(or_(lies_within(RecordToLand.region_code, whole), own))
    if state is FactState.LANDED:
        return asked.where(RecordToLand.landed_as.is_not(None))
    if state is FactState.REFUSED:
        return asked.where(RecordToLand.refused_as.is_not(None))
    if state is FactState.WAITING:
        return asked.where(RecordToLand.landed_as.is_(None), RecordToLand.refused_as.is_(None))
    return asked


def sent_fact(work: Work, those: Select[RecordToLand], fact_id: str) -> RecordToLand | None:
    """One of those facts."""
    return work.session.scalars(those.where(RecordToLand.id == fact_id)).one_or_none()


NEWEST = (
    Key(RecordToLand.received_at, "received_at", descending=True),
    Key(RecordToLand.id, "id", descending=True),
)
"""The order in which pages show them."""


def sent_before(work: Work, sent_by: str, references: Collection[str]) -> dict[str, RecordToLand]:
    """The facts of a sender by these references. Nobody takes in others of the same sender until this transaction ends."""
    work.hold(f"facts of {sent_by}")
    wanted, known = sorted(references), dict[str, RecordToLand]()
    for first in range(0, len(wanted), REFERENCES_AT_ONCE):
        some = wanted[first : first + REFERENCES_AT_ONCE]
        asked = select(RecordToLand).where(RecordToLand.sent_by == sent_by, RecordToLand.reference.in_(some))
        known |= {str(row.reference): row for row in work.session.scalars(asked)}
    return known


def add_once(work: Work, **facts: Any) -> RecordToLand | None:
    """A fact taken in; None where its sender used the reference for one outside the jurisdiction of this work."""
    row = RecordToLand(**facts, landing_as=None, landed_as=None, refused_as=None)
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return None
    return row

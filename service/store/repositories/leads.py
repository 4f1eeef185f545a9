"""Leads with their reports, steps and visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from service.store.database import Work
from service.store.paging import Key
from service.store.tables.leads import FAR, Lead, LeadReport, LeadStep, Visit

AT_ONCE = 1_000


def find(work: Work, lead_id: str, *, hold: bool = False) -> Lead | None:
    """A lead; held until this transaction ends where it is to be changed."""
    asked = select(Lead).where(Lead.id == lead_id).execution_options(populate_existing=hold)
    return work.session.scalars(asked.with_for_update() if hold else asked).one_or_none()


def of_household(work: Work, household_id: str) -> Lead | None:
    """The household's open lead, else the one that ended last. Nobody else reports the household until this transaction ends."""
    work.hold(f"leads of {household_id}")
    asked = (
        select(Lead)
        .where(Lead.household_id == household_id)
        .order_by(Lead.ended_on.is_(None).desc(), Lead.ended_on.desc(), Lead.opened_at.desc())
        .limit(1)
    )
    return work.session.scalars(asked.with_for_update()).one_or_none()


def open_among(work: Work, households: Sequence[str]) -> dict[str, Lead]:
    """The open leads of some households, by household."""
    opened: dict[str, Lead] = {}
    for first in range(0, len(households), AT_ONCE):
        asked = select(Lead).where(Lead.household_id.in_(households[first : first + AT_ONCE]), Lead.ended_on.is_(None))
        opened.update((lead.household_id, lead) for lead in work.session.scalars(asked))
    return opened


def moves_since(work: Work, household: str, since: dt.datetime) -> Sequence[str]:
    """The names of the steps that were made on any lead of a household since a moment."""
    asked = select(LeadStep).join(Lead, Lead.id == LeadStep.lead_id)
    made = work.session.scalars(asked.where(Lead.household_id == household, LeadStep.at >= since)).all()
    return [step.move for step in made]


def visits_since(work: Work, household: str, since: dt.datetime) -> Sequence[Visit]:
    """What visits found that were recorded since a moment."""
    asked = visits(household=household).where(Visit.recorded_at >= since)
    return work.session.scalars(asked.order_by(Visit.recorded_at)).all()


def report(work: Work, source: str, reported_by: str, reference: str) -> LeadReport | None:
    """The report that its source knows by this reference."""
    asked = select(LeadReport).where(
        LeadReport.source == source, LeadReport.reported_by == reported_by, LeadReport.reference == reference
    )
    return work.session.scalars(asked).one_or_none()


def reports(work: Work, lead_id: str) -> Sequence[LeadReport]:
    """All reports of a lead, in the order in which they came."""
    return work.session.scalars(
        select(LeadReport).where(LeadReport.lead_id == lead_id).order_by(LeadReport.number)
    ).all()


def steps(work: Work, lead_id: str) -> Sequence[LeadStep]:
    """All steps of a lead, in their order."""
    return work.session.scalars(select(LeadStep).where(LeadStep.lead_id == lead_id).order_by(LeadStep.number)).all()


def board(
    *,
    state: str | None = None,
    region: str | None = None,
    household: str | None = None,
    assigned_to: str | None = None,
    is_open: bool | None = None,
    due_before: dt.date | None = None,
) -> Select[Any]:
    """Leads; what is not said is not asked."""
    asked = select(Lead)
    if state is not None:
        asked = asked.where(Lead.state == state)
    if region:
        asked = asked.where(Lead.region_code >= region, Lead.region_code < region + ":")
    if household is not None:
        asked = asked.where(Lead.household_id == household)
    if assigned_to is not None:
        asked = asked.where(Lead.assigned_to == assigned_to)
    if is_open is not None:
        asked = asked.where(Lead.ended_on.is_(None) if is_open else Lead.ended_on.is_not(None))
    if due_before is not None:
        asked = asked.where(Lead.due_on < due_before)
    return asked


def counts_by_state(work: Work) -> dict[str, int]:
    """How many leads stand in each state, within the jurisdiction."""
    counted = work.session.execute(select(Lead.state, func.count().label("leads")).group_by(Lead.state))
    return {row.state: row.leads for row in counted}


def count_overdue(work: Work, today: dt.date) -> int:
    """How many leads' days are over, within the jurisdiction."""
    return work.session.scalar(select(func.count()).select_from(Lead).where(Lead.due_on < today)) or 0


def visits(*, household: str | None = None, lead_id: str | None = None, since: dt.date | None = None) -> Select[Any]:
    asked = select(Visit)
    if household is not None:
        asked = asked.where(Visit.household_id == household)
    if lead_id is not None:
        asked = asked.where(Visit.lead_id == lead_id)
    return asked if since is None else asked.where(Visit.visited_on >= since)


URGENCY = (Key(func.coalesce(Lead.due_on, FAR), "due_or_far"), Key(Lead.started_on, "started_on"), Key(Lead.id, "id"))
NEWEST = (Key(Lead.opened_at, "opened_at", descending=True), Key(Lead.id, "id", descending=True))
PLACE = (Key(Lead.region_code, "region_code"), Key(Lead.started_on, "started_on"), Key(Lead.id, "id"))
LAST_VISITED = (Key(Visit.visited_on, "visited_on", descending=True), Key(Visit.id, "id", descending=True))
"""Orders: the latest first, the newest first, village by village; visits by their day."""

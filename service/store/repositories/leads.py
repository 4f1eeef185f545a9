"""Leads with their reports, steps and visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from service.store.database import Work
from service.store.paging import Key
from service.store.tables.leads import FAR, Lead, LeadReport, LeadStep, Visit

LAST_SIGN = chr(0x10FFFF)
"""Stands after every other."""
AT_ONCE = 1_000


def find(work: Work, lead_id: str, *, hold: bool = False) -> Lead | None:
    """A lead; held until this transaction ends where it is to be changed."""
    asked = select(Lead).where(Lead.id == lead_id).execution_options(populate_existing=hold)
    return work.session.scalars(asked.with_for_update() if hold else asked).one_or_none()


def several(work: Work, lead_ids: Collection[str]) -> Sequence[Lead]:
    """Those of these leads that lie within the jurisdiction."""
    return work.session.scalars(select(Lead).where(Lead.id.in_(lead_ids))).all()


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
    source: str | None = None,
    household_begins: str | None = None,
    is_assigned: bool | None = None,
) -> Select[Any]:
    """Leads; what is not said is not asked."""
    asked = select(Lead)
    if source is not None:
        asked = asked.where(exists().where(LeadReport.lead_id == Lead.id, LeadReport.source == source))
    if household_begins:
        # A range, which the index serves; a pattern would be read by the database in its own way.
        asked = asked.where(Lead.household_id >= household_begins, Lead.household_id < household_begins + LAST_SIGN)
    if is_assigned is not None:
        asked = asked.where(Lead.assigned_to.is_not(None) if is_assigned else Lead.assigned_to.is_(None))
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


def standing(work: Work, state: str, region: str, most: int) -> Sequence[Lead]:
    """The leads of a region that stand in a state, by their households' codes."""
    return work.session.scalars(board(state=state, region=region).order_by(Lead.household_id).limit(most)).all()


def last_steps(work: Work, lead_ids: Collection[str]) -> dict[str, LeadStep]:
    """Of each lead that was moved its last step."""
    later = aliased(LeadStep)
    is_last = ~exists().where(later.lead_id == LeadStep.lead_id, later.number > LeadStep.number)
    found = work.session.scalars(select(LeadStep).where(LeadStep.lead_id.in_(lead_ids), is_last))
    return {step.lead_id: step for step in found}


def counts_by_state(work: Work, region: str = "") -> dict[str, int]:
    """How many leads stand in each state, within the jurisdiction and a region."""
    asked = select(Lead.state, func.count().label("leads")).where(*_lies_in(region)).group_by(Lead.state)
    return {row.state: row.leads for row in work.session.execute(asked)}


def counts_by_village(work: Work, states: Collection[str]) -> dict[tuple[str, str], int]:
    """How many leads stand in some states, by village and state."""
    grouped = (Lead.region_code, Lead.state)
    asked = select(*grouped, func.count()).where(Lead.state.in_(states)).group_by(*grouped)
    return {(village, state): count for village, state, count in work.session.execute(asked)}


def count_overdue(work: Work, today: dt.date, region: str = "") -> int:
    """How many leads' days are over, within the jurisdiction and a region."""
    asked = select(func.count()).select_from(Lead).where(Lead.due_on < today, *_lies_in(region))
    return work.session.scalar(asked) or 0


def _lies_in(region: str) -> tuple[ColumnElement[bool], ...]:
    return (Lead.region_code >= region, Lead.region_code < region + ":") if region else ()


@dataclass(frozen=True)
class Waiting:
    """How many open leads under the clock wait, within the jurisdiction, counted by who they wait for and how long."""

    open: int
    overdue: int
    soon: int
    unassigned: int
    mine: int


def waiting(work: Work, today: dt.date, user: str) -> Waiting:
    """Counted in one question."""
    runs, late = Lead.due_on.is_not(None), Lead.due_on < today
    row = work.session.execute(
        select(
            func.count().label("open"),
            func.sum(case((late, 1), else_=0)).label("overdue"),
            func.sum(case((and_(~late, Lead.amber_on <= today), 1), else_=0)).label("soon"),
            func.sum(case((Lead.assigned_to.is_(None), 1), else_=0)).label("unassigned"),
            func.sum(case((Lead.assigned_to == user, 1), else_=0)).label("mine"),
        ).where(Lead.ended_on.is_(None), runs)
    ).one()
    return Waiting(row.open, row.overdue or 0, row.soon or 0, row.unassigned or 0, row.mine or 0)


def visits(*, household: str | None = None, lead_id: str | None = None, since: dt.date | None = None) -> Select[Any]:
    asked = select(Visit)
    if household is not None:
        asked = asked.where(Visit.household_id == household)
    if lead_id is not None:
        asked = asked.where(Visit.lead_id == lead_id)
    return asked if since is None else asked.where(Visit.visited_on >= since)


def visited_among(work: Work, households: Sequence[str], since: dt.date) -> set[str]:
    """Those of some households that were visited from a day on."""
    asked = select(Visit.household_id).where(Visit.household_id.in_(households), Visit.visited_on >= since)
    return set(work.session.scalars(asked))


def last_visits(work: Work, households: Sequence[str]) -> dict[str, Visit]:
    """Of each of some households that was visited its last visit."""
    last: dict[str, Visit] = {}
    for first in range(0, len(households), AT_ONCE):
        asked = select(Visit).where(Visit.household_id.in_(households[first : first + AT_ONCE]))
        in_order = asked.order_by(Visit.visited_on, Visit.recorded_at, Visit.id)
        last.update((visit.household_id, visit) for visit in work.session.scalars(in_order))
    return last


def count_visits(work: Work, since: dt.date, region: str = "") -> int:
    """How many visits were made from a day on, within the jurisdiction and a region."""
    there = (Visit.region_code >= region, Visit.region_code < region + ":") if region else ()
    asked = select(func.count()).select_from(Visit).where(Visit.visited_on >= since, *there)
    return work.session.scalar(asked) or 0


URGENCY = (Key(func.coalesce(Lead.due_on, FAR), "due_or_far"), Key(Lead.started_on, "started_on"), Key(Lead.id, "id"))
NEWEST = (Key(Lead.opened_at, "opened_at", descending=True), Key(Lead.id, "id", descending=True))
PLACE = (Key(Lead.region_code, "region_code"), Key(Lead.started_on, "started_on"), Key(Lead.id, "id"))
LAST_VISITED = (Key(Visit.visited_on, "visited_on", descending=True), Key(Visit.id, "id", descending=True))
"""Orders: the latest first, the newest first, village by village; visits by their day."""

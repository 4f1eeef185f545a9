"""The database held against the other side's books: each thing that was accepted once, whole, and with its events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.chaos.ledger import Ledger
from service.audit.verifying import verify
from service.events import EventKind
from service.issuing.cutting import digest_of
from service.issuing.making import as_item
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database, Work
from service.store.repositories import lists
from service.store.tables import (
    Assessment,
    AssessmentAnswer,
    Event,
    Lead,
    LeadReport,
    LeadStep,
    RiskList,
    RunState,
    ScoringRun,
    Visit,
)


def faults_of(ledger: Ledger, database: Database, keyring: Keyring, anchors: Path, now: dt.datetime) -> list[str]:
    """What was lost, doubled, seen in part or broken, in words; nothing where all is as it was accepted."""
    with database.reading(EVERYWHERE, now) as work:
        faults = [
            *ledger.faults,
            *_reports(ledger, work),
            *_moves(ledger, work),
            *_lists(ledger, work),
            *_runs(ledger, work),
        ]
    return [*faults, *(f"the audit: {fault}" for fault in verify(database, keyring, anchors, now).faults)]


def _reports(ledger: Ledger, work: Work) -> Iterator[str]:
    rows = work.session.execute(select(LeadReport.reference, LeadReport.lead_id)).all()
    for reference, times in Counter(reference for reference, _ in rows).items():
        if times > 1:
            yield f"report {reference} stands {times} times"
    kept = dict(rows)
    for reference, report in ledger.reports.items():
        if kept.get(reference) != report.lead:
            yield f"report {reference} was accepted and stands nowhere, or under another lead"
    for reference in kept.keys() - ledger.reports.keys():
        yield f"report {reference} was never accepted"
    opened = select(Lead.household_id).where(Lead.ended_on.is_(None)).group_by(Lead.household_id)
    for household in work.session.scalars(opened.having(func.count() > 1)):
        yield f"household {household} has several open leads"
    yield from _events(work, EventKind.LEAD_RECEIVED, Counter(kept.values()))


def _moves(ledger: Ledger, work: Work) -> Iterator[str]:
    accepted = Counter(ledger.moves.values())
    steps = work.session.execute(select(LeadStep.lead_id, LeadStep.move)).all()
    # A report that opens a lead anew is a step as well, and has no move of ours.
    kept = Counter((lead, move) for lead, move in steps if move in ("dispatch", "visit"))
    for lead, what in (accepted - kept).elements():
        yield f"the {what} of {lead} was accepted and is lost"
    for lead, what in (kept - accepted).elements():
        yield f"the {what} of {lead} is doubled, or was never accepted"
    visits = Counter(work.session.scalars(select(Visit.lead_id)))
    if visits != Counter(lead for lead, what in kept.elements() if what == "visit"):
        yield "visits and the steps that made them differ"
    yield from _events(work, EventKind.VISIT_RECORDED, visits)
    yield from _events(work, EventKind.LEAD_MOVED, Counter(lead for lead, _ in kept.elements()))


def _events(work: Work, kind: EventKind, expected: Counter[str]) -> Iterator[str]:
    subjects = work.session.scalars(select(Event.subject).where(Event.kind == kind.value))
    told = Counter(subject.partition(":")[2] for subject in subjects)
    if told != expected:
        yield f"{kind.value}: {told.total()} events for {expected.total()} of what they tell"


def _lists(ledger: Ledger, work: Work) -> Iterator[str]:
    kept = {row.id: row for row in work.session.scalars(select(RiskList))}
    for missing in set(ledger.lists.values()) - kept.keys():
        yield f"list {missing} was accepted and is lost"
    same = Counter((row.run_id, row.region_code, row.capacity) for row in kept.values())
    for (_, region, capacity), times in same.items():
        if times > 1:
            yield f"the list of {capacity} for {region} stands {times} times"
    for row in kept.values():
        if digest_of([as_item(item) for item in lists.every_item(work, row.id)]) != row.digest:
            yield f"list {row.id} is not what it was when it was made"


def _runs(ledger: Ledger, work: Work) -> Iterator[str]:
    kept = {row.id: row for row in work.session.scalars(select(ScoringRun))}
    for missing in set(ledger.runs.values()) - kept.keys():
        yield f"run {missing} was accepted and is lost"
    for failed in (row for row in kept.values() if row.state == RunState.FAILED.value):
        yield f"run {failed.id} failed: {failed.failure}"
    of_a_day = Counter((row.model, row.kept_as) for row in kept.values())
    if doubled := [name for name, times in of_a_day.items() if times > 1]:
        yield f"runs stand more than once: {doubled}"
    for table in (Assessment, AssessmentAnswer):
        counted = dict(work.session.execute(select(table.run_id, func.count()).group_by(table.run_id)).all())
        for row in kept.values():
            if row.state == RunState.COMPLETE.value and counted.get(row.id, 0) != row.scored:
                yield f"run {row.id} of {row.scored} has {counted.get(row.id, 0)} rows in {table.__tablename__}"
    complete = Counter(row.id for row in kept.values() if row.state == RunState.COMPLETE.value)
    yield from _events(work, EventKind.RUN_COMPLETED, complete)

"""Between the rows of the store and the procedure's values: a lead as it stands, and what a step or a report adds to it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from features.policy.loading import Policy
from features.texts.unrepeated import read_json
from features.vocabulary import LeadSource, RiskType
from service.keyring import Keyring
from service.procedure.actors import Office
from service.procedure.clock import AMBER, DAYS, clock_of
from service.procedure.fields import Kind
from service.procedure.lead import Lead, Report, Step
from service.procedure.outcomes import record_of, source_of
from service.procedure.states import OPEN, UNDER_THE_CLOCK, LeadState
from service.procedure.storage import details_as_document, details_from_document
from service.procedure.transitions import FIELDS
from service.store import Work
from service.store.repositories import leads
from service.store.sealed import REPORT_NOTE, STEP_WORDS
from service.store.tables import Lead as LeadRow
from service.store.tables import LeadReport, LeadStep, RecordToLand, Visit
from service.store.types import new_id


def lead_of(work: Work, keyring: Keyring, row: LeadRow) -> Lead:
    """A lead with everything that was reported of it and done."""
    reports = tuple(_report(each) for each in leads.reports(work, row.id))
    steps = tuple(_step(keyring, each) for each in leads.steps(work, row.id))
    state = LeadState(row.state)
    return Lead(row.id, row.household_id, row.region_code, row.opened_on, reports, state, steps, row.dispatched_to)


def keep_lead(work: Work, lead: Lead, policy: Policy, row: LeadRow | None = None) -> LeadRow:
    """The row of a lead as it stands now; a new one where there was none."""
    if row is None:
        row = LeadRow(
            id=lead.id,
            household_id=lead.household_id,
            region_code=lead.region_code,
            opened_on=lead.opened_on,
            assigned_to=None,
            version=0,
            opened_at=work.now,
        )
        work.session.add(row)
    row.state, row.started_on, row.dispatched_to = lead.state.value, lead.started_on, lead.dispatched_to
    row.due_on, row.amber_on = _due(lead, policy)
    row.ended_on = None if lead.state in OPEN else lead.steps[-1].on
    row.version, row.changed_at = row.version + 1, work.now
    work.session.flush()
    return row


def keep_report(
    work: Work, keyring: Keyring, lead: Lead, merge: str, *, score_id: str | None = None, note: str | None = None
) -> LeadReport:
    """The row of a lead's last report."""
    report = lead.reports[-1]
    row_id = new_id("report", work.now)
    row = LeadReport(
        id=row_id,
        lead_id=lead.id,
        region_code=lead.region_code,
        number=len(lead.reports),
        source=report.source.value,
        reference=report.reference,
        reported_on=report.reported_on,
        reported_by=report.reported_by,
        risk_type=report.risk_type.value if report.risk_type else None,
        rule=report.rule,
        severe=report.severe,
        score_id=score_id,
        merge=merge,
        received_at=work.now,
        note=sealed(keyring, note, REPORT_NOTE.place.format(row_id)),
    )
    work.session.add(row)
    return row


def keep_step(work: Work, keyring: Keyring, before: Lead, step: Step) -> LeadStep:
    """The row of a step, with its visit and with what it gives back to the records.

    Args:
        before: the lead as it stood.
    """
    number = len(before.steps) + 1
    document = details_as_document(step.details)
    words = {name: document.pop(name) for name in list(document) if FIELDS[name].kind is Kind.TEXT}
    row = LeadStep(
        lead_id=before.id,
        number=number,
        region_code=before.region_code,
        move=step.move,
        from_state=step.from_state.value,
        to_state=step.to_state.value,
        by=step.by,
        office=step.office.value if step.office else None,
        on=step.on,
        at=work.now,
        details=document,
        words=sealed(keyring, json.dumps(words, ensure_ascii=False) if words else None, _of_step(before.id, number)),
    )
    work.session.add(row)
    if step.move == "visit":
        work.session.add(_visit(work, before, step, number, document))
    record = record_of(before, step)
    if record is not None:
        work.session.add(
            RecordToLand(
                id=new_id("record", work.now),
                region_code=before.region_code,
                household_id=record.household_id,
                table=record.table,
                record_id=record.record_id,
                event_date=record.event_date,
                known_date=record.known_date,
                columns=dict(record.columns),
                sent_by=step.by,
                department=None,
                reference=None,
                received_at=work.now,
                landing_as=None,
                landed_as=None,
                refused_as=None,
            )
        )
    return row


def sealed(keyring: Keyring, text: str | None, place: str) -> bytes | None:
    """Free words as they are kept."""
    return None if not text else keyring.seal(text.encode(), purpose=REPORT_NOTE.purpose, bound_to=place)


def opened(keyring: Keyring, kept: bytes | None, place: str) -> str | None:
    """Free words as they were given. Raises KeyringError."""
    return None if kept is None else keyring.open(kept, purpose=REPORT_NOTE.purpose, bound_to=place).decode()


def words_of_step(keyring: Keyring, row: LeadStep) -> dict[str, Any]:
    """What was said with a step in free words, by field. Raises KeyringError."""
    text = opened(keyring, row.words, _of_step(row.lead_id, row.number))
    return {} if text is None else dict(read_json(text))


def _of_step(lead_id: str, number: int) -> str:
    return STEP_WORDS.place.format(lead_id, number)


def _due(lead: Lead, policy: Policy) -> tuple[dt.date | None, dt.date | None]:
    """By when it is to be decided, and from when that is urgent; None where no clock runs."""
    if lead.state not in UNDER_THE_CLOCK:
        return None, None
    due_on = clock_of(lead, lead.started_on, policy).due_on
    total, amber = (int(policy.value(name, lead.region_code, lead.started_on)) for name in (DAYS, AMBER))
    return due_on, due_on - dt.timedelta(days=total - amber)


def _report(row: LeadReport) -> Report:
    return Report(
        row.reference,
        LeadSource(row.source),
        row.reported_on,
        RiskType(row.risk_type) if row.risk_type else None,
        row.rule,
        row.severe,
        row.reported_by,
    )


def _step(keyring: Keyring, row: LeadStep) -> Step:
    details = details_from_document({**row.details, **words_of_step(keyring, row)})
    office = Office(row.office) if row.office else None
    return Step(row.move, LeadState(row.from_state), LeadState(row.to_state), row.by, office, row.on, details)


def _visit(work: Work, before: Lead, step: Step, number: int, document: dict[str, Any]) -> Visit:
    return Visit(
        id=new_id("visit", work.now),
        region_code=before.region_code,
        lead_id=before.id,
        step=number,
        household_id=before.household_id,
        visited_on=step.details["visited_on"],
        verdict=document["verdict"],
        reason=document.get("unfounded_reason"),
        risk_types=document.get("risk_types", []),
        source=source_of(before, step.on).value,
        recorded_by=step.by,
        recorded_at=work.now,
    )

"""What a step gives back to the records, known from the day on which it was entered: rows of `visits` and of `monitoring`.

Next month's training knows of them as of every other delivered fact. A visit that is to be clarified says so and is no verdict
(docs/decisions/0057-to-be-clarified-is-no-verdict.md). Of a household that has moved away nobody was met.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from features.vocabulary import LeadSource, MonitoringStep, VisitOutcome
from service.procedure.lead import Lead, Step
from service.procedure.verdicts import UnfoundedReason, Verdict

OUTCOMES: dict[str, VisitOutcome] = {
    Verdict.CONFIRMED: VisitOutcome.CONFIRMED,
    Verdict.UNFOUNDED: VisitOutcome.NO_RISK,
    Verdict.TO_BE_CLARIFIED: VisitOutcome.TO_BE_CLARIFIED,
    Verdict.NOBODY_HOME: VisitOutcome.NOT_FOUND,
    Verdict.MOVED_AWAY: VisitOutcome.NOT_FOUND,
}
"""The word of the records for a verdict; an unfounded one may also be ALREADY_SUPPORTED."""

MONITORING: dict[str, MonitoringStep] = {
    "register": MonitoringStep.IDENTIFIED,
    "remove": MonitoringStep.REMOVED,
    "roll_back": MonitoringStep.ROLLED_BACK,
}


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One fact for the records.

    Attributes:
        table: `visits` or `monitoring`.
        record_id: as the intake of the same fact from a delivered sheet makes it, so that both are one.
        columns: of the table, beside those that every table has; what is not there is unknown.
    """

    table: str
    household_id: str
    record_id: str
    event_date: dt.date
    known_date: dt.date
    columns: dict[str, str | None]


def record_of(lead: Lead, step: Step) -> RecordRow | None:
    """What one step of a lead gives back to the records; None where it gives nothing.

    Args:
        lead: with the steps before this one, at least.
    """
    if step.move == "visit":
        return _visit(lead, step)
    if step.move in MONITORING:
        return _monitoring(lead, step, MONITORING[step.move])
    return None


def _visit(lead: Lead, step: Step) -> RecordRow:
    visited_on = cast("dt.date", step.details["visited_on"])
    source = source_of(lead, step.on)
    outcome = OUTCOMES[str(step.details["verdict"])]
    if step.details.get("unfounded_reason") == UnfoundedReason.ALREADY_SUPPORTED:
        outcome = VisitOutcome.ALREADY_SUPPORTED
    risks = step.details.get("risk_types")
    columns = {
        "outcome": outcome.value,
        "lead_source": source.value,
        "risk_type": risks[0] if isinstance(risks, tuple) else None,
    }
    return RecordRow("visits", lead.household_id, f"visit-{visited_on}-{source.value}", visited_on, step.on, columns)


def _monitoring(lead: Lead, step: Step, kind: MonitoringStep) -> RecordRow:
    decided, proposed = lead.last("decide"), lead.last("propose_removal")
    columns: dict[str, str | None] = {"step": kind.value, "category": None, "risk_types": None, "removal_mode": None}
    if kind is MonitoringStep.IDENTIFIED and decided:
        columns |= {"category": str(decided.details["category"]), "risk_types": _joined(decided)}
    elif kind is MonitoringStep.ROLLED_BACK:
        columns["risk_types"] = _joined(step)
    elif kind is MonitoringStep.REMOVED and proposed:
        columns["removal_mode"] = str(proposed.details["removal_mode"])
    record_id = f"{kind.value}-{step.on}"
    return RecordRow("monitoring", lead.household_id, record_id, step.on, step.on, columns)


def source_of(lead: Lead, on: dt.date) -> LeadSource:
    """The source that sent people out: of the reports by a day the first since the lead was opened or taken up again."""
    again = [report for report in lead.reports if lead.started_on <= report.reported_on <= on]
    return (again or lead.reports)[0].source


def _joined(step: Step) -> str:
    risks = step.details["risk_types"]
    return ";".join(risks) if isinstance(risks, tuple) else str(risks)

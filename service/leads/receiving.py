"""A report taken in: several reports of one family become one lead with all its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.policy.loading import Policy
from features.vocabulary import LeadSource, RiskType
from service.events import EventKind
from service.keyring import Keyring
from service.leads.storing import keep_lead, keep_report, keep_step, lead_of
from service.principal import Principal
from service.procedure.lead import Report
from service.procedure.merging import Merge, Receipt, open_lead, receive
from service.store import Work
from service.store.repositories import audit, leads
from service.store.repositories.outbox import emit
from service.store.tables import Lead as LeadRow
from service.store.types import new_id


class OtherHouseholdError(ValueError):
    """A reference that its sender used before, of another household. Not said of which: it may lie where the sender has no business."""


@dataclass(frozen=True)
class Reported:
    """What somebody reports of a household.

    Attributes:
        region_code: of the village where it lives.
        reference: by which its source knows it.
    """

    household_id: str
    region_code: str
    source: LeadSource
    reference: str
    reported_on: dt.date
    risk_type: RiskType | None = None
    rule: str | None = None
    severe: bool = False
    score_id: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Received:
    """What became of a report.

    Attributes:
        row: the household's lead, with the report in it.
    """

    row: LeadRow
    receipt: Receipt


def receive_report(
    work: Work, keyring: Keyring, policy: Policy, by: Principal, reported: Reported, today: dt.date
) -> Received:
    """Take a report in, in one piece: the lead, the report, the audit's line.

    The same reference of the same sender is the same report, whichever household it was sent for a second time.

    Raises:
        OtherHouseholdError: its sender used the reference before, of another household.
        ReportError: it is dated after today.
        PolicyError: the policy has no value for the place and day.
    """
    row = leads.of_household(work, reported.household_id)
    known = leads.report(work, reported.source.value, by.id, reported.reference)
    if known is not None:
        row = leads.find(work, known.lead_id)
        if row is None or row.household_id != reported.household_id:
            raise OtherHouseholdError(reported.reference)
    lead = lead_of(work, keyring, row) if row is not None else None
    report = Report(
        reported.reference,
        reported.source,
        reported.reported_on,
        reported.risk_type,
        reported.rule,
        reported.severe,
        by.id,
    )
    receipt = receive(report, lead, today, policy)
    if receipt.merge is Merge.KNOWN and row is not None:
        return Received(row, receipt)
    after = receipt.lead or open_lead(new_id("lead", work.now), reported.household_id, reported.region_code, report)
    kept = keep_lead(work, after, policy, row if receipt.lead is not None else None)
    keep_report(work, keyring, after, receipt.merge.value, score_id=reported.score_id, note=reported.note)
    if receipt.step is not None and lead is not None:
        keep_step(work, keyring, lead, receipt.step)
    emit(
        work,
        EventKind.LEAD_RECEIVED,
        f"lead:{kept.id}",
        kept.region_code,
        {"household_id": kept.household_id, "became": receipt.merge.value},
    )
    audit.append(
        work,
        keyring,
        actor=by.actor,
        action="leads.report",
        target=f"lead:{kept.id}",
        detail={"source": reported.source.value, "reference": reported.reference, "became": receipt.merge.value},
    )
    return Received(kept, receipt)

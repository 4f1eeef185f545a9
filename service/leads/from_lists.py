"""A household of a list becomes a lead: reported as the model's, under the name that the list gives it."""

from __future__ import annotations

import datetime as dt

from features.policy.loading import Policy
from features.vocabulary import LeadSource, RiskType
from service.keyring import Keyring
from service.leads.receiving import Received, Reported, receive_report
from service.local_time import day_of
from service.principal import Principal
from service.store import Work
from service.store.repositories import lists
from service.store.tables import ListItem

REFERENCE = "list:{}/{}"
"""Of a list's item: whoever reports it again, from a page or a workbook, reports the same."""


def list_named(reference: str) -> str | None:
    """The list that a report's reference names; None where it names none."""
    kind, _, item = reference.partition(":")
    return item.partition("/")[0] if kind == "list" and item else None


def report_listed(
    work: Work, keyring: Keyring, policy: Policy, by: Principal, item: ListItem, today: dt.date
) -> Received:
    """Report it, open from the day on which its list was issued.

    Raises:
        OtherHouseholdError, ReportError, PolicyError: as `receive_report`.
    """
    issued = lists.find(work, item.list_id)
    since = day_of(issued.issued_at) if issued is not None and issued.issued_at is not None else today
    reported = Reported(
        item.household_id,
        item.region_code,
        LeadSource.MODEL,
        REFERENCE.format(item.list_id, item.number),
        since,
        next(map(RiskType, item.main_risks), None),
        score_id=item.score_id,
    )
    return receive_report(work, keyring, policy, by, reported, today)

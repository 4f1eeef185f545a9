"""Which kept answer the questions of a visit stand on: that of the list which sends people there, so that desk and door ask the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from service.leads.from_lists import list_named
from service.store import Work
from service.store.repositories import leads, lists, runs
from service.store.repositories.lists_in_force import in_force, listings
from service.store.tables import Lead


@dataclass(frozen=True)
class StandsOn:
    """A run that holds the whole answer about a household.

    Attributes:
        list_day: the day of the list that was made of it and names the household; None where no list did.
    """

    run_id: str
    list_day: dt.date | None


def stands_on(work: Work, lead: Lead) -> StandsOn | None:
    """By which run people are asked: that of the list in force, else that of the list which led to the lead, else the last; None without any."""
    return next(_in_turn(work, lead), None)


def _in_turn(work: Work, lead: Lead) -> Iterator[StandsOn]:
    household = lead.household_id
    standing = listings(work, [household], in_force(work)).get(household)
    led = (list_named(report.reference) for report in reversed(leads.reports(work, lead.id)))
    for list_id in (standing.list_id if standing else None, *led):
        risk_list = lists.find(work, list_id) if list_id else None
        # A run may keep no whole answer of somebody whom it lists.
        if risk_list is not None and runs.answers(work, risk_list.run_id, [household]):
            yield StandsOn(risk_list.run_id, risk_list.as_of)
    last = runs.last_that_answers(work, household)
    if last is not None:
        yield StandsOn(last, None)

"""A family's page: the score or why there is none, what it was before, its leads, visits and lists, what it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.gaps.rules import GAPS
from features.vocabulary import RiskType, VisitOutcome
from models.bands import RiskBand
from models.lists import LeftOut
from service.households.answers import HouseholdAnswer, PastAssessment
from service.households.not_listed import NotListed
from service.procedure.states import LeadState
from service.procedure.verdicts import UnfoundedReason, Verdict
from service.store.tables import Lead, RiskList, Visit

MONTHS_SHOWN = 12
VISITS = "visits"
"""The record table of what visits found."""


@dataclass(frozen=True)
class Past:
    """What a scored day said. `probability` is None where it had no score."""

    as_of: dt.date
    probability: float | None
    band: RiskBand | None
    listed: bool


@dataclass(frozen=True)
class Listing:
    """A list that names the household."""

    list_id: str
    as_of: dt.date
    number: int
    issued: bool


@dataclass(frozen=True)
class Visited:
    on: dt.date
    verdict: Verdict
    about: str


@dataclass(frozen=True)
class Due:
    """A measure that the household is due and has not, or the reverse."""

    words: Bilingual
    check: Bilingual
    department: Bilingual
    source: Bilingual


def past_of(assessments: Sequence[PastAssessment]) -> list[Past]:
    """The last scored days, the earliest first, each once: of several runs of a day the one begun last."""
    by_day: dict[dt.date, PastAssessment] = {}
    for each in assessments:
        by_day.setdefault(each.as_of, each)
    days = sorted(by_day)[-MONTHS_SHOWN:]
    return [
        Past(day, one.probability, RiskBand(one.band) if one.band else None, one.listed)
        for day in days
        for one in [by_day[day]]
    ]


def visits_of(rows: Sequence[Visit]) -> list[Visited]:
    return [Visited(row.visited_on, Verdict(row.verdict), _about(row)) for row in rows]


def _about(row: Visit) -> str:
    if row.reason:
        return UnfoundedReason(row.reason).zh
    return "、".join(RiskType(name).zh for name in row.risk_types)


def listings_of(rows: Sequence[tuple[RiskList, int]]) -> list[Listing]:
    return [Listing(row.id, row.as_of, number, row.state == "issued") for row, number in rows]


def not_listed_in_words(why: NotListed, known: HouseholdAnswer) -> Bilingual:
    """Why a household is not on the list in force."""
    begin = Bilingual(f"不在 {why.as_of} 名单：", f"not on the list of {why.as_of}: ")
    if why.why is LeftOut.RESTING and why.visited_on:
        outcome = _outcome(known, why.visited_on)
        outcome_in_words = "" if outcome is None else f"（{outcome.zh}）", "" if outcome is None else f" ({outcome.en})"
        return begin.and_also(
            Bilingual(
                f"{why.visited_on} 走访过{outcome_in_words[0]}，间隔期未满",
                f"visited on {why.visited_on}{outcome_in_words[1]}, and its rest is not over",
            )
        )
    if why.why is LeftOut.OVERTAKEN:
        # Whether its own chance fell or others' rose is told beside the list.
        return begin.and_also(Bilingual(LeftOut.OUTRANKED.zh, LeftOut.OUTRANKED.en))
    # Nobody is removed from a list who was on none.
    return begin.and_also(Bilingual(why.why.zh.removesuffix("，移出"), why.why.en))


def _outcome(known: HouseholdAnswer, day: dt.date) -> VisitOutcome | None:
    """What the records say that the visit of a day found."""
    rows = (row for table in known.tables if table.table == VISITS for row in table.rows if row.event_date == day)
    return next((VisitOutcome(row.values["outcome"]) for row in rows if row.values.get("outcome")), None)


def has_recorded_visits(known: HouseholdAnswer) -> bool:
    """Whether the records hold visits, which the service itself may know nothing of."""
    return any(table.table == VISITS and table.rows for table in known.tables)


def dues_of(gaps: Collection[str]) -> list[Due]:
    """Gaps by their names (`features.gaps.rules.GAPS`), in the order of their declaration."""
    return [
        Due(
            Bilingual(gap.zh, gap.en),
            gap.check,
            Bilingual(gap.department.zh, gap.department.en),
            Bilingual.parsed(gap.source) or Bilingual(gap.source, gap.source),
        )
        for gap in GAPS
        if gap.name in gaps
    ]


def open_lead(leads: Sequence[Lead]) -> Lead | None:
    """The one that somebody still works on."""
    return next((lead for lead in leads if lead.ended_on is None), None)


def state_of(lead: Lead) -> LeadState:
    return LeadState(lead.state)

"""A list with its households, as the office reads it: who, where, how likely, why, what is new, what has become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.frequencies import in_frequencies
from models.lists import Slot
from service.leads.since_lists import VisitedSince
from service.procedure.clock import Colour
from service.procedure.states import LeadState
from service.store.tables import Lead, ListItem, Unscored
from service.views.changed import why_it_came
from service.views.places import Place, Places
from service.views.severe import Severe, reason_on_list, severe_kept
from service.wording import check

REASONS_SHOWN = 2


@dataclass(frozen=True)
class LeadOf:
    """What has become of a listed household.

    Attributes:
        days_left: None where no clock runs.
        colour: of the clock, as a class of the style sheet.
    """

    id: str
    state: LeadState
    days_left: int | None
    colour: str
    assigned: bool


@dataclass(frozen=True)
class Row:
    """A household on a list.

    Attributes:
        head: masked; None where nobody is known by name.
        people: None where nobody counted.
        why_new: None of whoever was on the list before, and where there was none.
        severe: severe rules of departments that it hits; none on a list that was made before they were kept.
        reasons: the score's main ones; none where none is told.
        asks: what to ask or look at first on the visit.
        lead: the one that this list led to, or that is open; None where there is none.
        visited: the last visit that the list does not know of; None where there is none.
    """

    number: int
    household_id: str
    head: str | None
    people: int | None
    place: Place
    settlement: str | None
    household_type: HouseholdType
    band: RiskBand
    probability: float
    low: float | None
    high: float | None
    sureness: Bilingual
    risk_types: Sequence[RiskType]
    slot: Slot
    is_new: bool
    why_new: Bilingual | None
    severe: Sequence[Severe]
    reasons: Sequence[Bilingual]
    asks: Sequence[Bilingual]
    lead: LeadOf | None
    visited: VisitedSince | None

    @property
    def must(self) -> bool:
        return self.slot is Slot.MUST_INCLUDE

    @property
    def hits(self) -> list[tuple[Bilingual, Bilingual]]:
        """Of each severe rule that it hits the reason that it is, and what to ask first."""
        return [(reason_on_list(each, self.slot), each.ask) for each in self.severe]

    @property
    def is_unnamed(self) -> bool:
        """It must be visited, and the list does not say by which rule."""
        return self.must and not self.severe


@dataclass(frozen=True)
class Known:
    """What is known of the households of a page beside their items.

    Attributes:
        leads, visits: by household.
    """

    places: Places
    heads: Mapping[str, str]
    leads: Mapping[str, Lead]
    visits: Mapping[str, VisitedSince]


def rows_of(items: Sequence[ListItem], known: Known, today: dt.date) -> list[Row]:
    """The rows of a page, in their order."""
    return [_row(item, known, today) for item in items]


def _row(item: ListItem, known: Known, today: dt.date) -> Row:
    code, lead = item.household_id, known.leads.get(item.household_id)
    severe = severe_kept(item.words)
    asked = [Bilingual(each["zh"], each["en"]) for each in item.words.get("ask", [])[:1]]
    return Row(
        number=item.number,
        household_id=code,
        head=known.heads.get(code),
        people=item.people,
        place=known.places.place(item.region_code),
        settlement=item.settlement,
        household_type=HouseholdType(item.household_type),
        band=RiskBand(item.band),
        probability=item.probability,
        low=item.probability_low,
        high=item.probability_high,
        sureness=in_frequencies(item.probability, item.probability_low, item.probability_high),
        risk_types=[RiskType(name) for name in item.main_risks],
        slot=Slot(item.slot),
        is_new=bool(item.is_new),
        why_new=why_it_came(item.why_new, Slot(item.slot)) if item.is_new else None,
        severe=severe,
        reasons=[Bilingual(each["zh"], each["en"]) for each in item.words.get("reasons", [])[:REASONS_SHOWN]],
        asks=[each.ask for each in severe] or [words for words in asked if words.zh],
        lead=None if lead is None else lead_of(lead, today),
        visited=known.visits.get(code),
    )


def lead_of(row: Lead, today: dt.date) -> LeadOf:
    """What a list shows of a lead."""
    left = None if row.due_on is None else (row.due_on - today).days
    return LeadOf(row.id, LeadState(row.state), left, _colour(row, today), row.assigned_to is not None)


def _colour(row: Lead, today: dt.date) -> str:
    if row.due_on is not None and today > row.due_on:
        return "over"
    return Colour.AMBER.value if row.amber_on is not None and today >= row.amber_on else "calm"


@dataclass(frozen=True)
class NoScore:
    """A household of the day that has no score, and so can be on no list: people look at it themselves.

    Attributes:
        why: the record tables whose numbers can't be, or the checks that find its records contradict each other.
    """

    household_id: str
    place: Place
    why: Sequence[Bilingual]


def unscored_of(rows: Sequence[Unscored], places: Places) -> list[NoScore]:
    """Those of a run, in their order."""
    return [
        NoScore(row.household_id, places.place(row.region_code), [_rule(name) for name in row.rules]) for row in rows
    ]


def _rule(name: str) -> Bilingual:
    return TABLE_NAMES[name] if name in TABLE_NAMES else check(name)

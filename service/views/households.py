"""Households of the last run as a search shows them: who, where, how likely, why, and whether a list names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.frequencies import in_frequencies
from service.households.countywide import Countywide
from service.store.repositories.lists_in_force import Listing
from service.store.tables import Assessment
from service.views.places import Place, Places
from service.wording import risks


@dataclass(frozen=True)
class Row:
    """A household with its score.

    Attributes:
        head: masked; None where nobody is known by name.
        people: None where nobody counted.
        settlement: None of whoever was not resettled.
        main_risks: none where nothing raises its score; the first alone where the run holds no whole answer.
        reason: the main one; None where none is told.
        is_explained: whether the run holds its reasons at all.
        listing: None of whoever is on no list in force.
    """

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
    main_risks: Sequence[RiskType]
    reason: Bilingual | None
    is_explained: bool
    listing: Listing | None


@dataclass(frozen=True)
class Known:
    """What is known of the households of a page beside their scores, by their codes.

    Attributes:
        around: None while nobody has counted yet.
        answers: the run's whole answers, of those of whom it holds one.
    """

    places: Places
    heads: Mapping[str, str]
    around: Countywide | None
    answers: Mapping[str, Mapping[str, Any]]
    listings: Mapping[str, Listing]


def rows_of(scores: Sequence[Assessment], known: Known) -> list[Row]:
    """The rows of a page, in their order."""
    codes, around = [score.household_id for score in scores], known.around
    people, settled = (around.people(codes), around.settlement(codes)) if around else ({}, {})
    return [_row(score, known, people, settled) for score in scores]


def _row(score: Assessment, known: Known, people: Mapping[str, int], settled: Mapping[str, str]) -> Row:
    code, answer = score.household_id, known.answers.get(score.household_id)
    reasons = [] if answer is None else answer["reasons"]
    return Row(
        household_id=code,
        head=known.heads.get(code),
        people=people.get(code),
        place=known.places.place(score.region_code),
        settlement=settled.get(code),
        household_type=HouseholdType(score.household_type),
        band=RiskBand(score.band),
        probability=score.probability,
        low=score.probability_low,
        high=score.probability_high,
        sureness=in_frequencies(score.probability, score.probability_low, score.probability_high),
        main_risks=_main_risks(score, answer),
        reason=next((Bilingual(reason["zh"], reason["en"]) for reason in reasons), None),
        is_explained=answer is not None,
        listing=known.listings.get(code),
    )


def _main_risks(score: Assessment, answer: Mapping[str, Any] | None) -> Sequence[RiskType]:
    """As the list and the family's page tell them."""
    if answer is not None:
        return risks(answer["risk_types"])
    return [] if score.main_risk_type is None else [RiskType(score.main_risk_type)]

"""The places that somebody's word counts for: counties, townships and villages with the households that are known there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Mapping

from pydantic import BaseModel, Field

from features.vocabulary import Labelled
from service.jurisdiction import LONGEST_REGION, Jurisdiction
from service.vault.suppression import suppressed


class Level(Labelled):
    COUNTY = "county", "县", "county"
    TOWNSHIP = "township", "乡镇", "township"
    VILLAGE = "village", "村", "village"


DIGITS = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: LONGEST_REGION}
"""Of a place's code (GB/T 2260 and GB/T 10114)."""

ELSEWHERE = "elsewhere in it"
"""The households of a place of whom nothing narrower is known: nobody shows them, but a difference would."""


class PlaceAnswer(BaseModel):
    """A place."""

    region_code: str = Field(description="6 digits of a county, 9 of a township, 12 of a village.")
    level: Level
    parent: str | None = Field(description="The place around it; null where that is beyond the asker's jurisdiction.")
    households: int | None = Field(
        description="Households of the run that live there, with a score or without one; null where so few, or what would tell so few, "
        "are not shown to an asker who sees no household."
    )


class PlacesAnswer(BaseModel):
    """The places of whoever asks."""

    jurisdiction: list[str] = Field(description="Prefixes of region codes; an empty one is everywhere.")
    as_of: dt.date | None = Field(description="Day of the run by which households are counted; null before the first.")
    places: list[PlaceAnswer] = Field(description="In the order of their codes: each place before what is in it.")


def places(by_region: Mapping[str, int], jurisdiction: Jurisdiction, least: int | None = None) -> list[PlaceAnswer]:
    """Every place that lies within the jurisdiction with all that is in it.

    Args:
        by_region: households by the code of where they live; of whom no village is known by that of the county.
        least: the smallest count that is shown; None shows every one.
    """
    counted: Counter[str] = Counter()
    for region, count in by_region.items():
        for digits in DIGITS.values():
            if digits <= len(region):
                counted[region[:digits]] += count
    seen = {code: counted[code] for code in sorted(counted) if code in jurisdiction}
    hidden = set() if least is None else hidden_places(seen, least)
    return [
        PlaceAnswer(
            region_code=code,
            level=_level(code),
            parent=_around(code, jurisdiction),
            households=None if code in hidden else count,
        )
        for code, count in seen.items()
    ]


def hidden_places(counted: Mapping[str, int], least: int) -> set[str]:
    """The places whose count is not shown: small ones, and those that would tell them by subtraction, up and down.

    Args:
        counted: households of each place that has any, with all that lies in it.
        least: the smallest count that is shown.
    """
    inside: dict[str | None, dict[str, int]] = {}
    for code, count in counted.items():
        inside.setdefault(_around(code, counted), {})[code] = count
    hidden: set[str] = set()
    for place, parts in sorted(inside.items(), key=lambda each: len(each[0] or ""), reverse=True):
        # Where even the sum of what lies in a place would tell, its own count is hidden among its neighbours.
        also = hidden & parts.keys()
        if place is None:
            shown = suppressed(parts, least=least, with_total=False, also=also)
        else:
            rest = counted[place] - sum(parts.values())
            shown = suppressed(parts | ({ELSEWHERE: rest} if rest else {}), least=least, with_total=True, also=also)
            if shown.total is None:
                hidden.add(place)
        hidden |= {name for name, count in shown.counts.items() if count is None and name != ELSEWHERE}
    for code in sorted(counted):
        if _around(code, counted) in hidden:
            # The parts of a hidden place, added up, would tell it.
            hidden.add(code)
    return hidden


def _level(code: str) -> Level:
    return next(level for level, digits in DIGITS.items() if digits == len(code))


def _around(code: str, known: Container[str]) -> str | None:
    """The place right around it, where that is known."""
    around = [code[:digits] for digits in DIGITS.values() if digits < len(code)]
    return around[-1] if around and around[-1] in known else None

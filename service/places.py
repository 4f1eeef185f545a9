"""The places that somebody's word counts for: counties, townships and villages with the households that are known there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, Field

from features.vocabulary import Labelled
from service.jurisdiction import LONGEST_REGION, Jurisdiction


class Level(Labelled):
    COUNTY = "county", "县", "county"
    TOWNSHIP = "township", "乡镇", "township"
    VILLAGE = "village", "村", "village"


DIGITS = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: LONGEST_REGION}
"""Of a place's code (GB/T 2260 and GB/T 10114)."""


class PlaceAnswer(BaseModel):
    """A place."""

    region_code: str = Field(description="6 digits of a county, 9 of a township, 12 of a village.")
    level: Level
    parent: str | None = Field(description="The place around it; null where that is beyond the asker's jurisdiction.")
    households: int = Field(description="Households of the run that live there, with a score or without one.")


class PlacesAnswer(BaseModel):
    """The places of whoever asks."""

    jurisdiction: list[str] = Field(description="Prefixes of region codes; an empty one is everywhere.")
    as_of: dt.date | None = Field(description="Day of the run by which households are counted; null before the first.")
    places: list[PlaceAnswer] = Field(description="In the order of their codes: each place before what is in it.")


def places(by_region: Mapping[str, int], jurisdiction: Jurisdiction) -> list[PlaceAnswer]:
    """Every place that lies within the jurisdiction with all that is in it.

    Args:
        by_region: households by the code of where they live; of whom no village is known by that of the county.
    """
    counted: Counter[str] = Counter()
    for region, count in by_region.items():
        for digits in DIGITS.values():
            if digits <= len(region):
                counted[region[:digits]] += count
    return [
        PlaceAnswer(region_code=code, level=_level(code), parent=_parent(code, jurisdiction), households=counted[code])
        for code in sorted(counted)
        if code in jurisdiction
    ]


def _level(code: str) -> Level:
    return next(level for level, digits in DIGITS.items() if digits == len(code))


def _parent(code: str, jurisdiction: Jurisdiction) -> str | None:
    around = [code[:digits] for digits in DIGITS.values() if digits < len(code)]
    return around[-1] if around and around[-1] in jurisdiction else None

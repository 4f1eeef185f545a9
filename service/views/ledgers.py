"""The ledgers of the guarantees as the office reads and prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from features.bilingual import Bilingual
from features.ledgers.wording import Ending, Guarantee, Lack, Standing
from service.views.places import Place, Places


@dataclass(frozen=True)
class Step:
    """A day of an entry, and whose record says so.

    Attributes:
        by: the official word for the department; None where the records do not say.
    """

    on: dt.date
    by: str | None


@dataclass(frozen=True)
class Line:
    """An entry.

    Attributes:
        head: masked; None where nobody is known by name.
        right, struck: None where no record says so.
        days: from being put in to being put right or struck off, else to the day of the ledger.
        allowed: after so many days an open entry is overdue.
    """

    household_id: str
    head: str | None
    place: Place
    guarantee: Guarantee
    lack: Bilingual
    standing: Standing
    ending: Ending | None
    put_in: Step
    known_since: dt.date
    right: Step | None
    struck: Step | None
    days: int
    allowed: int
    overdue: bool

    @property
    def over_by(self) -> int:
        """Days beyond those allowed."""
        return self.days - self.allowed


@dataclass(frozen=True)
class VillageCounts:
    """How the entries of a village stand."""

    code: str
    place: Place
    by_standing: Mapping[Standing, int]
    overdue: int


def lines_of(rows: Iterable[Mapping[str, Any]], heads: Mapping[str, str], places: Places) -> list[Line]:
    """Rows of the ledger in words, in their order."""
    return [
        Line(
            household_id=row["household_id"],
            head=heads.get(row["household_id"]),
            place=places.place(row["region_code"]),
            guarantee=Guarantee(row["guarantee"]),
            lack=_lack(Lack(row["lack"]), row["detail"]),
            standing=Standing(row["standing"]),
            ending=None if row["ending"] is None else Ending(row["ending"]),
            put_in=Step(row["put_in_on"], row["put_in_by"]),
            known_since=row["known_since"],
            right=_step(row, "right"),
            struck=_step(row, "struck"),
            days=row["days"],
            allowed=round(row["days_allowed"]),
            overdue=row["overdue"],
        )
        for row in rows
    ]


def _lack(lack: Lack, detail: str | None) -> Bilingual:
    words = Bilingual(lack.zh, lack.en)
    return words if detail is None else words.and_also(Bilingual(f"（{detail}级）", f" (grade {detail})"))


def _step(row: Mapping[str, Any], name: str) -> Step | None:
    return None if row[f"{name}_on"] is None else Step(row[f"{name}_on"], row[f"{name}_by"])


def village_counts(rows: Iterable[Mapping[str, Any]], places: Places) -> list[VillageCounts]:
    """Counts by village, in their order."""
    return [
        VillageCounts(
            row["region_code"],
            places.place(row["region_code"]),
            {standing: row[standing.value] for standing in Standing},
            row["overdue"],
        )
        for row in rows
    ]


def by_village(lines: Iterable[Line]) -> list[tuple[Bilingual, list[tuple[Place, list[Line]]]]]:
    """For paper: townships with their villages in the order of their codes, each with its lines."""
    ordered = sorted(lines, key=lambda line: line.place.code)
    villages = [(place, list(some)) for place, some in groupby(ordered, key=lambda line: line.place)]
    return [(township, list(there)) for township, there in groupby(villages, key=lambda village: village[0].township)]

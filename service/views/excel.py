"""A list that leaves as a workbook: of which of the asker's places, and how many families there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from service.jurisdiction import Jurisdiction
from service.place_names import Names
from service.store import Work
from service.store.repositories import lists
from service.store.tables import ListState, RiskList

TOWNSHIP, VILLAGE = 9, 12


@dataclass(frozen=True)
class Place:
    """A place of which one may take the workbook along.

    Attributes:
        code: as the form sends it; empty for everything that there is.
        name: empty for a county and what is larger, which is a whole.
    """

    code: str
    name: str
    families: int
    needs_second_person: bool


@dataclass(frozen=True)
class Taking:
    """What the page of a list's workbook shows.

    Attributes:
        alone: more families leave only with a second person's word.
    """

    risk_list: RiskList
    is_issued: bool
    families: int
    places: tuple[Place, ...]
    alone: int


def taking(work: Work, risk_list: RiskList, where: Jurisdiction, names: Names, alone: int) -> Taking:
    """The list with the places that may be chosen: the asker's own, and one level below."""
    counts = lists.villages(work, risk_list.id)
    coded: Counter[str] = Counter()
    for prefix in where.prefixes:
        below = TOWNSHIP if len(prefix) < TOWNSHIP else VILLAGE
        for village, families in counts.items():
            if village.startswith(prefix):
                coded.update({prefix: families})
                if len(prefix) < below:
                    coded.update({village[:below]: families})
    called = _called(names)
    whole = {code for code in where.prefixes if len(code) < TOWNSHIP}
    places = tuple(
        Place(code, "" if code in whole else called.get(code) or code, families, families > alone)
        for code, families in sorted(coded.items())
    )
    return Taking(risk_list, risk_list.state == ListState.ISSUED.value, sum(counts.values()), places, alone)


def _called(names: Names) -> Mapping[str, str]:
    """Names of townships and villages, by code."""
    called: dict[str, str] = {}
    for code, named in names.items():
        township, village = named["township"], named["village"]
        if township:
            called[code[:TOWNSHIP]] = township
        if village:
            called[code] = f"{township or ''}{village}"
    return called

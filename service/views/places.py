"""Places by their names, and choice lists of them: nobody types twelve digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.place_names import UNKNOWN, Names

TOWNSHIP, VILLAGE = 9, 12


@dataclass(frozen=True)
class Place:
    """A village with its township.

    Attributes:
        township, village: as delivered lists call them; the codes where no list did.
    """

    code: str
    township: str
    village: str

    @property
    def words(self) -> str:
        return f"{self.township} {self.village}".strip()


def place_of(code: str, names: Names) -> Place:
    """The place of a region code, whole or in part."""
    if len(code) < VILLAGE:
        return Place(code, township_of(code, names) if len(code) == TOWNSHIP else code, "")
    known = names.get(code, UNKNOWN)
    return Place(code, known["township"] or code[:TOWNSHIP], known["village"] or code)


def township_of(code: str, names: Names) -> str:
    """What a township is called; its code where no list told."""
    told = (each["township"] for village, each in names.items() if village.startswith(code))
    return next(filter(None, told), code)


def choices(codes: Iterable[str], names: Names) -> Iterator[tuple[str, str]]:
    """Townships and their villages as a choice list: code and words, each township before what lies in it."""
    seen: set[str] = set()
    for code in sorted(codes):
        place, township = place_of(code, names), code[:TOWNSHIP]
        if len(code) >= TOWNSHIP and township not in seen:
            seen.add(township)
            yield township, place.township
        if len(code) == VILLAGE:
            yield code, f"　{place.village}"

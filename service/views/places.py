"""Places by name: whoever works in a village knows it by its name, and nobody by its digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from features.bilingual import Bilingual
from service.jurisdiction import Jurisdiction
from service.place_names import UNKNOWN, Names

TOWNSHIP, VILLAGE = 9, 12
"""Digits."""


@dataclass(frozen=True)
class Place:
    """A village with its township, by name; by digits where no list told the names."""

    code: str
    township: Bilingual
    village: Bilingual

    @property
    def words(self) -> Bilingual:
        return self.township.and_also(Bilingual(" ", " ")).and_also(self.village)


@dataclass(frozen=True)
class Places:
    """The names of places.

    Attributes:
        names: of townships and villages by the village's code (`service.place_names`).
    """

    names: Names

    def village(self, code: str) -> Bilingual:
        """A village with its township: 青石镇 石桥村."""
        named = self.names.get(code, UNKNOWN)
        here = _named(named["village"], "村名未知", "village without a known name", code)
        around = named["township"]
        return here if around is None else Bilingual(f"{around} ", f"{around} ").and_also(here)

    def known_village(self, code: str) -> str:
        """A village's name alone; empty where none is known."""
        return self.names.get(code, UNKNOWN)["village"] or ""

    def short(self, code: str) -> Bilingual:
        """A village or township by its own name; any place around them as the county."""
        if len(code) >= VILLAGE:
            named = self.names.get(code, UNKNOWN)["village"]
            return _named(named, "村名未知", "village without a known name", code)
        if len(code) >= TOWNSHIP:
            return _named(self._township(code), "乡镇名未知", "township without a known name", code)
        return Bilingual("全县", "the county")

    def wide(self, prefix: str) -> Bilingual:
        """Where somebody works or what a list is of: a village with its township, a township, the county, or everything."""
        if not prefix:
            return Bilingual("全部地方", "everywhere")
        return self.place(prefix).words if len(prefix) >= VILLAGE else self.short(prefix)

    def place(self, code: str) -> Place:
        """Of a household that lives there; of one of which only the township or the county is known, that alone."""
        if len(code) >= VILLAGE:
            return Place(code, self.short(code[:TOWNSHIP]), self.short(code))
        return Place(code, self.short(code), Bilingual("", ""))

    def flat(self, codes: Iterable[str]) -> Iterator[tuple[str, Bilingual]]:
        """Some villages as one choice list: code and name, each township before what lies in it."""
        before = ""
        for code in sorted(code for code in codes if len(code) >= TOWNSHIP):
            if code[:TOWNSHIP] != before:
                before = code[:TOWNSHIP]
                yield before, self.short(before)
            if len(code) == VILLAGE:
                yield code, Bilingual("　", "  ").and_also(self.short(code))

    def choices(self, jurisdiction: Jurisdiction) -> list[tuple[str, Bilingual, list[tuple[str, Bilingual]]]]:
        """Townships with their villages, in the order of their codes, as far as a jurisdiction goes: code, name, villages."""
        townships: dict[str, list[tuple[str, Bilingual]]] = {}
        for code in sorted(self.names):
            if code in jurisdiction and len(code) == VILLAGE:
                townships.setdefault(code[:TOWNSHIP], []).append((code, self.short(code)))
        return [(code, self.short(code), villages) for code, villages in townships.items()]

    def _township(self, code: str) -> str | None:
        return self._townships.get(code)

    @cached_property
    def _townships(self) -> dict[str, str | None]:
        return {village[:TOWNSHIP]: named["township"] for village, named in self.names.items()}


def _named(name: str | None, zh: str, en: str, code: str) -> Bilingual:
    # Where no list ever told a name, the digits are all there is.
    return Bilingual(name, name) if name else Bilingual(f"{zh} {code}", f"{en} {code}")

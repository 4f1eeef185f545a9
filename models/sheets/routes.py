"""Village by village, page by page: what stands on which printed page of the visit list.

A village is one day's route, so it begins on a page of its own; where it needs several, each says which village it goes on
with. No spreadsheet program tells where its pages end, so heights are given, and added up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

MOST_BREAKS = 1_023
"""Page breaks of one sheet that Excel keeps."""


@dataclass(frozen=True)
class Village:
    """A village with the heights of its households' rows, in points."""

    township: str
    name: str
    heights: tuple[float, ...]


@dataclass(frozen=True)
class Page:
    """Households of one village that stand on one page.

    Attributes:
        households: how many of the village's households, from `first` on.
        begins: whether the village begins here.
    """

    village: Village
    first: int
    households: int

    @property
    def begins(self) -> bool:
        return self.first == 0

    @property
    def heading(self) -> str:
        """The village and how many families are to be visited there."""
        further = "" if self.begins else f"（续，从第{self.first + 1}户起）"
        return f"{self.village.township}　{self.village.name}　共{len(self.village.heights)}户{further}"


def pages(villages: Sequence[Village], room: float) -> Iterator[Page]:
    """The pages of all villages, in their order.

    Args:
        room: height of a page below its header and the village's heading, in points. A household that needs more has a page
            of its own.
    """
    for village in villages:
        first, left = 0, room
        for at, height in enumerate(village.heights):
            if height > left and at > first:
                yield Page(village, first, at - first)
                first, left = at, room
            left -= height
        yield Page(village, first, len(village.heights) - first)


def breaks(sheet: Sequence[Page], rows: Sequence[int]) -> list[int]:
    """The rows before which a page ends: where villages begin first of all, should there be more than Excel keeps.

    Args:
        rows: of each page the row on which it begins.
    """
    ordered = sorted(zip(sheet[1:], rows[1:], strict=True), key=lambda page: not page[0].begins)
    return sorted(row for _, row in ordered[:MOST_BREAKS])


def villages_of(homes: Sequence[tuple[str | None, str, str]], heights: Sequence[float]) -> list[Village]:
    """The villages of households that stand village by village.

    Args:
        homes: region code, township and village of each household: two villages of one name are two.
    """
    rows = zip(homes, heights, strict=True)
    return [
        Village(township, name, tuple(height for _, height in there))
        for (_, township, name), there in groupby(rows, key=lambda row: row[0])
    ]

"""What visits are expected to find, at a number of visits: read off a list's curve (`service.issuing.foreseen`)."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TENTH = 0.1
"""Of the way from this model to one that is never wrong: a better model, as far as anybody may hope for in a year."""

FEWEST_FURTHER = 10
"""Visits: of fewer more nobody can say what they find."""


@dataclass(frozen=True)
class At:
    """At so many visits.

    Attributes:
        finds: families expected among them.
        further_visits: about a tenth of the list more; 0 where the curve ends.
        further: families expected among those.
        at_most: as many as any model could find.
        better: as many as one would find that is a tenth of the way nearer to it.
        last: chance of the last family visited; None of no visit.
    """

    visits: int
    finds: float
    further_visits: int
    further: float
    at_most: float
    better: float
    last: float | None


@dataclass(frozen=True)
class Foreseen:
    """The curve of a place, point by point.

    Attributes:
        listed: households of the place that are on the list.
        expected: families expected among everybody who has a score.
    """

    listed: int
    scored: int
    expected: float
    points: Sequence[At]

    def at(self, visits: int) -> At:
        """The point nearest to a number of visits, from above where there are two."""
        place = bisect_left([point.visits for point in self.points], visits)
        return self.points[min(place, len(self.points) - 1)]

    def below(self, visits: int, floor: float) -> int:
        """How many of so many visits go to families whose chance is below the floor, as far as the points tell."""
        within = [point for point in self.points if point.visits <= visits]
        reached = max((point.visits for point in within if point.last is None or point.last >= floor), default=0)
        return 0 if within and within[-1].visits == reached else max(0, visits - reached)


def foreseen_of(facts: Mapping[str, Any], places: Sequence[str]) -> Foreseen | None:
    """The curve of the narrowest of the asker's places that a list has one for; None of a village, or of an earlier list.

    Args:
        facts: of the list.
        places: prefixes within the asker's jurisdiction, the one wanted first.
    """
    curves = facts.get("foreseen", {})
    kept = next((curves[place] for place in places if place in curves), None)
    if kept is None or not kept["scored"]:
        return None
    return Foreseen(kept["listed"], kept["scored"], kept["expected"], list(_points(kept)))


def _points(kept: Mapping[str, Any]) -> list[At]:
    visits, finds, last, expected = kept["visits"], kept["finds"], kept["last"], kept["expected"]
    step = max(FEWEST_FURTHER, kept["listed"] // 10)
    points = []
    for place, count in enumerate(visits):
        following = min(bisect_left(visits, count + step), len(visits) - 1)
        further = finds[following] - finds[place]
        at_most = min(float(count), expected)
        better = finds[place] + TENTH * max(0.0, at_most - finds[place])
        points.append(At(count, finds[place], visits[following] - count, further, at_most, better, last[place]))
    return points


def rows_for_the_slider(points: Sequence[At]) -> str:
    """The points as the page's script reads them: each number as the page writes it, so that nothing is computed in a browser."""
    rows = [
        {
            "visits": point.visits,
            "finds": f"{point.finds:.1f}",
            "further_visits": str(point.further_visits),
            "further": f"{point.further:.1f}",
            "better": f"{point.better:.1f}",
            "at_most": f"{point.at_most:.1f}",
        }
        for point in points
    ]
    return json.dumps(rows)

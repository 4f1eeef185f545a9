"""Where rooms stand in a picture: rows from their floors, an order with few crossings, and places that keep lines straight.

The way of Sugiyama, Tagawa and Toda (1981). Lines that lead down to one room run together from the first row on which
they meet, so that a picture with many lines has few.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from sklearn.isotonic import isotonic_regression

ATTEMPTS = 60
SWEEPS = 12
ROUNDS = 120
STIFF = 8
"""How much a line that goes straight on counts, against a room that stands in the middle of its lines."""

GAP = 9.0
"""Between two neighbours of a row, in pixels; lines that pass side by side need less."""
GAP_OF_LINES = 4.0


@dataclass(frozen=True, order=True)
class Place:
    """A room in its row, or, with `passing`, where the lines down to that room pass a row."""

    room: str
    row: int
    passing: bool = False


Rows = list[list[Place]]
Segment = tuple[Place, Place]
"""A piece of a line, from a row to the next."""


def width_of(place: Place) -> float:
    return 3.0 if place.passing else 6.9 * len(place.room) + 12


def rows_of(floors: Iterable[Iterable[str]], width: float) -> list[list[str]]:
    """The rooms row by row, the highest first: a floor that is wider than the picture takes several rows."""
    rows: list[list[str]] = []
    for floor in floors:
        rooms = sorted(floor)
        needed = sum(width_of(Place(room, 0)) + 2 * GAP for room in rooms)
        parts = int(needed // width) + 1
        # Dealt in turn, so that no row is much wider than another.
        rows += [rooms[part::parts] for part in range(parts)]
    return rows


def segments_of(rows: list[list[str]], arrows: Iterable[tuple[str, str]]) -> list[Segment]:
    """The pieces of the lines from row to row. An arrow within a floor that takes two rows can't be: contracts forbid it."""
    row_of = {room: number for number, rooms in enumerate(rows) for room in rooms}
    segments: set[Segment] = set()
    for upper, lower in arrows:
        stops = [
            Place(upper, row_of[upper]),
            *(Place(lower, row, passing=True) for row in range(row_of[upper] + 1, row_of[lower])),
            Place(lower, row_of[lower]),
        ]
        segments |= set(pairwise(stops))
    return sorted(segments)


def crossings(rows: Rows, segments: list[Segment]) -> int:
    """How many pairs of lines cross between the rows."""
    at = {place: number for row in rows for number, place in enumerate(row)}
    by_row: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in segments:
        by_row.setdefault(upper.row, []).append((at[upper], at[lower]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for ends in by_row.values()
        for number, one in enumerate(ends)
        for other in ends[:number]
    )


def in_order(rows: list[list[str]], segments: list[Segment]) -> Rows:
    """The places of each row from left to right, with the fewest crossings of some attempts; always the same ones."""
    places = sorted({place for segment in segments for place in segment})
    alone = [Place(room, number) for number, rooms in enumerate(rows) for room in rooms]
    everybody = sorted({*places, *alone})
    best: Rows = []
    fewest = None
    for attempt in range(ATTEMPTS):
        drawn = random.Random(attempt)  # noqa: S311 - an order to begin with, no secret
        order: Rows = [[place for place in everybody if place.row == number] for number in range(len(rows))]
        for row in order:
            drawn.shuffle(row)
        for sweep in range(SWEEPS):
            _sweep(order, segments, down=sweep % 2 == 0)
            count = crossings(order, segments)
            if fewest is None or count < fewest:
                best, fewest = [list(row) for row in order], count
    return best


def _sweep(rows: Rows, segments: list[Segment], *, down: bool) -> None:
    """Put each row in the order of the middle of what it is tied to in the row before, row by row."""
    tied: dict[Place, list[Place]] = {}
    for upper, lower in segments:
        of, to = (lower, upper) if down else (upper, lower)
        tied.setdefault(of, []).append(to)
    at = {place: (number + 0.5) / len(row) for row in rows for number, place in enumerate(row)}
    for row in rows if down else rows[::-1]:
        middle = {place: fmean(at[to] for to in tied[place]) if place in tied else at[place] for place in row}
        row.sort(key=lambda place: (middle[place], at[place]))
        at |= {place: (number + 0.5) / len(row) for number, place in enumerate(row)}


def across(rows: Rows, segments: list[Segment], width: float) -> dict[Place, float]:
    """The middle of each place, in pixels from the left, so that lines are as straight as the order of the rows allows.

    Each row in turn goes as near as it can to the middle of what it is tied to: least squares with a least distance
    between neighbours, which is isotonic regression of the places less what stands to their left.
    """
    tied: dict[Place, list[Place]] = {}
    for upper, lower in segments:
        tied.setdefault(upper, []).append(lower)
        tied.setdefault(lower, []).append(upper)
    x = {place: width * (number + 0.5) / len(row) for row in rows for number, place in enumerate(row)}
    for turn in range(ROUNDS):
        for row in rows if turn % 2 == 0 else rows[::-1]:
            # A line that bends is worse than a room that stands a little aside.
            wanted = [
                fmean((x[to] for to in ends), (STIFF if place.passing and to.passing else 1 for to in ends))
                for place in row
                for ends in [tied.get(place, [place])]
            ]
            weights = [STIFF if place.passing else 1 for place in row]
            x |= dict(zip(row, _apart(row, wanted, weights, width), strict=True))
    return x


def _apart(row: list[Place], wanted: list[float], weights: list[int], width: float) -> list[float]:
    """The middles nearest to those wanted that leave a gap between neighbours; a smaller one where the row is full.

    Raises:
        ValueError: the row is wider than the picture.
    """
    gaps = [GAP_OF_LINES if left.passing and right.passing else GAP for left, right in pairwise(row)]
    free = width - sum(map(width_of, row))
    if free < 0:
        raise ValueError(
            f"these rooms do not fit into {width:.0f} pixels side by side: {', '.join(p.room for p in row)}"
        )
    narrower = min(1.0, free / sum(gaps)) if gaps else 1.0
    offsets = [0.0]
    for (left, right), gap in zip(pairwise(row), gaps, strict=True):
        offsets.append(offsets[-1] + (width_of(left) + width_of(right)) / 2 + gap * narrower)
    lowest = width_of(row[0]) / 2
    highest = width - width_of(row[-1]) / 2 - offsets[-1]
    shifted = [middle - offset for middle, offset in zip(wanted, offsets, strict=True)]
    fitted = isotonic_regression(shifted, sample_weight=weights, y_min=lowest, y_max=max(lowest, highest))
    return [float(middle) + offset for middle, offset in zip(fitted, offsets, strict=True)]

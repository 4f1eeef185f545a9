"""A map of villages or townships from boundaries that the county gives, as shapes of SVG; without them the table is the page.

`boundaries.geojson` in the county's own folder: polygons in WGS 84 degrees, each feature with a property that holds a region code.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from features.texts.unrepeated import read_json

FILE = "boundaries.geojson"
LARGEST_FILE = 50 * 1024 * 1024
MOST_BYTES = 100_000
"""Of all shapes together: a page for a county's network."""

WIDTH = 640.0
DIGITS = (12, 9)
CLASSES = 5

Point = tuple[float, float]
Ring = list[Point]


class BoundariesError(ValueError):
    """The file can't be drawn; the message says why, for the log."""


class Counted(Protocol):
    """What is told of a place on the map."""

    @property
    def households(self) -> int: ...
    @property
    def all_lacks(self) -> int: ...
    @property
    def name(self) -> Any: ...


@dataclass(frozen=True)
class Shape:
    """A place.

    Attributes:
        path: of SVG.
        level: from 0 to `CLASSES` - 1, how many open entries for each household against the other places.
    """

    code: str
    path: str
    name: Any
    lacks: int
    households: int
    level: int


@dataclass(frozen=True)
class Drawn:
    """The map."""

    width: float
    height: float
    shapes: Sequence[Shape]


def drawn_map(county: Path | None, rows: Mapping[str, Counted]) -> Drawn | None:
    """The map of some villages; None where the county gives no boundaries, or none of theirs that can be drawn."""
    file = None if county is None else county / FILE
    if file is None or not file.is_file():
        return None
    try:
        state = file.stat()
        rings = rings_in(str(file), state.st_mtime_ns, state.st_size)
        return drawn_of({code: some for code, some in rings.items() if code in rows}, rows)
    except (OSError, BoundariesError):
        return None


@lru_cache(maxsize=2)
def rings_in(file: str, _changed: int, size: int) -> Mapping[str, list[Ring]]:
    """The rings of each place by its code, in degrees.

    Raises:
        BoundariesError: it is no GeoJSON of polygons in degrees with region codes.
    """
    if size > LARGEST_FILE:
        raise BoundariesError("the file is too large.")
    try:
        content = read_json(Path(file).read_text(encoding="utf-8-sig"))
        features = content["features"]
        by_code: dict[str, list[Ring]] = {}
        for feature in features:
            code = _code_of(feature.get("properties") or {})
            if code is not None:
                by_code.setdefault(code, []).extend(_rings(feature["geometry"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BoundariesError("it is no GeoJSON of polygons in degrees.") from error
    return by_code


def _code_of(properties: Mapping[str, Any]) -> str | None:
    """The first property that looks like the code of a village or township."""
    texts = (str(value) for value in properties.values() if isinstance(value, str | int))
    return next((text for text in texts if text.isascii() and text.isdecimal() and len(text) in DIGITS), None)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = {"Polygon": lambda: [geometry["coordinates"]], "MultiPolygon": lambda: geometry["coordinates"]}
    for polygon in polygons[geometry["type"]]():
        for ring in polygon:
            points = [(float(point[0]), float(point[1])) for point in ring]
            if len(points) < 4 or not all(abs(east) <= 180 and abs(north) <= 90 for east, north in points):
                raise BoundariesError("a ring has fewer than four points, or is not in degrees.")
            yield points


def drawn_of(rings: Mapping[str, list[Ring]], rows: Mapping[str, Counted]) -> Drawn | None:
    """The places as shapes of one picture, as finely as `MOST_BYTES` allow."""
    every = [point for some in rings.values() for ring in some for point in ring]
    if not every:
        return None
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    narrower = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrower, 1e-9)

    def placed(ring: Ring) -> Ring:
        return [((x - west) * narrower * scale, (north - y) * scale) for x, y in ring]

    flat = {code: [placed(ring) for ring in some] for code, some in rings.items()}
    tolerance, paths = 0.5, {code: _path(some, 0.5) for code, some in flat.items()}
    while sum(map(len, paths.values())) > MOST_BYTES and tolerance < WIDTH:
        tolerance *= 2
        paths = {code: _path(some, tolerance) for code, some in flat.items()}
    burden = {code: rows[code].all_lacks / max(1, rows[code].households) for code in paths}
    order = sorted(burden.values())
    shapes = [
        Shape(code, path, rows[code].name, rows[code].all_lacks, rows[code].households, _level(burden[code], order))
        for code, path in sorted(paths.items())
    ]
    return Drawn(WIDTH, round((north - south) * scale, 1), shapes)


def _level(value: float, order: Sequence[float]) -> int:
    below = sum(each < value for each in order)
    return min(CLASSES - 1, below * CLASSES // len(order))


def _path(rings: Sequence[Ring], tolerance: float) -> str:
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in simplified(ring, tolerance)) + "Z" for ring in rings)


def simplified(ring: Ring, tolerance: float) -> Ring:
    """A ring without the points that lie nearer than the tolerance to the line without them (Douglas and Peucker)."""
    kept = {0, len(ring) - 1}
    stack = [(0, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        far, at = 0.0, None
        for number in range(first + 1, last):
            away = _away(ring[number], ring[first], ring[last])
            if away > far:
                far, at = away, number
        if at is not None and far > tolerance:
            kept.add(at)
            stack += [(first, at), (at, last)]
    return [ring[number] for number in sorted(kept)]


def _away(point: Point, start: Point, end: Point) -> float:
    (x, y), (a, b), (c, d) = point, start, end
    length = math.hypot(c - a, d - b)
    return math.hypot(x - a, y - b) if length == 0 else abs((c - a) * (b - y) - (a - x) * (d - b)) / length

"""Boundaries as shapes: what the county gives is checked, simplified and drawn, or left out."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.views.boundaries import FILE, MOST_BYTES, drawn_map, drawn_of, simplified

SQUARE = [[107.0, 29.0], [107.1, 29.0], [107.1, 29.1], [107.0, 29.1], [107.0, 29.0]]
HERE = "990101001001"


@dataclass
class Village:
    households: int = 100
    all_lacks: int = 3
    name: str = "石桥村"


def given(folder: Path, *features: tuple[Any, Any], geometry: str = "Polygon") -> Path:
    shapes = [
        {
            "type": "Feature",
            "properties": {"id": 7, "村代码": code},
            "geometry": {"type": geometry, "coordinates": rings},
        }
        for code, rings in features
    ]
    (folder / FILE).write_text(json.dumps({"type": "FeatureCollection", "features": shapes}), encoding="utf-8")
    return folder


def test_a_village_is_drawn_by_its_code_whatever_the_property_is_called(tmp_path: Path) -> None:
    drawn = drawn_map(given(tmp_path, (HERE, [SQUARE]), (int(HERE) + 1, [SQUARE])), {HERE: Village()})
    assert drawn is not None
    assert [shape.code for shape in drawn.shapes] == [HERE], "of others nothing is drawn"


@pytest.mark.parametrize(
    "rings", [[[[500000, 3200000]] * 5], [SQUARE[:2]], [[["a", "b"]] * 5], "nothing", [[[math.nan, 1]] * 5]]
)
def test_what_is_no_polygon_in_degrees_is_no_map(tmp_path: Path, rings: Any) -> None:
    assert drawn_map(given(tmp_path, (HERE, rings)), {HERE: Village()}) is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"features": [1]}', '{"features": [{"geometry": null, "properties": {"c": "990101001001"}}]}'],
)
def test_what_is_no_geojson_is_no_map(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert drawn_map(tmp_path, {HERE: Village()}) is None


def test_without_a_county_or_a_file_there_is_no_map(tmp_path: Path) -> None:
    assert drawn_map(None, {HERE: Village()}) is None
    assert drawn_map(tmp_path, {HERE: Village()}) is None


def test_what_is_drawn_stays_small_however_fine_the_boundaries_are() -> None:
    def wavy(number: int) -> list[tuple[float, float]]:
        turns = [math.tau * step / 4000 for step in range(4001)]
        return [(107 + number + math.cos(t) * (0.4 + 0.02 * math.sin(90 * t)), 29 + math.sin(t) * 0.4) for t in turns]

    rings = {f"9901010010{number:02d}": [wavy(number)] for number in range(20)}
    drawn = drawn_of(rings, dict.fromkeys(rings, Village()))
    assert drawn is not None
    assert sum(len(shape.path) for shape in drawn.shapes) <= MOST_BYTES


def test_a_straight_line_needs_its_ends_alone() -> None:
    line = [(float(step), 0.0) for step in range(50)]
    assert simplified(line, 0.5) == [line[0], line[-1]]
    assert simplified([(0.0, 0.0), (5.0, 3.0), (10.0, 0.0)], 0.5) == [(0.0, 0.0), (5.0, 3.0), (10.0, 0.0)]

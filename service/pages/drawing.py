"""Figures as shapes of SVG: lengths and places, worked out here so that templates only write them. Each stands beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence


def length(value: float, largest: float, width: float) -> float:
    """Of a bar, where the largest value fills the width; one scale for all bars that share `largest`."""
    return round(max(0.0, min(1.0, value / largest if largest > 0 else 0.0)) * width, 1)


def points(values: Sequence[float | None], largest: float, width: float, height: float) -> list[tuple[float, float]]:
    """Of a line through the values, evenly spaced from left to right; where a value is not known there is no point."""
    step = width / max(1, len(values) - 1)
    return [
        (round(place * step, 1), round(height - length(value, largest, height), 1))
        for place, value in enumerate(values)
        if value is not None
    ]


def polyline(corners: Sequence[tuple[float, float]]) -> str:
    """As SVG writes them."""
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def moved(corners: Sequence[tuple[float, float]], right: float, down: float) -> list[tuple[float, float]]:
    """The same, further to the right and down."""
    return [(round(x + right, 1), round(y + down, 1)) for x, y in corners]

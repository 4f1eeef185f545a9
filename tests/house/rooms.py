"""The rooms of the packages: as the packages draw them, as the contracts hold them, and which of them import which."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

from tests.house.repository import PACKAGES, ROOT

ROOM = re.compile(r"^    (\w+)  +(\S.*)$")

Room = tuple[str, str]
"""A package and a folder, or loose module, directly in it."""


def described(package: str) -> list[dict[str, str]]:
    """The rooms of each floor with their meaning, as the docstring of the package draws them, the highest first."""
    text = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    drawing = (ast.get_docstring(ast.parse(text), clean=False) or "").partition("\n\n")[2].partition("\n\n")[2]
    floors = [
        {room[1]: room[2] for line in floor.splitlines() if (room := ROOM.match(line))}
        for floor in drawing.split("\n\n")
    ]
    return [floor for floor in floors if floor]


def floors_drawn(package: str) -> list[set[str]]:
    """The rooms of each floor in the docstring of the package, the highest first."""
    return [set(floor) for floor in described(package)]


def floors_held(package: str) -> list[set[str]]:
    """The rooms of each floor in the contract of the package, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [
        rule for rule in settings["tool"]["importlinter"]["contracts"] if rule["id"] == f"rooms-of-{Path(package).name}"
    ]
    assert contract["exhaustive"] is True
    return [set(layer.split(" | ")) for layer in contract["layers"]]


def imports() -> Counter[tuple[Room, Room]]:
    """How many imports lead from one room to another, those in functions and under TYPE_CHECKING counted."""
    first, *others = PACKAGES
    graph = grimp.build_graph(first, *others, cache_dir=None)
    arrows: Counter[tuple[Room, Room]] = Counter()
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            ends = (_room(module), _room(imported))
            if ends[0] != ends[1]:
                arrows[ends] += 1
    return arrows


def _room(module: str) -> Room:
    package, _, within = module.partition(".")
    return package, within.partition(".")[0]


def within(package: str, arrows: Counter[tuple[Room, Room]]) -> dict[str, set[str]]:
    """Which rooms of a package each of them imports."""
    standing_on: dict[str, set[str]] = {}
    for (of, room), (into, imported) in arrows:
        if of == into == package and room and imported:
            standing_on.setdefault(room, set()).add(imported)
    return standing_on


def reduced(standing_on: dict[str, set[str]]) -> set[tuple[str, str]]:
    """The arrows from which all others follow: an arrow is left out where others lead the same way (transitive reduction).

    Raises:
        graphlib.CycleError: the rooms stand in a circle.
    """
    below: dict[str, set[str]] = {}
    for room in TopologicalSorter(standing_on).static_order():
        below[room] = set().union(*({lower} | below[lower] for lower in standing_on.get(room, ())))
    return {
        (room, lower)
        for room, lowers in standing_on.items()
        for lower in lowers
        if not any(lower in below[other] for other in lowers)
    }

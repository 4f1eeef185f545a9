"""Each package draws a map of its rooms, floor by floor: it is that of its folders and of the contract that holds them."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, ROOT

MAPPED = (*PACKAGES, "features/records")
"""Folders whose rooms stand floor by floor."""

DATA_ONLY = {"experiments", "static", "templates"}

ROOM = re.compile(r"^    (\w+)  +\S")


def floors_drawn(package: str) -> list[set[str]]:
    """The rooms of each floor in the docstring of the package, the highest first."""
    text = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    drawing = (ast.get_docstring(ast.parse(text), clean=False) or "").partition("\n\n")[2].partition("\n\n")[2]
    floors = [{room[1] for line in floor.splitlines() if (room := ROOM.match(line))} for floor in drawing.split("\n\n")]
    return [floor for floor in floors if floor]


def floors_held(package: str) -> list[set[str]]:
    """The rooms of each floor in the contract of the package, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [
        one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == f"rooms-of-{Path(package).name}"
    ]
    assert contract["exhaustive"] is True
    return [set(layer.split(" | ")) for layer in contract["layers"]]


@pytest.mark.parametrize("package", MAPPED)
def test_the_map_of_a_package_is_that_of_its_folders(package: str) -> None:
    here = {
        path.stem for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert set().union(*floors_drawn(package)) == here - {"__init__"} - DATA_ONLY


@pytest.mark.parametrize("package", MAPPED)
def test_the_floors_of_the_map_are_those_of_the_contract(package: str) -> None:
    assert floors_drawn(package) == floors_held(package)

"""Tests stand where what they test stands: a folder of tests for each room, or a file that begins with the room's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, ROOT, modules, name

ACROSS = {"benchmarks", "browser", "house", "journeys", "notebooks"}
"""Folders of tests that are not about one package."""


def rooms_of(package: str) -> set[str]:
    return {path.stem for path in (ROOT / package).iterdir()} - {"__init__", "__pycache__"}


def test_every_folder_of_tests_is_a_package_or_is_about_all_of_them() -> None:
    folders = {Path(name(path)).parts[1] for path in modules("tests") if len(Path(name(path)).parts) > 2}
    assert folders == {*PACKAGES, *ACROSS}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tests_of_a_package_stand_in_its_rooms(package: str) -> None:
    rooms = rooms_of(package)
    tests = [Path(name(path)).parts[2:] for path in modules("tests") if name(path).startswith(f"tests/{package}/")]
    assert {parts[0] for parts in tests if len(parts) > 1} <= rooms, "no room has this name"
    loose = {parts[0].removesuffix(".py") for parts in tests if len(parts) == 1 and parts[0].startswith("test_")}
    nowhere = {one for one in loose if not any(f"{one}_".startswith(f"test_{room}_") for room in rooms)}
    assert nowhere == set(), "named after no room of the package"


def test_no_test_is_more_of_another() -> None:
    """`test_more_members` says nothing of what is in it."""
    assert [name(path) for path in modules("tests") if path.stem.startswith("test_more")] == []

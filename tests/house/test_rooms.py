"""Each package draws a map of its rooms, floor by floor: it is that of its folders and of the contract that holds them."""

from __future__ import annotations

import pytest

from tests.house.repository import PACKAGES, ROOT
from tests.house.rooms import floors_drawn, floors_held

MAPPED = (*PACKAGES, "features/records")
"""Folders whose rooms stand floor by floor."""

DATA_ONLY = {"experiments", "static", "templates"}


@pytest.mark.parametrize("package", MAPPED)
def test_the_map_of_a_package_is_that_of_its_folders(package: str) -> None:
    here = {
        path.stem for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert set().union(*floors_drawn(package)) == here - {"__init__"} - DATA_ONLY


@pytest.mark.parametrize("package", MAPPED)
def test_the_floors_of_the_map_are_those_of_the_contract(package: str) -> None:
    assert floors_drawn(package) == floors_held(package)

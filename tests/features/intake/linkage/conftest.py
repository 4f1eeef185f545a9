"""A store that knows a drawn county of sixty people since 5 January 2024: made once, and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.records.store import RecordStore
from tests.features.intake.files import deliver, take_in
from tests.features.intake.linkage.county import roster


@pytest.fixture(scope="session")
def county_of_sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sixty")
    store = RecordStore.create(root / "records", buckets=2)
    assert not take_in(deliver(root / "in", "2024-01-05", roster()), store).refused
    return store.path


@pytest.fixture
def county(tmp_path: Path, county_of_sixty: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(county_of_sixty, tmp_path / "records"))

"""A store, and one that knows twenty households already: made once, and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.records.store import RecordStore
from tests.features.intake.files import deliver, rosters, take_in


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RecordStore.create(tmp_path_factory.mktemp("empty") / "records", buckets=2).path


@pytest.fixture(scope="session")
def store_of_twenty(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("twenty")
    shutil.copytree(empty_store, root / "records")
    report = take_in(deliver(root / "rosters", "2024-01-05", rosters()), RecordStore.open(root / "records"))
    assert not report.refused
    assert not report.set_aside
    return root / "records"


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(empty_store, tmp_path / "records"))


@pytest.fixture
def county(tmp_path: Path, store_of_twenty: Path) -> RecordStore:
    """Twenty households of one person each, known since 5 January 2024."""
    return RecordStore.open(shutil.copytree(store_of_twenty, tmp_path / "records"))

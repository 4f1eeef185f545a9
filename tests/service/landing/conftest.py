"""The small county, copied for each story, and keys."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.records.store import RecordStore
from service.keyring import Keyring, load_or_create_keyring
from tests.service.landing.at_work import make_county


@pytest.fixture(scope="session")
def county_at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_county(tmp_path_factory.mktemp("at-work") / "records").path


@pytest.fixture
def store(tmp_path: Path, county_at_work: Path) -> RecordStore:
    return RecordStore.open(shutil.copytree(county_at_work, tmp_path / "records"))


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "keys")

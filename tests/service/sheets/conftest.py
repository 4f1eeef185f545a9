"""Keys of an installation that gives workbooks out, and of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.keyring import Keyring, load_or_create_keyring


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return load_or_create_keyring(tmp_path_factory.mktemp("keys") / "keys")


@pytest.fixture(scope="session")
def other_keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """Another installation's."""
    folder: Path = tmp_path_factory.mktemp("other-keys")
    return load_or_create_keyring(folder / "keys")

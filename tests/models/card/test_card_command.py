"""`fanpin card`, against a real registry."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.card.page import card_files
from models.card.schema import CardError
from models.cli import app
from models.registry import RegistryError, log_and_register
from tests.models.card.drawn_card import drawn_card
from tests.models.small_model import model


@pytest.fixture(scope="module")
def tracking(empty_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry with a version that has a card, one that has none, and one whose card is of another time."""
    uri = f"sqlite:///{shutil.copy(empty_registry, tmp_path_factory.mktemp('mlflow'))}"
    card = json.loads(drawn_card(version="1").dump())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", uri)
        for documents in ({"card": card}, {}, {"card": {**card, "schema_version": 99}}):
            log_and_register(model(), experiment="story", parameters={}, metrics={}, documents=documents, figures={})
    return uri


@pytest.fixture(autouse=True)
def _here(tracking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)


def asked(version: str, out: Path) -> BaseException | None:
    arguments = ["card", version, "--model", "fanpin-story", "--out", str(out)]
    return CliRunner().invoke(app, arguments).exception


def test_the_card_of_a_version_is_written_whole(tmp_path: Path) -> None:
    assert asked("1", tmp_path) is None
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == card_files(
        drawn_card(version="1")
    )


def test_a_version_without_a_card_says_so_and_writes_nothing(tmp_path: Path) -> None:
    error = asked("2", tmp_path / "out")
    assert isinstance(error, RegistryError)
    assert "card.json" in str(error)
    assert not (tmp_path / "out").exists()


def test_a_card_of_another_schema_is_refused(tmp_path: Path) -> None:
    error = asked("3", tmp_path / "out")
    assert isinstance(error, CardError)
    assert "schema_version" in str(error)

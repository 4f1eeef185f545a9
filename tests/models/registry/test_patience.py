"""Where a copy stands in, the registry is not waited for long; what the environment says holds."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from models import DEFAULT_MODEL
from models.registry import RegistryError, be_brief, briefly, champion_or_copy, loading
from models.registry.local_copy import keep
from models.registry.patience import BRIEFLY
from models.risk_model import RiskModel
from tests.models.small_model import simple_model

OWN = dict.fromkeys(BRIEFLY, "7")


@pytest.fixture(autouse=True)
def as_mlflow_is(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever a story sets is taken back after it.
    for name in BRIEFLY:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def said() -> dict[str, str | None]:
    return {name: os.environ.get(name) for name in BRIEFLY}


def test_within_it_is_brief_and_after_it_as_before() -> None:
    with briefly():
        with briefly():
            assert said() == BRIEFLY
        assert said() == BRIEFLY, "somebody else is still asking"
    assert said() == dict.fromkeys(BRIEFLY)


def test_what_the_environment_says_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    with briefly():
        assert said() == OWN
    be_brief()
    assert said() == OWN


def test_a_service_is_brief_for_good() -> None:
    be_brief()
    with briefly():
        assert said() == BRIEFLY
    assert said() == BRIEFLY


def test_a_copy_does_not_wait_for_a_registry_that_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = replace(simple_model(), name=DEFAULT_MODEL)
    asked: list[dict[str, str | None]] = []

    def down(*_: object) -> RiskModel:
        asked.append(said())
        raise RegistryError("down")

    monkeypatch.setattr(loading, "load_version", down)
    keep(model, tmp_path)
    assert champion_or_copy(model.name, copy=tmp_path).notice is not None
    assert asked == [BRIEFLY]
    assert said() == dict.fromkeys(BRIEFLY)

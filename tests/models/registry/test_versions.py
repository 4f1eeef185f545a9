"""Versions, aliases and documents, against a real MLflow on SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import registry
from models.registry import Alias, RegistryError
from tests.models.small_model import model

NAME = "fanpin-story"


@pytest.fixture(scope="module", autouse=True)
def _two_versions(empty_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two versions, each with its report; the first the champion."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{shutil.copy(empty_registry, tmp_path_factory.mktemp('mlflow'))}")
    for number in (1, 2):
        registry.log_and_register(
            model(),
            experiment="story",
            parameters={},
            metrics={},
            documents={"report": {"run": number}},
            figures={},
            texts={"note.txt": f"第{number}次"},
        )
    registry.set_alias(NAME, Alias.CHAMPION, "1")
    yield
    patch.undo()


def test_a_challenger_is_loaded_beside_the_champion() -> None:
    assert registry.load_challenger(NAME) is None
    registry.set_alias(NAME, Alias.CHALLENGER, "2")
    challenger = registry.load_challenger(NAME)
    assert challenger is not None
    assert challenger.version == "2"
    assert registry.load_version(NAME).version == "1"
    registry.set_alias(NAME, Alias.CHALLENGER, "1")
    # The champion does not stand in its own shadow.
    assert registry.load_challenger(NAME) is None
    registry.without_alias(NAME, Alias.CHALLENGER)
    registry.without_alias(NAME, Alias.CHALLENGER)
    assert registry.version_with(NAME, Alias.CHALLENGER) is None


def test_documents_are_read_back_by_version_and_more_can_follow() -> None:
    assert registry.document(NAME, "1", "report") == {"run": 1}
    assert registry.document(NAME, "2", "report") == {"run": 2}
    assert registry.document(NAME, "champion", "report") == {"run": 1}
    assert registry.text(NAME, "2", "note.txt") == "第2次"
    with pytest.raises(RegistryError, match=r"no card\.json of fanpin-story 2 .*Train again"):
        registry.document(NAME, "2", "card")
    registry.log_documents(NAME, "2", {"card": {"version": "2"}}, {"card.zh.html": "<p>卡</p>"})
    assert registry.document(NAME, "2", "card") == {"version": "2"}
    assert registry.text(NAME, "2", "card.zh.html") == "<p>卡</p>"


def test_versions_tell_their_aliases_and_tags() -> None:
    registry.set_tags(NAME, "2", {"promoted_by": "张三"})
    assert [(one.number, one.aliases, dict(one.tags)) for one in registry.versions(NAME)] == [
        ("1", ("champion",), {}),
        ("2", (), {"promoted_by": "张三"}),
    ]
    assert registry.version_of(NAME, "champion").number == "1"
    with pytest.raises(RegistryError, match="version 9 of fanpin-story"):
        registry.set_tags(NAME, "9", {"x": "y"})
    with pytest.raises(RegistryError, match="challenger of fanpin-story can't become version 9"):
        registry.set_alias(NAME, Alias.CHALLENGER, "9")
    assert registry.version_with("nobody", Alias.CHAMPION) is None

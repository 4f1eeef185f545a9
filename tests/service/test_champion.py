"""A promotion or a rollback reaches the running service, whole; whatever is wrong meanwhile is said."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from features.policy.loading import Policy, PolicyError
from models import registry
from models.registry import Alias, RegistryError
from models.registry.local_copy import keep
from models.risk_model import ModelError, RiskModel
from service.champion import FollowedChampion, Source
from service.pages import render
from service.settings import Settings


class Registry:
    """What MLflow would say: a version by the alias, or a failure."""

    def __init__(self, model: RiskModel, copy: Path) -> None:
        self.model, self.copy = model, copy
        self.champion: str | None = "3"
        self.down: str | None = None
        self.broken: Exception | None = None
        self.asked = 0

    def version_with(self, _name: str, alias: Alias) -> str | None:
        assert alias is Alias.CHAMPION
        self.asked += 1
        if self.down:
            raise RegistryError(self.down)
        return self.champion

    def load_version(self, _name: str, _alias: str = "") -> RiskModel:
        number = self.version_with(_name, Alias.CHAMPION)
        if self.broken is not None:
            raise self.broken
        assert number is not None
        return self.model.with_version(number)


@pytest.fixture
def kept(model: RiskModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    held = Registry(model, tmp_path / "model")
    monkeypatch.setattr(registry, "version_with", held.version_with)
    monkeypatch.setattr("models.registry.loading.load_version", held.load_version)
    return held


@pytest.fixture
def followed(kept: Registry) -> FollowedChampion:
    return FollowedChampion(Settings(model_copy=kept.copy))


def told(followed: FollowedChampion) -> tuple[str, Source, str]:
    standing = followed.standing
    assert standing is not None
    return standing.instruments.model.version, standing.source, str(standing.notice or "")


def test_a_promotion_and_a_rollback_are_followed(
    kept: Registry, followed: FollowedChampion, caplog: pytest.LogCaptureFixture
) -> None:
    assert followed.load()
    assert not followed.follow()
    for champion in ("4", "3"):
        kept.champion = champion
        with caplog.at_level(logging.INFO, "fanpin"):
            assert followed.follow()
        assert told(followed) == (champion, Source.REGISTRY, "")
        assert f"version {champion} (registry)" in caplog.text
        assert not followed.follow()


def test_model_and_policy_change_together_or_not_at_all(
    kept: Registry, followed: FollowedChampion, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed.load()
    before = followed.standing
    kept.champion = "4"
    monkeypatch.setattr(Policy, "load", classmethod(lambda *_, **__: (_ for _ in ()).throw(PolicyError("no line"))))
    assert not followed.follow()
    assert before is not None
    assert followed.standing is not None
    assert followed.standing.instruments is before.instruments
    assert "第 4 版，但它不能加载，继续使用第 3 版" in told(followed)[2]


@pytest.mark.parametrize("broken", [ModelError("trained on other features"), RegistryError("its files are not there")])
def test_a_champion_that_cannot_be_loaded_leaves_the_present_one(
    kept: Registry, followed: FollowedChampion, caplog: pytest.LogCaptureFixture, broken: Exception
) -> None:
    followed.load()
    kept.champion, kept.broken = "4", broken
    for _ in range(3):
        assert not followed.follow()
    assert told(followed)[:2] == ("3", Source.REGISTRY)
    assert "第 4 版，但它不能加载，继续使用第 3 版" in told(followed)[2]
    assert str(broken) not in told(followed)[2]
    # Once, not every quarter of a minute.
    assert caplog.text.count(str(broken)) == 1
    kept.broken = None
    assert followed.follow()
    assert told(followed) == ("4", Source.REGISTRY, "")


def test_a_registry_that_is_down_meanwhile_leaves_the_present_one_and_is_told(
    kept: Registry, followed: FollowedChampion, caplog: pytest.LogCaptureFixture
) -> None:
    followed.load()
    kept.down = "no route to 10.0.0.9"
    for _ in range(3):
        assert not followed.follow()
    assert told(followed)[:2] == ("3", Source.REGISTRY)
    assert "继续使用第 3 版" in told(followed)[2]
    assert "10.0.0.9" not in told(followed)[2]
    assert caplog.text.count("10.0.0.9") == 1
    kept.down = None
    assert not followed.follow()
    assert told(followed) == ("3", Source.REGISTRY, "")


@pytest.mark.parametrize("copied", ["2", "3"])
def test_started_from_the_copy_it_goes_over_to_the_registry_when_that_is_back(
    kept: Registry, followed: FollowedChampion, model: RiskModel, copied: str
) -> None:
    keep(model.with_version(copied), kept.copy)
    kept.down = "down"
    assert followed.load()
    assert told(followed)[:2] == (copied, Source.COPY)
    assert not followed.follow()
    assert f"第 {copied} 版的本地副本" in told(followed)[2]
    kept.down = None
    assert followed.follow()
    assert told(followed) == ("3", Source.REGISTRY, "")


def test_an_alias_that_is_gone_leaves_the_present_one(kept: Registry, followed: FollowedChampion) -> None:
    followed.load()
    kept.champion = None
    assert not followed.follow()
    assert "没有现用模型，继续使用第 3 版" in told(followed)[2]


def test_a_given_model_is_followed_by_nobody(kept: Registry, model: RiskModel) -> None:
    followed = FollowedChampion(Settings(), model)
    assert followed.load()
    assert not followed.follow()
    assert told(followed) == ("3", Source.GIVEN, "")
    assert kept.asked == 0


def test_what_is_not_as_it_should_be_stands_in_every_answer_about_the_model(
    kept: Registry, service_of: Callable[..., TestClient]
) -> None:
    with service_of(None) as service:
        held: Any = service.app.state.resources  # type: ignore[attr-defined]
        days = held.scored_days
        kept.champion = "4"
        assert held.champion.follow()
        held._taken_over()
        assert held.scored_days is not days
        assert service.get("/v1/model").json()["version"] == "4"
        assert (service.get("/v1/model").json()["source"], service.get("/v1/model").json()["notices"]) == (
            "registry",
            [],
        )
        kept.down = "no route"
        held.champion.follow()
        [notice] = service.get("/v1/model").json()["notices"]
        assert service.get("/readyz").json()["notices"] == [f"{notice['zh']} | {notice['en']}"]
        # On every page of the office; a page for strangers has no footer.
        scope = {
            "type": "http",
            "app": service.app,
            "method": "GET",
            "path": "/lists",
            "headers": [],
            "query_string": b"",
        }
        assert f"<p>{notice['zh']}。</p>" in bytes(render(Request(scope), "base.html", {}).body).decode()


def test_the_running_service_looks_by_itself(
    kept: Registry, service_of: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = threading.Event()
    monkeypatch.setattr("service.resources.SECONDS_BETWEEN_LOOKS", 0.001)
    monkeypatch.setattr("service.resources.Resources._prepare", lambda *_: None)
    with service_of(None) as service:
        held: Any = service.app.state.resources  # type: ignore[attr-defined]
        monkeypatch.setattr(held, "_taken_over", moved.set)
        kept.champion = "4"
        assert moved.wait(60)
        assert service.get("/v1/model").json()["version"] == "4"


def test_a_failure_that_nobody_foresaw_does_not_end_the_looking(
    kept: Registry,
    service_of: Callable[..., TestClient],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One error that is none of ours ended the thread, and no later promotion or rollback reached the office."""
    looked = threading.Semaphore(0)
    monkeypatch.setattr("service.resources.SECONDS_BETWEEN_LOOKS", 0.001)
    monkeypatch.setattr("service.resources.Resources._prepare", lambda *_: None)
    with service_of(None) as service:
        held: Any = service.app.state.resources  # type: ignore[attr-defined]

        def fail() -> bool:
            looked.release()
            raise ZeroDivisionError("Zhang San")

        monkeypatch.setattr(held.champion, "follow", fail)
        assert all(looked.acquire(timeout=60) for _ in range(2))
    assert "ZeroDivisionError in " in caplog.text
    assert "Zhang San" not in caplog.text

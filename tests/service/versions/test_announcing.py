"""That another version of the model answers is told once, whichever of several workers sees it first."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from features.bilingual import Bilingual
from features.policy.loading import Policy
from models.risk_model import RiskModel
from service.champion import Instruments, Source, Standing
from service.jurisdiction import EVERYWHERE
from service.store import Database
from service.store.repositories.outbox import events_after
from service.versions.announcing import tell_champion

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


@pytest.fixture
def standing(model: RiskModel, policy: Policy) -> Standing:
    return Standing(Instruments(replace(model, version="3"), policy), Source.REGISTRY)


def of_version(standing: Standing, version: str) -> Standing:
    used = standing.instruments
    return replace(standing, instruments=replace(used, model=replace(used.model, version=version)))


def told(database: Database) -> list[tuple[str | None, str]]:
    with database.reading(EVERYWHERE, NOW) as work:
        return [
            (event.data["from"], event.data["to"])
            for event in events_after(work, 0, 100)
            if event.kind == "model.changed"
        ]


def test_each_version_is_told_once_and_a_rollback_as_well(database: Database, standing: Standing) -> None:
    for version in ("3", "3", "4", "4", "3"):
        tell_champion(database, of_version(standing, version), NOW)
    assert told(database) == [(None, "3"), ("3", "4"), ("4", "3")]


def test_many_workers_tell_it_once(database: Database, standing: Standing) -> None:
    with ThreadPoolExecutor(8) as workers:
        written = list(workers.map(lambda _: tell_champion(database, standing, NOW), range(16)))
    assert written.count(True) == 1
    assert told(database) == [(None, "3")]


def test_a_copy_that_stands_in_tells_nothing(database: Database, standing: Standing) -> None:
    in_its_place = replace(of_version(standing, "2"), source=Source.COPY, notice=Bilingual("副本", "a copy"))
    assert not tell_champion(database, in_its_place, NOW)
    assert not tell_champion(database, replace(standing, notice=Bilingual("读不出", "unreadable")), NOW)
    assert not tell_champion(database, None, NOW)
    assert told(database) == []

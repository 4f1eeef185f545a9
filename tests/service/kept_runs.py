"""Runs of the small county, kept as `fanpin score` keeps them."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import RiskModel
from models.runs import Run, make_run
from service.place_names import Names
from service.routes.doing import now
from service.runs import taking_up
from service.runs.taking_up import take_up
from service.store import Database
from tests.service.people import copied

BEFORE, DAY = dt.date(2024, 5, 31), dt.date(2024, 6, 30)


@dataclass(frozen=True)
class KeptRuns:
    """A store of its own with two runs, since lists follow the runs that are kept beside the records.

    Attributes:
        taken_up: a database that has both, to be copied: putting everybody's answer into words takes a second.
    """

    store: RecordStore
    model: RiskModel
    before: Run
    run: Run
    taken_up: Path | None = None


@pytest.fixture(scope="session")
def kept(
    store: RecordStore,
    model: RiskModel,
    policy: Policy,
    empty_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> KeptRuns:
    folder = tmp_path_factory.mktemp("kept-runs")
    own = RecordStore.open(shutil.copytree(store.path, folder / "records"))
    before, run = (make_run(model, own, policy, day) for day in (BEFORE, DAY))
    database = Database(copied(empty_sqlite, folder))
    for each in (before, run):
        take_up(database, own, each, now)
    database.close()
    return KeptRuns(own, model, before, run, folder / "service.db")


@pytest.fixture(scope="session")
def words(kept: KeptRuns) -> dict[Any, Any]:
    """What was put into words of the kept runs."""
    return {}


@pytest.fixture
def in_words_once(kept: KeptRuns, words: dict[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's answers of these two runs are put into words once: database after database is given the same rows."""
    rows_of = taking_up._rows

    def kept_rows(run: Run, part: pl.DataFrame, names: Names) -> Any:
        if run is not kept.run and run is not kept.before:
            return rows_of(run, part, names)
        said = (run.id, tuple(part["household_id"]))
        if said not in words:
            words[said] = rows_of(run, part, names)
        return words[said]

    monkeypatch.setattr(taking_up, "_rows", kept_rows)

"""Runs of the small county, kept as `fanpin score` keeps them."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass

import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import RiskModel
from models.runs import Run, make_run

BEFORE, DAY = dt.date(2024, 5, 31), dt.date(2024, 6, 30)


@dataclass(frozen=True)
class KeptRuns:
    """A store of its own with two runs, since lists follow the runs that are kept beside the records."""

    store: RecordStore
    model: RiskModel
    before: Run
    run: Run


@pytest.fixture(scope="session")
def kept(store: RecordStore, model: RiskModel, policy: Policy, tmp_path_factory: pytest.TempPathFactory) -> KeptRuns:
    folder = tmp_path_factory.mktemp("kept-runs") / "records"
    shutil.copytree(store.path, folder)
    own = RecordStore.open(folder)
    before, run = (make_run(model, own, policy, day) for day in (BEFORE, DAY))
    return KeptRuns(own, model, before, run)

"""The runs of two days over a copy of the shared county's records, for tests of what is made of them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.provenance.storage import FOLDER
from models.risk_model import RiskModel
from models.runs import Run, make_run
from tests.conftest import County


def runs_of_two_days(
    county: County, folder: Path, model: RiskModel, policy: Policy, days: tuple[dt.date, dt.date]
) -> tuple[RecordStore, Run, Run]:
    """The records in a folder of their own, with no runs but these, the earlier first."""
    shutil.copytree(county.store.path, folder, ignore=shutil.ignore_patterns(FOLDER))
    store = RecordStore.open(folder)
    before, after = (make_run(model, store, policy, day) for day in days)
    return store, before, after

"""Killed in turn while it is asked, the service loses nothing that it accepted and doubles nothing: some seconds of `make chaos`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.chaos.rehearsal import Rehearsal
from benchmarks.postgres import Postgres
from models.registry.local_copy import keep
from tests.service.kept_runs import DAY, KeptRuns
from tests.service.office import COUNTY
from tests.service.postgres import enterable

SECONDS, BETWEEN = 4.0, (0.8, 1.2)
NO_REGISTRY = {"MLFLOW_TRACKING_URI": "http://127.0.0.1:1", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0"}


@pytest.fixture
def folder() -> Iterator[Path]:
    with enterable("fanpin-chaos-") as place:
        yield place


def test_whatever_is_killed_nothing_accepted_is_lost_or_doubled(kept: KeptRuns, folder: Path) -> None:
    shutil.copytree(kept.store.path, folder / "records")
    keep(kept.model, folder / "model")
    rehearsal = Rehearsal(
        folder,
        folder / "records",
        folder / "model",
        county=COUNTY,
        days=[DAY],
        postgres=Postgres(folder / "postgres", ["fsync=off"]),
        environment=NO_REGISTRY,
        kinds=("worker", "database"),
    )
    ledger, faults = rehearsal.run(SECONDS, BETWEEN)
    assert faults == []
    assert min(rehearsal.kills[name] for name in ("worker", "database")) >= 1
    assert min(len(ledger.reports), len(ledger.moves), len(ledger.lists)) >= 1

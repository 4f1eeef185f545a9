"""A retraining that is stopped at any stage and called again ends with the same model as one that is not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.registry import Alias, versions
from models.risk_model import RiskModel
from tests.conftest import County
from training.retraining.retrain import FOLDER, Retrained, retrain
from training.settings import Experiment

ROOT = Path(__file__).parents[3]


class StopHere(BaseException):
    """As a kill: nobody catches it."""


@pytest.fixture
def office(county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county of its own, with no model yet."""
    shutil.copytree(county.folder / "records", tmp_path / "records", ignore=shutil.ignore_patterns(FOLDER, "shadow"))
    shutil.copy(county.folder / "experiment.yaml", tmp_path)
    own = County(tmp_path)
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    return own


def gone_through(office: County, stop_at: str | None = None) -> tuple[list[tuple[str, bool]], Retrained | None]:
    """The steps that were heard of, and what came of it; `stop_at` stops as that step begins."""
    heard: list[tuple[str, bool]] = []

    def said(name: str, found: bool) -> None:
        if not found and name == stop_at:
            raise StopHere
        heard.append((name, found))

    store, experiment = RecordStore.open(office.folder / "records"), Experiment.load(office.folder / "experiment.yaml")
    day = store.known_days()
    assert day is not None
    try:
        return heard, retrain(store, experiment, Policy.load(), day[1], said=said)
    except StopHere:
        return heard, None


def model_files(model: RiskModel, folder: Path) -> dict[str, bytes]:
    model.with_version("any").save(folder)
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_stopped_at_every_stage_it_ends_with_the_same_model(office: County, tmp_path: Path) -> None:
    steps, whole = gone_through(office)
    assert whole is not None
    assert not any(found for _name, found in steps)
    expected = model_files(whole.version, tmp_path / "whole")
    stages = [name for name, _found in steps]
    assert {"leak-proof", "cohort", "matrix", "model"} <= set(stages)
    # Its version would be found by its key: this office has to register its own.
    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{tmp_path / 'other.db'}"
    for name in stages:
        heard, stopped = gone_through(office, stop_at=name)
        assert stopped is None
        # The step at which the call before was stopped is made now; what lies before it is found.
        assert all(found for _name, found in heard[:-1]), "what was done was done again"
    heard, finished = gone_through(office)
    assert finished is not None
    assert heard == [*((name, True) for name in stages[:-1]), (stages[-1], False)]
    assert model_files(finished.version, tmp_path / "again") == expected
    assert [one.aliases for one in versions("fanpin-entry")] == [(Alias.CHALLENGER.value,)]
    # Rows of households do not stay behind.
    assert [path.name for path in (office.folder / "records" / FOLDER).iterdir()] == ["lock"]


def test_a_killed_process_is_gone_on_with_and_registers_once(office: County) -> None:
    command = [sys.executable, "-W", "ignore", str(ROOT / "fanpin.py"), "retrain"]
    command += ["--experiment", str(office.folder / "experiment.yaml")]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "200", **office.environment}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=office.folder, env=environment
    ) as first:
        assert first.stdout is not None
        for line in first.stdout:
            if "window" in line:
                first.send_signal(signal.SIGKILL)
                break
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=office.folder, env=environment)
    assert done.returncode == 0, done.stderr
    assert "已有 found  matrix" in done.stdout
    assert "fanpin promote 1" in done.stdout
    assert len(versions("fanpin-entry")) == 1

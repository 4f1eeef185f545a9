"""A retraining that is stopped at any stage and called again ends with the same model as one that is not."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.registry import Alias, load_version, versions
from models.risk_model import RiskModel
from tests.conftest import EXPERIMENT, County
from training.retraining.retrain import FOLDER, Retrained, retrain
from training.settings import Experiment

ROOT = Path(__file__).parents[3]


FEW = ("self_paid_12m", "income_to_line", "people_severely_disabled", "people_with_labour", "disabled_without_card")


class StopHere(BaseException):
    """As a kill: nobody catches it."""


@pytest.fixture
def office(county: County, empty_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county of its own, with no model yet."""
    shutil.copy(empty_registry, tmp_path / "mlflow.db")
    shutil.copytree(county.folder / "records", tmp_path / "records", ignore=shutil.ignore_patterns(FOLDER, "shadow"))
    shutil.copy(county.folder / "experiment.yaml", tmp_path)
    own = County(tmp_path)
    for name, value in own.environment.items():
        monkeypatch.setenv(name, value)
    return own


def gone_through(office: County, steps_made: int) -> tuple[list[tuple[str, bool]], Retrained | None]:
    """The steps that were heard of, and what came of it; stopped as a step begins once so many have been made anew."""
    heard: list[tuple[str, bool]] = []

    def said(name: str, found: bool) -> None:
        if not found and sum(not earlier for _name, earlier in heard) == steps_made:
            raise StopHere
        heard.append((name, found))

    store, experiment = RecordStore.open(office.folder / "records"), Experiment.load(office.folder / "experiment.yaml")
    day = store.known_days()
    assert day is not None
    try:
        return heard, retrain(store, experiment, Policy.load(), day[1], on_step=said)
    except StopHere:
        return heard, None


def model_files(model: RiskModel, folder: Path) -> dict[str, bytes]:
    model.with_version("any").save(folder)
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def in_one_go(county: County) -> RiskModel:
    """What the same experiment made of the same records before, without a stop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
        return load_version("fanpin-entry", "1")


def test_stopped_at_every_stage_it_ends_with_the_same_model(
    county: County, in_one_go: RiskModel, office: County, tmp_path: Path
) -> None:
    heard, finished = gone_through(office, steps_made=0)
    assert heard == []
    stages: list[str] = []
    while finished is None:
        heard, finished = gone_through(office, steps_made=1)
        # What lies before is found; the step at which the call before was stopped is made now.
        assert heard[:-1] == [(name, True) for name in stages], "what was done was done again"
        assert not heard[-1][1]
        stages.append(heard[-1][0])
    assert {"leak-proof", "cohort", "matrix", "model"} <= set(stages)
    assert model_files(finished.version, tmp_path / "again") == model_files(in_one_go, tmp_path / "in-one-go")
    written = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    of_the_model = finished.report["lists"]["methods"]["model"]
    assert of_the_model == written["lists"]["methods"]["model"]
    assert [one.aliases for one in versions("fanpin-entry")] == [(Alias.CHALLENGER.value,)]
    # Rows of households do not stay behind.
    assert [path.name for path in (office.folder / "records" / FOLDER).iterdir()] == ["lock"]


def test_a_killed_process_is_gone_on_with_and_registers_once(office: County) -> None:
    quick = EXPERIMENT.replace("rounds: 40", "rounds: 8").replace("bags: 2", "bags: 1").replace(", triggers", "")
    assert quick.count("rounds: 8") == quick.count("bags: 1") == quick.count("[income]") == 1
    # A kill does not ask how much is known of a household: few features are proved, learned from and explained sooner.
    quick += f"features: [{', '.join(FEW)}]\n"
    (office.folder / "experiment.yaml").write_text(quick, encoding="utf-8")
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
    assert "fanpin card 1" in done.stdout
    assert len(versions("fanpin-entry")) == 1

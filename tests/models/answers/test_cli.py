"""`fanpin explain --out` and `fanpin replay`: what an office wrote down is made again at the same door."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from features.records.store import RecordStore
from models.provenance.storage import FOLDER, MODELS
from models.registry import load_version
from models.runs import find_run
from tests.conftest import County
from tests.journeys.front_door import called

AS_OF = "2023-12-31"


@pytest.fixture(scope="module")
def office(county: County, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder of its own with the county's records, and what the command line reads; one run is kept."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(county.folder / "records", folder / "records", ignore=shutil.ignore_patterns(FOLDER))
    environment = {**county.environment, "FANPIN_DATA": str(folder / "records")}
    status, printed = called(folder, environment, "score", "--as-of", AS_OF, "--no-shadow")
    assert status == 0, printed
    return folder, environment


def household_of(office: tuple[Path, dict[str, str]]) -> str:
    run = find_run(RecordStore.open(office[0] / "records"), "fanpin-entry")
    return str(run.listed["household_id"][0])


@pytest.fixture(scope="module")
def answer(office: tuple[Path, dict[str, str]]) -> Path:
    folder, environment = office
    file = folder / "answer.json"
    status, printed = called(folder, environment, "explain", household_of(office), "--as-of", AS_OF, "--out", str(file))
    assert status == 0, printed
    made_from = json.loads(file.read_text(encoding="utf-8"))["made_from"]
    for named in ("model_digest", "calibrator_digest", "feature_fingerprint", "policy_version", "code_digest", "seed"):
        assert f"{made_from[named]}" in printed
    assert f"illness {made_from['data_versions']['illness']}" in printed
    assert file.stat().st_mode & 0o077 == 0
    return file


def spoilt(answer: Path, **changes: Any) -> str:
    """The same file with other fields."""
    other = answer.with_name("spoilt.json")
    other.write_text(json.dumps({**json.loads(answer.read_text(encoding="utf-8")), **changes}), encoding="utf-8")
    return other.name


def test_a_file_of_the_command_line_replays(office: tuple[Path, dict[str, str]], answer: Path) -> None:
    status, printed = called(*office, "replay", str(answer))
    assert status == 0, printed
    assert "逐位一致 | the answer about household" in printed


def test_a_changed_digit_is_named_with_status_1(office: tuple[Path, dict[str, str]], answer: Path) -> None:
    raw = json.loads(answer.read_text(encoding="utf-8"))["raw_score"]
    status, printed = called(*office, "replay", spoilt(answer, raw_score=raw + 1e-12))
    assert status == 1
    assert f"raw_score {raw + 1e-12!r} → {raw!r}" in printed


def test_the_registry_s_model_stands_in_where_none_is_kept_and_is_checked(
    office: tuple[Path, dict[str, str]], answer: Path, tmp_path: Path
) -> None:
    folder, environment = office
    records = tmp_path / "records"
    shutil.copytree(folder / "records", records)
    shutil.rmtree(records / FOLDER / MODELS)
    elsewhere = {**environment, "FANPIN_DATA": str(records)}
    status, printed = called(folder, elsewhere, "replay", str(answer))
    assert status == 0, printed
    alone = {**elsewhere, "MLFLOW_TRACKING_URI": f"sqlite:///{tmp_path / 'none.db'}"}
    assert called(folder, alone, "replay", str(answer))[0] == 0
    status, printed = called(folder, {**alone, "FANPIN_MODEL_COPY": str(tmp_path / "model")}, "replay", str(answer))
    assert status == 2
    assert "the model of then is gone" in printed


def test_one_household_of_a_run_replays_whether_it_has_a_score_or_not(office: tuple[Path, dict[str, str]]) -> None:
    status, printed = called(*office, "replay", f"last/{household_of(office)}")
    assert status == 0, printed
    assert "score and reasons the same bit for bit" in printed
    run = find_run(RecordStore.open(office[0] / "records"), "fanpin-entry")
    status, printed = called(*office, "replay", f"{AS_OF}/{run.state.standing['household_id'][0]}")
    assert status == 0, printed
    assert "why it has no score the same bit for bit" in printed
    status, printed = called(*office, "replay", "last/nobody")
    assert status == 2
    assert "knows no household nobody" in printed


def test_a_swapped_model_shows_in_one_household_of_a_run(
    office: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def swapped(*_: Any) -> Any:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", office[1]["MLFLOW_TRACKING_URI"])
        model = load_version("fanpin-entry", "1")
        numbers = {name: [1.01 * value for value in values] for name, values in model.calibrator.numbers.items()}
        return replace(model, calibrator=replace(model.calibrator, numbers=numbers))

    monkeypatch.setattr("models.runs.households.model_of", swapped)
    status, printed = called(*office, "replay", f"last/{household_of(office)}")
    assert status == 1
    assert "scores: probability" in printed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("replay", "absent.json"), "absent.json can't be read"),
        (("replay", "last", "--document", "sent.json"), "--document goes with a file"),
        (("replay", "nothing-like-it"), "there is no run nothing-like-it"),
        (("explain", "H", "--lineage", "self_paid_12m", "--out", "x.json"), "leave out --lineage"),
        (("explain", "H", "--out", "records"), "is a folder"),
    ],
)
def test_what_cannot_be_is_told_before_the_work(
    arguments: tuple[str, ...], says: str, office: tuple[Path, dict[str, str]]
) -> None:
    status, printed = called(*office, *arguments)
    assert status == 2
    assert says in printed

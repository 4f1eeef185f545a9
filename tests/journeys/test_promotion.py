"""From a trained version to the one that scores and back, by the command line alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

import fanpin
from features.policy.loading import Policy
from features.records.store import RecordStore
from models import registry
from models.calibrate import CalibrationKind, Calibrator
from models.card.verdicts import Verdict
from models.reasons import in_words
from models.registry import Alias
from models.registry.local_copy import kept
from models.risk_model import RiskModel
from models.score import score
from tests.conftest import County
from tests.models.card.drawn_card import drawn_card, group_verdict
from tests.training.drawn_predictions import drawn_predictions
from training.promotion import gathering
from training.promotion.storage import keep_predictions

AS_OF = "2023-12-31"
NAMED = ("--approver", "张三", "--reason", "季度更新")


@pytest.fixture(scope="module")
def office(county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of its own with the county's records and a registry of two versions, each with its card.

    The second has another calibrator; of its card one group is told with too little evidence.
    """
    fanpin._mount()
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(county.folder / "records", folder / "records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{county.folder / 'mlflow.db'}")
        trained = registry.load_version("fanpin-entry", "1")
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
        patch.setenv("FANPIN_DATA", str(folder / "records"))
        patch.setenv("FANPIN_MODEL_COPY", str(folder / "model"))
        patch.chdir(folder)
        plain = Calibrator(CalibrationKind.BETA, {"a": [1.0], "b": [0.0], "c": [-1.0]})
        unknown = group_verdict("relocated", "yes", verdict=Verdict.INSUFFICIENT)
        for model, verdicts in ((trained, ()), (replace(trained, calibrator=plain), (unknown,))):
            _register(model, (group_verdict(), *verdicts), RecordStore.open(folder / "records"))
        yield folder


def _register(model: RiskModel, verdicts: tuple, store: RecordStore) -> None:
    registered, _run = registry.log_and_register(
        model, experiment="office", parameters={}, metrics={}, documents={}, figures={}
    )
    card = drawn_card(verdicts=verdicts, fingerprint=registered.fingerprint, version=registered.version)
    registry.log_documents(registered.name, registered.version, {"card": json.loads(card.dump())})
    keep_predictions(store, registered.name, registered.version, drawn_predictions(households=800, base_rate=0.05))


def run(*arguments: str, expect: int = 0) -> str:
    """What the command prints, in one line."""
    done = CliRunner().invoke(fanpin.app, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == expect, done.output
    return " ".join(done.output.split())


def copied(office: Path) -> str | None:
    """The version that would stand in for the registry."""
    found = kept("fanpin-entry", office / "model")
    return found.model.version if found else None


def test_an_office_goes_to_a_new_model_and_back(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What 25 households show of the version that is promoted first, a few show wherever else the gate is asked.
    whole = gathering.lines_of
    monkeypatch.setattr(gathering, "lines_of", lambda *of: replace(whole(*of), parity_households=3))
    refused = run("promote", "1", expect=1)
    assert "未上线：fanpin-entry 第 1 版" in refused
    assert "can't be overridden: person" in refused
    # Asked only, nobody need be named; nothing moves.
    assert "通过 passed" in run("promote", "1", "--check")
    assert registry.version_with("fanpin-entry", Alias.CHAMPION) is None
    with monkeypatch.context() as by_policy:
        by_policy.setattr(gathering, "lines_of", whole)
        first = run("promote", "1", *NAMED)
    assert "25 households drawn as of" in first
    assert "0 differences" in first
    assert "fanpin-entry 1 is the champion now (before: none)" in first
    assert copied(office) == "1"

    registry.set_alias("fanpin-entry", Alias.CHALLENGER, "2")
    assert "challenger 2 scored in the shadow" in run("score", "--as-of", AS_OF, "--out", "first.parquet")
    issued = (office / "first.parquet").read_bytes()
    assert pl.read_parquet("first.parquet")["model_version"].unique().to_list() == ["1"]
    beside = run("shadow")
    # Another calibrator leaves the order as it was.
    assert "on both lists" in beside
    assert "100%" in beside
    assert "challenger 2" in beside

    refused = run("promote", "challenger", *NAMED, "--check", expect=1)
    assert "--accept relocated" in refused
    assert "name each; the audit keeps it: --accept relocated" in refused
    assert registry.version_with("fanpin-entry", Alias.CHAMPION) == "1"
    moved = run("promote", "challenger", *NAMED, "--accept", "relocated")
    assert "fanpin-entry 2 is the champion now (before: 1)" in moved
    assert "3 households drawn as of" in moved
    assert "0.000 (0.000, 0.000)" in moved
    assert registry.load_challenger() is None
    assert copied(office) == "2"
    # What was issued is as it was, and what the version before issued can be made again to the last bit.
    assert (office / "first.parquet").read_bytes() == issued
    of_one = pl.read_parquet("first.parquet")
    again = score(
        registry.load_version("fanpin-entry", "1"), RecordStore.open("records"), Policy.load(), of_one["as_of"][0]
    )
    assert_frame_equal(in_words(again.households), of_one, rel_tol=0, abs_tol=0)

    assert "fanpin-entry 1 is the champion now (before: 2)" in run("rollback", *NAMED)
    assert copied(office) == "1"
    assert (office / "first.parquet").read_bytes() == issued
    told = run("promotions")
    assert "张三" in told
    assert "回退已办" in told
    assert "agrees with the registry" in told
    registry.set_alias("fanpin-entry", Alias.CHAMPION, "2")
    assert "past the gate" in run("promotions", expect=1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("promote", "9", *NAMED), "no model fanpin-entry (9)"),
        (("promote", "1", *NAMED, "--despite", "leak"), "or one that can't be overridden"),
        (("promote", "1", *NAMED, "--despite", "everything"), "no such check"),
        (("rollback", "--model", "nobody", *NAMED), "no champion before this one"),
    ],
)
def test_what_can_not_be_done_is_a_sentence(office: Path, arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(fanpin.app, list(arguments))
    assert told in str(done.exception)

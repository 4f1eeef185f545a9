"""A model is told from others by what it scores and by its calibrator apart; what is kept is that, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from features.policy.loading import Policy, PolicyError
from models.provenance import Provenance, keep_model, keep_policy, kept_model, kept_policy_of
from models.provenance.storage import FOLDER, MODELS, POLICIES
from models.risk_model import ModelError, RiskModel
from tests.models.small_model import model, simple_model

POLICY = Policy.load()
SMALL = model()


def of(used: RiskModel) -> Provenance:
    return Provenance.of(used, POLICY, dt.date(2024, 6, 30), {"households": 3})


def calibrated(used: RiskModel) -> RiskModel:
    return replace(used, calibrator=replace(used.calibrator, numbers={**used.calibrator.numbers, "c": [-0.4]}))


@pytest.mark.parametrize("used", [SMALL, simple_model()], ids=["trees", "sum"])
def test_a_model_that_was_saved_and_read_has_the_same_digests(used: RiskModel, tmp_path: Path) -> None:
    used.save(tmp_path)
    again = RiskModel.load(tmp_path).with_version("9")
    assert (again.digest, again.calibrator_digest) == (used.digest, used.calibrator_digest)


@pytest.mark.parametrize(
    "other",
    [
        simple_model(),
        replace(SMALL, horizon_months=12),
        replace(SMALL, fingerprint="another"),
        replace(SMALL, facts={"described_within_months": 12}),
    ],
)
def test_whatever_decides_a_score_is_in_the_digest(other: RiskModel) -> None:
    assert other.digest != SMALL.digest


def test_a_recalibrated_model_is_the_same_scorer_with_another_calibrator() -> None:
    other = calibrated(SMALL)
    assert other.digest == SMALL.digest
    assert other.calibrator_digest != SMALL.calibrator_digest


def test_how_a_model_was_made_is_not_what_it_is() -> None:
    assert replace(SMALL, facts={**SMALL.facts, "parts": "others"}, version="8").digest == SMALL.digest


def test_a_kept_model_is_the_one_that_scored_or_none(tmp_path: Path) -> None:
    assert kept_model(tmp_path, of(SMALL)) is None
    keep_model(tmp_path, SMALL)
    keep_model(tmp_path, calibrated(SMALL))
    assert len(list((tmp_path / FOLDER / MODELS).iterdir())) == 2
    again = kept_model(tmp_path, of(SMALL.with_version("7")))
    assert again is not None
    assert again.version == "7"
    assert again.calibrator == SMALL.calibrator
    calibrated(SMALL).save(tmp_path / FOLDER / MODELS / of(SMALL).kept_as)
    with pytest.raises(ModelError, match="is not the one that scored"):
        kept_model(tmp_path, of(SMALL))


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(tmp_path: Path) -> None:
    for folder in (MODELS, POLICIES):
        (tmp_path / FOLDER / folder).mkdir(parents=True)
    SMALL.save(tmp_path / "elsewhere-x")
    assert kept_model(tmp_path, replace(of(SMALL), model_digest="../../elsewhere", calibrator_digest="x")) is None
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    assert kept_policy_of(tmp_path, "../../outside") is None


def test_a_kept_policy_is_whole_or_damaged_never_another(tmp_path: Path) -> None:
    keep_policy(tmp_path, POLICY)
    keep_policy(tmp_path, POLICY)
    again = kept_policy_of(tmp_path, POLICY.version)
    assert again is not None
    assert (again.version, again.values) == (POLICY.version, POLICY.values)
    assert kept_policy_of(tmp_path, "another") is None
    file = tmp_path / FOLDER / POLICIES / f"{POLICY.version}.json"
    for damage in (file.read_text(encoding="utf-8")[:-20], file.read_text(encoding="utf-8").replace("0", "1", 1)):
        file.write_text(damage, encoding="utf-8")
        with pytest.raises(PolicyError, match="are damaged"):
            kept_policy_of(tmp_path, POLICY.version)

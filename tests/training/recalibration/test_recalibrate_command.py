"""`fanpin recalibrate` from the store to the registry, on the small county."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from features.policy.loading import Policy
from models.card.schema import Card
from models.registry import (
    Alias,
    document,
    load_version,
    log_and_register,
    log_documents,
    set_alias,
    text,
    version_with,
    versions,
)
from models.risk_model import ModelError, RiskModel
from tests.conftest import County
from tests.models.card.drawn_card import drawn_card
from training.cli import app
from training.plan.dates import add_months
from training.predictions import IDENTITY, score_column
from training.recalibration.recent import MOST_DATES, experiment_of, last_seen, recent_predictions

NAME = "fanpin-story-of-recalibration"
SEEN = "2023-01-31"


@dataclass(frozen=True)
class Place:
    """A registry of its own, with one version whose calibrator saw nothing after January 2023."""

    folder: Path
    model: RiskModel

    @property
    def county(self) -> Path:
        """The folder of a county that asks for fewer outcomes than a small county has."""
        return self.folder / "county"


@pytest.fixture(scope="module")
def place(county: County, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("recalibration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
        trained = load_version("fanpin-entry", "1")
        earlier = replace(
            trained, name=NAME, facts={**trained.facts, "calibration": {**trained.facts["calibration"], "last": SEEN}}
        )
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
        model, _ = log_and_register(
            earlier, experiment="story", parameters={}, metrics={}, documents={"report": {"rows": 1}}, figures={}
        )
        set_alias(NAME, Alias.CHAMPION, model.version)
        log_documents(NAME, model.version, {}, {"card.json": drawn_card().dump()})
    (folder / "county" / "policy").mkdir(parents=True)
    (folder / "county" / "policy" / "own.yaml").write_text(
        "recalibration_least_households:\n  steps:\n"
        '    - {from: 2000-01-01, value: 3, source: "A story", status: example}\n',
        encoding="utf-8",
    )
    return Place(folder, model)


@pytest.fixture(autouse=True)
def _here(county: County, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANPIN_DATA", county.environment["FANPIN_DATA"])
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{place.folder / 'mlflow.db'}")


def recalibrate(*options: str) -> Result:
    return CliRunner().invoke(app, ["recalibrate", "--model", NAME, *options])


def test_too_few_outcomes_are_refused_and_nothing_is_registered() -> None:
    ended = recalibrate()
    assert ended.exit_code != 0
    assert "recalibration needs 30" in str(ended.exception)
    assert len(versions(NAME)) == 1


def test_only_the_calibrator_changes(place: Place, county: County, tmp_path: Path) -> None:
    ended = recalibrate("--county", str(place.county), "--report", str(tmp_path / "told.json"))
    assert ended.exit_code == 0, ended.output
    made, base = load_version(NAME, "challenger"), load_version(NAME, "1")
    assert version_with(NAME, Alias.CHAMPION) == "1"
    assert made.version == "2"

    for model in (base, made):
        model.save(tmp_path / model.version)
    files = {
        number: {file.name: file.read_bytes() for file in (tmp_path / number).rglob("*") if file.is_file()}
        for number in ("1", "2")
    }
    assert files["1"].keys() == files["2"].keys()
    assert [name for name in files["1"] if files["1"][name] != files["2"][name]] == ["model.json"]
    assert made.features == base.features
    assert made.calibrator != base.calibrator
    assert base.calibrator == place.model.calibrator

    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    newest = newest_of(base, county)
    assert told["calibration"]["first"] == str(newest["as_of"].min()) > SEEN
    assert told["calibration"]["last"] == str(newest["as_of"].max()) == str(last_seen(made))
    assert told["calibration"]["positives"] == newest["label"].sum()
    assert told["before"]["expected"] == pytest.approx(newest["probability"].sum())
    assert made.probability(newest[score_column("model")].to_numpy()).sum() == pytest.approx(
        newest["label"].sum(), rel=0.02
    )
    assert made.facts["recalibrated"]["from_version"] == "1"
    assert "新校准" in ended.output
    assert "fanpin promote 2" in ended.output.replace("\n", " ")


def test_the_new_version_carries_the_card_along_with_its_own_calibration() -> None:
    old, new = (Card.load(text(NAME, number, "card.json")) for number in ("1", "2"))
    assert (new.model.version, new.quality) == ("2", old.quality)
    assert "重新校准" in new.calibration.why.zh
    assert "重新校准" in text(NAME, "2", "card.zh.html")
    assert document(NAME, "2", "report") == {"rows": 1}
    assert document(NAME, "2", "recalibration")["from_version"] == "1"


def test_what_was_learned_from_already_is_not_used_again() -> None:
    """The new version has seen everything that has come of age."""
    ended = recalibrate("--version", "2")
    assert ended.exit_code != 0
    assert "no outcome has come of age since" in str(ended.exception)
    assert len(versions(NAME)) == 2


def test_recent_predictions_are_of_the_newest_dates_that_have_come_of_age(county: County) -> None:
    model = load_version(NAME, "1")
    newest = newest_of(model, county)
    dates = newest["as_of"].unique().sort().to_list()
    assert len(dates) == MOST_DATES
    assert add_months(dates[-1], model.horizon_months) <= (county.store.last_delivery_day() or dates[-1])
    assert newest["label"].null_count() == 0
    one = recent_predictions(model, county.store, Policy.load(), county.store.versions(), dt.date.max, 1)
    assert one["as_of"].unique().to_list() == dates[-1:]
    earlier = recent_predictions(model, county.store, Policy.load(), county.store.versions(), dt.date(2023, 9, 30), 2)
    assert str(earlier["as_of"].max()) == "2023-03-31"
    none = recent_predictions(model, county.store, Policy.load(), county.store.versions(), dt.date(2023, 7, 31))
    assert none.is_empty()
    assert none.columns[: len(IDENTITY)] == list(IDENTITY)


def test_a_model_that_does_not_tell_what_it_saw_is_refused() -> None:
    model = load_version(NAME, "1")
    with pytest.raises(ModelError, match="does not tell which outcomes its calibrator saw"):
        last_seen(replace(model, facts={}))
    with pytest.raises(ModelError, match="by which experiment"):
        experiment_of(replace(model, facts={"experiment": {"cadence": 3}}))


def newest_of(model: RiskModel, county: County) -> pl.DataFrame:
    return recent_predictions(model, county.store, Policy.load(), county.store.versions(), dt.date.max)

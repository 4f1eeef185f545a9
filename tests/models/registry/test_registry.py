"""The model registry, against a real MLflow on SQLite."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.registry import Alias, RegistryError, load_champion, load_version, log_and_register, set_alias
from models.risk_model import ModelError, RiskModel
from tests.models.small_model import frame, model


@pytest.fixture(scope="module")
def tracking(empty_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry with two versions, the first the champion."""
    uri = f"sqlite:///{shutil.copy(empty_registry, tmp_path_factory.mktemp('mlflow'))}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", uri)
        for _ in range(2):
            log_and_register(
                model(),
                experiment="story",
                parameters={"rounds": 40},
                metrics={"model.roc_auc": 0.8},
                documents={"report": {"rows": 1}},
                figures={},
            )
        set_alias("fanpin-story", Alias.CHAMPION, "1")
    return uri


@pytest.fixture(autouse=True)
def _here(tracking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)


def test_the_champion_is_the_version_with_the_alias(tmp_path: Path) -> None:
    loaded = load_champion("fanpin-story", copy=tmp_path / "copy")
    assert loaded.version == "1"
    assert np.array_equal(loaded.raw_score(frame()), model().raw_score(frame()))
    set_alias("fanpin-story", Alias.CHAMPION, "2")
    assert load_champion("fanpin-story", copy=tmp_path / "copy").version == "2"
    set_alias("fanpin-story", Alias.CHAMPION, "1")


def test_a_version_can_be_named() -> None:
    assert load_version("fanpin-story", "2").version == "2"


def test_the_service_goes_on_when_the_registry_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = load_champion("fanpin-story", copy=tmp_path / "copy")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    again = load_champion("fanpin-story", copy=tmp_path / "copy")
    assert again.version == kept.version
    assert again.scorer == kept.scorer


def test_neither_registry_nor_copy_is_an_error_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model nobody.*Run `fanpin train` first"):
        load_champion("nobody", copy=tmp_path / "none")
    with pytest.raises(RegistryError, match="nobody"):
        load_version("nobody")


def test_a_copy_of_another_model_does_not_answer_for_it(tmp_path: Path) -> None:
    load_champion("fanpin-story", copy=tmp_path / "copy")
    with pytest.raises(ModelError, match="nobody"):
        load_champion("nobody", copy=tmp_path / "copy")


def test_mlflow_itself_serves_the_same_probabilities() -> None:
    import mlflow

    served = mlflow.pyfunc.load_model("models:/fanpin-story@champion")
    rows = frame(20)
    expected = model().probability(model().raw_score(rows))
    given = served.predict(pd.DataFrame({name: rows[name].to_list() for name in rows.columns}, dtype="float64"))
    assert np.allclose(np.asarray(given), expected, atol=0)


def test_nothing_in_the_registry_is_a_pickle(tracking: str) -> None:
    folder = Path(tracking.removeprefix("sqlite:///")).parent
    artifacts = [file for file in (folder / "mlartifacts").rglob("*") if file.is_file()]
    assert len(artifacts) > 4
    assert not [file.name for file in artifacts if file.suffix in {".pkl", ".joblib", ".cloudpickle"}]


def test_a_model_without_a_version_says_so() -> None:
    assert isinstance(model(), RiskModel)
    assert model().version == "unregistered"

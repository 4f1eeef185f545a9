"""A registry that cannot be read is told, never made anew; one that was moved is read and written where it is."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models import registry
from models.registry import Alias, RegistryError, champion_or_copy, load_champion, load_version
from models.registry.tracking import has_registry
from models.risk_model import ModelError
from tests.models.small_model import simple_model

NAME = "fanpin-story"


def register(text: str = "first") -> str:
    kept, _ = registry.log_and_register(
        simple_model(), experiment="story", parameters={}, metrics={}, documents={"report": {"of": text}}, figures={}
    )
    return kept.version


@pytest.fixture(scope="module")
def made(empty_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a registry with one version, the champion; nobody writes into it."""
    folder = tmp_path_factory.mktemp("var")
    shutil.copy(empty_registry, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
        registry.set_alias(NAME, Alias.CHAMPION, register())
    return folder


@pytest.fixture
def at(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{made / 'mlflow.db'}")
    return made


@pytest.fixture
def copy(at: Path, tmp_path: Path) -> Path:
    """A local copy of the champion."""
    assert champion_or_copy(NAME, copy=tmp_path / "copy").notice is None
    return tmp_path / "copy"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sqlite:///{}/mlfow.db", "没有文件"),
        ("sqlite:///{}/vra/mlflow.db", "没有文件"),
        ("sqlite:///{}/empty.db", "没有登记过模型的表"),
        ("sqlite:///{}/other.db", "没有登记过模型的表"),
        ("sqlite:///{}/damaged.db", "已损坏"),
        ("sqlite:///{}", "打不开"),
        ("{}/mlflow.db", "看不懂这个地址"),
        ("sqlite:/{}/mlflow.db", "看不懂这个地址"),
        ("file://{}/mlruns", "看不懂这个地址"),
        ("http:127.0.0.1:5000", "看不懂这个地址"),
    ],
)
def test_an_address_without_a_registry_is_told_and_nothing_is_made_there(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "empty.db").touch()
    (place / "damaged.db").write_bytes(b"SQLite" + bytes(4_000))
    with closing(sqlite3.connect(place / "other.db")) as other:
        other.execute("CREATE TABLE bills (yuan REAL)")
    before = {path: path.stat().st_size for path in place.rglob("*")}
    monkeypatch.setenv("MLFLOW_TRACKING_URI", address.format(place))
    for read in (
        lambda: load_version(NAME),
        lambda: registry.versions(NAME),
        lambda: registry.version_with(NAME, Alias.CHAMPION),
        lambda: registry.model_tags(NAME),
        lambda: registry.document(NAME, "1", "report"),
        lambda: registry.set_alias(NAME, Alias.CHAMPION, "1"),
    ):
        with pytest.raises(RegistryError, match=told):
            read()
    found = champion_or_copy(NAME, copy=copy)
    assert told in str(found.why_copy)
    assert str(place) not in str(found.notice)
    assert {path: path.stat().st_size for path in place.rglob("*")} == before


def test_a_database_that_somebody_holds_is_told(
    copy: Path, at: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.registry.tracking._SECONDS_TO_WAIT", 0.01)
    place = shutil.copytree(at, tmp_path / "held")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{place / 'mlflow.db'}")
    with closing(sqlite3.connect(place / "mlflow.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "被占用" in str(champion_or_copy(NAME, copy=copy).why_copy)
    assert champion_or_copy(NAME, copy=copy).notice is None


def test_that_a_copy_scores_is_said_with_its_day_and_the_reason(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'nowhere.db'}")
    with caplog.at_level(logging.WARNING, "fanpin"):
        model = load_champion(NAME, copy=copy)
    found = champion_or_copy(NAME, copy=copy)
    assert found.model.scorer == model.scorer
    assert found.copied_at is not None
    assert f"{found.copied_at:%Y-%m-%d %H:%M} UTC" in caplog.text
    assert "第 1 版的本地副本" in caplog.text
    assert "nowhere.db" in caplog.text


def test_where_no_copy_can_be_kept_the_registry_still_serves(
    at: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert champion_or_copy(NAME, copy=tmp_path / "file").model.version == "1"
    assert champion_or_copy(NAME, copy=tmp_path / "file" / "model").notice is None
    assert "写不进" in caplog.text
    assert at.is_dir()


def test_neither_registry_nor_copy_tells_both(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'nowhere.db'}")
    (copy / f"{NAME}.json").write_text("")
    with pytest.raises(ModelError, match=r"nowhere\.db(.|\n)*已损坏"):
        champion_or_copy(NAME, copy=copy)


def test_before_the_first_training_there_is_no_registry_and_training_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Path
) -> None:
    place = shutil.copytree(made, tmp_path / "var")
    (place / "mlflow.db").unlink()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'new' / 'mlflow.db'}")
    assert not has_registry()
    assert not (tmp_path / "new").exists()
    # Making MLflow's tables takes seconds; that they are asked for is seen by the folder.
    monkeypatch.setattr("models.registry.registering.experiment_id", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        register()
    assert (tmp_path / "new").is_dir()


def _moved(how: str, at: Path, to: Path) -> Path:
    """The registry in another place; unless it is a copy, nothing is left in the old one."""
    old = shutil.copytree(at, to / "old")
    if how == "beside":
        shutil.copytree(old, to / "new")
        # Who looks there or writes there is seen.
        shutil.rmtree(old / "mlartifacts")
        (old / "mlartifacts").write_text("not here")
    elif how == "link":
        old.rename(to / "真实 place")
        (to / "new").symlink_to(to / "真实 place")
    else:
        old.rename(to / "新 mlartifacts 100%")
        return to / "新 mlartifacts 100%"
    return to / "new"


@pytest.mark.parametrize("how", ["moved", "beside", "link"])
def test_a_registry_in_another_place_reads_and_writes_there_alone(
    at: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    untouched = {path: path.stat().st_mtime_ns for path in at.rglob("*")}
    place = _moved(how, at, tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{place / 'mlflow.db'}")
    assert load_version(NAME).version == "1"
    assert registry.document(NAME, "1", "report") == {"of": "first"}
    files = len(list((place / "mlartifacts").rglob("*")))
    assert register("second") == "2"
    registry.log_documents(NAME, "1", {"later": {"of": "third"}})
    assert registry.document(NAME, "2", "report") == {"of": "second"}
    assert registry.document(NAME, "1", "later") == {"of": "third"}
    assert len(list((place / "mlartifacts").rglob("*"))) > files + 5
    assert {path: path.stat().st_mtime_ns for path in at.rglob("*")} == untouched


def test_a_registry_without_its_files_names_the_folder_and_what_to_do(
    at: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(at / "mlflow.db", tmp_path / "mlflow.db")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    with pytest.raises(RegistryError, match="连同数据库一起移动") as refusal:
        load_version(NAME)
    assert f"not in {tmp_path / 'mlartifacts'}" in str(refusal.value)


def test_a_logged_model_names_the_package_that_loads_it(at: Path) -> None:
    [file] = (at / "mlartifacts" / "models").glob("*/artifacts/requirements.txt")
    needed = dict(line.split("==") for line in file.read_text(encoding="utf-8").split())
    assert {"fanpin", "lightgbm", "numpy", "polars"} <= set(needed)

"""What fanpin writes is about people, so other users of the machine can't read it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

import fanpin
from features.records.store import RecordStore
from models.risk_model import RiskModel
from service.keyring import load_or_create_keyring
from service.store import Database
from service.store.upgrading import upgrade

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """The usual mask of a new account: everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def records(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    made = RecordStore.create(folder / "records", buckets=1)
    with made.writing():
        made.land({"households": county["households"].head(3)}, store.deliveries().head(1))


def a_model(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    model.save(folder / "model")


def a_workbook(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    county["households"].head(3).write_excel(folder / "hits.xlsx")


def a_registry(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    with closing(sqlite3.connect(folder / "mlflow.db")) as registry:
        registry.execute("CREATE TABLE runs (run TEXT)")


def a_key(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    load_or_create_keyring(folder / "var" / "service.keys")


def a_database(folder: Path, county: dict[str, pl.DataFrame], store: RecordStore, model: RiskModel) -> None:
    database = Database(f"sqlite:///{folder / 'var' / 'service.db'}")
    upgrade(database)
    database.close()


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("write", [records, a_model, a_workbook, a_key, a_registry, a_database])
def test_what_a_command_writes_is_for_its_owner_alone(
    write: Callable[..., None],
    tmp_path: Path,
    county: dict[str, pl.DataFrame],
    store: RecordStore,
    model: RiskModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fanpin, "_mount", lambda: None)
    monkeypatch.setattr(fanpin, "app", lambda: write(tmp_path, county, store, model))
    fanpin.main()
    written = list(tmp_path.rglob("*"))
    assert written
    assert not [place.name for place in written if place.stat().st_mode & OTHERS]


def test_a_mask_that_closes_more_stays() -> None:
    before = os.umask(0o277)
    try:
        fanpin.keep_to_the_owner()
        assert os.umask(0) == 0o277
    finally:
        os.umask(before)

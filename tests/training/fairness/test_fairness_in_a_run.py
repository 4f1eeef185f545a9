"""A run audits the very list that it would give out, and the audit can be asked for again, with ethnicity."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.registry import load_version
from tests.conftest import County
from tests.training.drawn_predictions import drawn_predictions
from training.cli import app
from training.fairness.section import fairness_section
from training.groups import Grouping
from training.lists.cutting import listed
from training.predictions import MODEL
from training.promotion.storage import keep_predictions
from training.settings import Evaluation

SETTINGS = Evaluation(bootstrap=40, visits_per_hundred=2.0)


def test_the_list_that_is_audited_is_the_one_that_is_measured() -> None:
    predictions = drawn_predictions(households=2_000)
    on_list = listed(predictions, MODEL, SETTINGS)
    section = fairness_section(predictions, SETTINGS, Policy.load())
    assert section["visits_per_hundred"] == 2.0
    assert section["overall"]["selection_rate"]["value"] == round(on_list.mean(), 3)
    label = predictions["label"].to_numpy()
    assert section["overall"]["recall"]["value"] == round(label[on_list].sum() / label.sum(), 3)


def test_a_run_tells_of_every_grouping(county: County) -> None:
    report = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    told = {group["groups"][0] for group in report["fairness"]["groups"] if len(group["groups"]) == 1}
    # The county of the tests has one township: nothing to compare it with.
    assert told == set(Grouping.values()) - {Grouping.TOWNSHIP.value}
    assert min(group["households"] for group in report["fairness"]["groups"]) >= report["fairness"]["least_households"]


def test_ethnicity_is_audited_and_leaves_no_trace(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RecordStore.open(shutil.copytree(county.store.path, tmp_path / "records"))
    for name, value in {**county.environment, "FANPIN_DATA": str(store.path)}.items():
        monkeypatch.setenv(name, value)
    model = load_version("fanpin-entry", "1")
    households = store.scan("households").select(pl.col("household_id").unique().sort()).collect().to_series()
    predictions = drawn_predictions(households=400).with_columns(
        pl.col("household_id").str.slice(1).cast(pl.Int64).map_elements(lambda n: households[n], return_dtype=pl.String)
    )
    keep_predictions(store, model.name, model.version, predictions)
    given = tmp_path / "given.csv"
    rows = [f"{household},{'苗族' if n % 3 else '汉族'}" for n, household in enumerate(households)]
    given.write_text("户编号,民族\n" + "\n".join(rows), encoding="utf-8")
    report = tmp_path / "audit.json"
    arguments = ["fairness", "1", "--ethnicity", str(given), "--report", str(report)]
    answer = CliRunner().invoke(app, arguments, env={"COLUMNS": "100"})
    assert answer.exit_code in (0, 1), answer.output
    assert "民族：苗族" in answer.output
    section = json.loads(report.read_text(encoding="utf-8"))
    assert {one["group"] for one in section["proxy"]} == {"汉族", "苗族"}
    kept = [
        file for file in county.folder.rglob("*") if file.is_file() and file.suffix not in (".xlsx", ".csv", ".xls")
    ]
    assert not [file.name for file in kept if "苗族".encode() in file.read_bytes()]

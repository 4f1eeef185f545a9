"""From a county's deliveries to an explained list, by the command line alone."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

import features.proofs.leaks.proof
from features.frame import feature_frame
from features.intake import intake
from features.policy.loading import Policy
from features.proofs.leaks.proof import LeakError
from features.records.gate import Records, without_later_knowledge
from features.records.store import RecordStore
from models.leak import prove_no_leak
from models.reasons import in_words
from models.registry import load_champion
from models.registry.tracking import mlflow_here
from models.risk_model import RiskModel
from models.score import score
from tests.conftest import County
from tests.journeys.front_door import called, started
from training.experiment import run
from training.settings import Experiment
from training.simulator import simulate

AS_OF = "2023-12-31"
KEY = b"the same key"


def fanpin(county: County, *arguments: str, expect: int = 0) -> str:
    """What the command prints."""
    status, printed = called(county.folder, county.environment, *arguments)
    assert status == expect, printed
    return printed


@pytest.fixture(scope="module")
def model(county: County) -> RiskModel:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
        return load_champion(copy=county.folder / "model")


def test_scores_hold_everything_that_a_list_needs(county: County, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    fanpin(county, "score", "--as-of", AS_OF, "--out", str(out))
    scores = pl.read_parquet(out)
    assert scores.height > 1500
    assert scores["rank"].to_list() == list(range(1, scores.height + 1))
    assert scores["raw_score"].is_sorted(descending=True)
    assert scores["probability"].is_between(0, 1).all()
    assert (scores["residual"] <= 1e-6).all()
    assert scores["as_of"].unique().to_list() == [dt.date.fromisoformat(AS_OF)]
    assert scores["model_version"].unique().to_list() == ["1"]
    assert scores["household_id"].is_unique().all()
    first = scores["reasons"][0].to_list()
    assert len(first) >= 1
    assert all(reason["zh"] and reason["en"] and reason["contribution"] > 0 < reason["points"] for reason in first)
    # Of the low band nobody is told why: nothing stands out.
    with_reasons = scores["reasons"].list.len() > 0
    assert (scores.filter(with_reasons)["band"] != "low").all()


def test_monitored_households_are_not_scored(county: County, model: RiskModel) -> None:
    scores = score(model, county.store, Policy.load(), dt.date.fromisoformat(AS_OF)).households
    last = (
        county.store.scan("monitoring")
        .filter(pl.col("known_date") <= dt.date.fromisoformat(AS_OF))
        .sort("event_date")
        .group_by("household_id", maintain_order=True)
        .agg(pl.col("step").last())
        .filter(pl.col("step") == "identified")
        .collect()
    )
    assert last.height >= 20
    assert not set(last["household_id"]) & set(scores["household_id"])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_scores_open_in_a_spreadsheet_with_reasons_in_words(county: County, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"scores.{ending}"
    fanpin(county, "score", "--as-of", AS_OF, "--out", str(out))
    if ending == "csv":
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        read = pl.read_csv(out, infer_schema_length=0)
    else:
        read = fastexcel.read_excel(out).load_sheet("评分").to_polars()
        read = read.rename({"户编号\nhousehold": "household_id", "主要理由和部门预警\nwhy": "reason_1_zh"})
        assert not read["村\nvillage"].str.contains(r"^\d").any()
    assert read.height > 1500
    assert len(str(read["household_id"][0])) == 20
    assert str(read["reason_1_zh"][0])


def test_another_ending_is_refused_in_words(county: County, tmp_path: Path) -> None:
    told = fanpin(county, "score", "--as-of", AS_OF, "--out", str(tmp_path / "scores.doc"), expect=2)
    assert "choose one of these endings" in told
    assert not list(tmp_path.iterdir())


def test_one_household_is_explained_in_words(county: County, model: RiskModel) -> None:
    scores = score(model, county.store, Policy.load(), dt.date.fromisoformat(AS_OF)).households
    household, probability = scores["household_id"][0], scores["probability"][0]
    told = fanpin(county, "explain", household, "--as-of", AS_OF)
    assert household in told
    assert f"{probability * 100:.1f}%" in told
    assert in_words(scores.head(1))["reasons"][0][0]["zh"] in told
    assert "得分只是线索" in told
    assert "合在一起" not in told
    pairs = fanpin(county, "explain", household, "--as-of", AS_OF, "--interactions").split("\n")
    assert [line[:3] for line in pairs if "合在一起，得分再" in line] == ["1. ", "2. ", "3. ", "4. ", "5. "]
    assert sum("Together they" in line for line in pairs) == 5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain", "no-such-household", "--as-of", AS_OF), "no description of it"),
        (("explain", "x", "--as-of", "31.12.2023"), "write it as YYYY-MM-DD"),
        (("score", "--as-of", "2019-12-31", "--out", "x.csv"), "nothing was known before"),
        (("train", "--experiment", "nowhere.yaml"), "nowhere.yaml: can't be read"),
        (("score", "--as-of", AS_OF, "--out", "x.csv", "--county", "nowhere"), "There is no county folder nowhere"),
        (("score", "--as-of", AS_OF, "--out", "x.csv", "--model", "nobody"), "no model nobody"),
    ],
)
def test_an_error_is_a_sentence_and_never_a_traceback(county: County, arguments: tuple[str, ...], told: str) -> None:
    printed = fanpin(county, *arguments, expect=2)
    assert told in " ".join(printed.split())
    assert "Traceback" not in printed


@pytest.fixture(scope="module")
def a_fifth(county: County, tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    """Every fifth household of the county with all its records: a proof looks at each household by itself."""
    records = county.store.records()
    households = records["households"]["household_id"].unique().sort().gather_every(5)
    of_them = pl.col("household_id").is_in(households.implode())
    store = RecordStore.create(tmp_path_factory.mktemp("a-fifth") / "records", buckets=1)
    with store.writing():
        store.land({name: rows.filter(of_them) for name, rows in records.items()}, county.store.deliveries())
    return store


def test_what_is_learned_after_a_day_changes_nothing_of_it(a_fifth: RecordStore, model: RiskModel) -> None:
    (proof,) = prove_no_leak(a_fifth, Policy.load(), [dt.date.fromisoformat(AS_OF)], model)
    assert proof.leaks == []
    assert proof.known > 1000
    assert proof.later > 1000


def test_the_leak_proof_is_a_command(county: County, a_fifth: RecordStore) -> None:
    of_a_fifth = {**county.environment, "FANPIN_DATA": str(a_fifth.path)}
    status, told = called(county.folder, of_a_fifth, "verify-no-leak", "--as-of", "2022-06-30", "--as-of", "2022-07-05")
    assert status == 0, told
    assert "2022-07-05" in told
    assert "identical" in told
    assert "no trained model" not in told


def test_a_leak_proof_of_a_day_before_all_records_proves_nothing_and_says_so(county: County) -> None:
    told = fanpin(county, "verify-no-leak", "--as-of", "2015-06-30", expect=2)
    assert "no record was known by then" in told
    assert "identical" not in told


def test_a_value_is_followed_to_the_rows_of_the_delivered_files(county: County) -> None:
    bill = (
        county.store.scan("illness").filter(pl.col("known_date") <= dt.date(2023, 6, 30)).sort("event_date").collect()
    )
    household, row = bill["household_id"][-1], bill["source_row"][-1]
    told = fanpin(county, "explain", "--lineage", "self_paid_12m", household, "--as-of", "2023-06-30")
    assert f"第 {row} 行" in told
    assert "医保" in told
    assert "there is no feature" in fanpin(county, "explain", "--lineage", "income", household, expect=2).lower()


def test_training_refuses_where_later_knowledge_shows(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a feature that counts how often what was known has been corrected since."""
    experiment = Experiment.load(county.folder / "experiment.yaml")
    monkeypatch.setattr(features.proofs.leaks.proof, "feature_frame", _with_corrections_since)
    with pytest.raises(LeakError, match=r"corrected_since，户 \w+，20"):
        run(county.store, experiment, Policy.load(), register=False)


def _with_corrections_since(records: Records, index: pl.DataFrame, *others: Any) -> pl.DataFrame:
    since = records.tables["illness"].group_by("household_id").agg(pl.len().alias("corrected_since"))
    return feature_frame(records, index, *others).join(since, on="household_id", how="left", maintain_order="left")


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Another county, of 300 households, taken in with the truth beside its deliveries."""
    made = County(tmp_path_factory.mktemp("little"))
    simulate(300, 9, 9, made.folder / "county")
    intake(made.deliveries, RecordStore.create(made.folder / "records", buckets=1), key=KEY)
    return made


@pytest.fixture(scope="module")
def earlier(little: County, tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    """The first two thirds of its deliveries, taken in alone and with no truth beside them."""
    folder = tmp_path_factory.mktemp("earlier")
    days = sorted({delivered.name[:10] for delivered in little.deliveries.iterdir()})
    for delivered in little.deliveries.iterdir():
        if delivered.name[:10] <= days[len(days) * 2 // 3]:
            shutil.copytree(delivered, folder / "deliveries" / delivered.name)
    store = RecordStore.create(folder / "records", buckets=1)
    intake(folder / "deliveries", store, key=KEY)
    return store


def test_a_score_of_the_past_is_the_one_given_then(little: County, earlier: RecordStore, model: RiskModel) -> None:
    """A store that never heard of what came later gives the same list."""
    known = earlier.known_days()
    assert known is not None
    as_of = known[1]
    assert earlier.records()["illness"].height < little.store.records()["illness"].height
    then = score(model, earlier, Policy.load(), as_of).households
    assert then.height > 200
    assert then.equals(score(model, little.store, Policy.load(), as_of).households)


def test_the_report_tells_every_question_of_the_run(county: County) -> None:
    report = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    cuts = ("capacity", "0.005", "0.01", "0.02", "0.05")
    everywhere = {"roc_auc", "average_precision"} | {f"{m}@{c}" for m in ("precision", "recall", "lift") for c in cuts}
    assert set(report["lists"]["methods"]) == {"model", "income", "triggers"}
    for metrics in report["lists"]["methods"].values():
        assert everywhere <= set(metrics)
        for interval in metrics.values():
            assert set(interval) == {"value", "low", "high"}
    assert set(report["lists"]["differences"]) == {"model-income", "model-triggers"}
    # Two windows, each with its own past; what ships, and why; how even it is; who was counted; whether it is calibrated.
    assert [window["test"]["dates"] for window in report["backtest"]["windows"]] == [3, 3]
    assert report["choice"]["shipped"] == report["model"]["method"]
    assert report["choice"]["why"]["zh"]
    assert set(report["choice"]["regret"]) == {"boosting", "income", "triggers"}
    assert len(report["backtest"]["stability"]["windows"]) == 2
    assert {"cohort", "calibration", "curves", "yields", "leak_proof"} <= set(report)
    assert "monitoring_line" in report["policy"]["examples"]


def test_a_deleted_record_store_says_what_to_run(county: County, tmp_path: Path) -> None:
    alone = County(tmp_path)
    status, told = started(alone.folder, alone.environment, "score", "--out", "x.csv")
    assert status == 2, told
    assert "fanpin intake" in told


def test_dropping_known_rows_is_dropping_what_the_gate_hides(county: County) -> None:
    """The proof's deletion is the gate's own day, that day included."""
    tables = county.store.records(buckets=[0])
    day = dt.date(2023, 5, 5)
    left = without_later_knowledge(tables, pl.lit(day))["illness"]
    assert left["known_date"].max() == day
    assert Records(tables).tables["illness"].height > left.height


def test_the_run_keeps_everything_that_it_was_made_from(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", county.environment["MLFLOW_TRACKING_URI"])
    report = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    # A test before may have gone to another registry, which MLflow remembers beside the place of its runs.
    mlflow = mlflow_here()
    client = mlflow.MlflowClient()
    kept = client.get_run(report["run_id"])
    assert kept.data.params["target.horizon_months"] == "6"
    assert kept.data.params["features.fingerprint"] == report["model"]["fingerprint"]
    assert kept.data.params["data.illness"] == str(report["data_versions"]["illness"])
    assert kept.data.metrics["model.roc_auc"] == report["lists"]["methods"]["model"]["roc_auc"]["value"]
    assert {"model.recall_at_0.01.low", "triggers.precision_at_0.02.high"} <= set(kept.data.metrics)
    artifacts = {artifact.path for artifact in client.list_artifacts(report["run_id"])}
    assert {"report.json", "experiment.json", "policy.json", "fitted.json"} <= artifacts
    pictures = ("backtest_windows", "calibration", "gain", "lead_time", "precision_recall")
    assert {f"{picture}.png" for picture in pictures} <= artifacts
    champion = client.get_model_version_by_alias("fanpin-entry", "champion")
    signature = mlflow.models.get_model_info(f"models:/fanpin-entry/{champion.version}").signature
    assert len(signature.inputs.inputs) > 100


def test_the_truth_of_the_simulator_is_read_by_nobody_else(little: County, earlier: RecordStore) -> None:
    """The same deliveries, with the truth beside them and without, give the same records to the byte of each value."""
    assert (little.folder / "county" / "truth").is_dir()
    delivered = pl.col("delivery_id").is_in(earlier.deliveries()["delivery_id"].implode())
    one, other = little.store.records(), earlier.records()
    for table, rows in one.items():
        order = ["household_id", "record_id", "known_date", "delivery_id", "source_row"]
        assert rows.filter(delivered).sort(order).equals(other[table].sort(order)), table
    assert sum(rows.height for rows in other.values()) > 5_000

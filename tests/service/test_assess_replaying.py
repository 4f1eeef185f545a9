"""An answer of the API is made again from what it names, bit for bit; what was changed is found, what is gone is named."""

from __future__ import annotations

import copy
import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.policy.loading import Policy, PolicyError
from features.records.store import RecordStore
from models.answers import assessing, gathering
from models.answers.reading import AnswerError
from models.assess import assess_household
from models.provenance import GoneError
from models.provenance.storage import FOLDER, MODELS, POLICIES
from models.registry.local_copy import keep
from models.registry.tracking import RegistryError
from models.risk_model import RiskModel
from service.documents import document_of
from service.example import EXAMPLE_HOUSEHOLD
from tests.service.conftest import AS_OF
from tests.service.replaying import land_late, replayed, stored

ServiceOf = Callable[..., TestClient]


@pytest.fixture(scope="module")
def in_one_bucket(store: RecordStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's records in one bucket: each answer is made among the whole county, and so few households are read sooner at once."""
    alone = RecordStore.create(tmp_path_factory.mktemp("in-one-bucket") / "records", buckets=1)
    with alone.writing():
        alone.land(store.records(), store.deliveries())
    return alone.path


@pytest.fixture
def records(in_one_bucket: Path, tmp_path: Path) -> Path:
    """The county's records for one story, which may spoil them."""
    return shutil.copytree(in_one_bucket, tmp_path / "records")


@pytest.fixture
def own(service_of: ServiceOf, model: RiskModel, records: Path) -> TestClient:
    """A service on these records."""
    service = service_of(model, records=records)
    service.app.state.resources.champion.load()  # type: ignore[attr-defined]
    return service


@pytest.fixture(autouse=True)
def no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise RegistryError("没有 | none")

    monkeypatch.setattr(gathering, "load_version", gone)


def test_an_answer_replays_and_what_lands_later_changes_nothing(
    own: TestClient, records: Path, households: list[str]
) -> None:
    answer = stored(own, households[3])
    assert replayed(answer, records).same
    land_late(records, households[3])
    assert replayed(answer, records).same
    later = stored(own, households[3])
    assert later["raw_score"] != answer["raw_score"]
    assert later["made_from"]["data_versions"] != answer["made_from"]["data_versions"]
    assert replayed(later, records).same


def test_the_versions_named_are_those_that_were_read(
    own: TestClient, records: Path, households: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(own, households[3])

    def meanwhile(*asked: Any, **around: Any) -> Any:
        assessed = assess_household(*asked, **around)
        land_late(records, households[3])
        return assessed

    monkeypatch.setattr(assessing, "assess_household", meanwhile)
    answer = stored(own, households[3])
    monkeypatch.undo()
    assert RecordStore.open(records).versions() != answer["made_from"]["data_versions"]
    monkeypatch.setattr(gathering, "load_version", lambda *_: None)
    assert replayed(answer, records).same


def test_another_household_s_answer_is_no_answer_about_this_one(
    own: TestClient, records: Path, households: list[str]
) -> None:
    answer = stored(own, households[3])
    assert not replayed({**answer, "household_id": households[4]}, records).same
    with pytest.raises(AnswerError, match="hold no household"):
        replayed({**answer, "household_id": "nobody"}, records)


def test_a_household_that_is_out_of_scope_at_these_versions_had_no_score(
    own: TestClient, records: Path, households: list[str], monitored: str
) -> None:
    told = replayed({**stored(own, households[3]), "household_id": monitored}, records)
    assert [difference.field for difference in told.differences] == ["probability (monitored)"]


def test_a_swapped_model_is_caught_and_the_true_one_looked_for_elsewhere(
    own: TestClient, records: Path, households: list[str], model: RiskModel
) -> None:
    answer = stored(own, households[3])
    (folder,) = (records / FOLDER / MODELS).iterdir()
    numbers = {**model.calibrator.numbers, "c": [-0.1]}
    other = replace(model, calibrator=replace(model.calibrator, numbers=numbers))
    other.save(folder)
    with pytest.raises(
        GoneError, match="beside the records can't be read, the registry can't be read, the local copy has none"
    ):
        replayed(answer, records)
    keep(other, records.with_name("model"))
    with pytest.raises(GoneError, match="the local copy has another one"):
        replayed(answer, records)
    keep(model, records.with_name("model"))
    assert replayed(answer, records).same


def test_after_a_change_of_policy_an_answer_stands_on_the_old_one(
    own: TestClient, records: Path, households: list[str], policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = stored(own, households[3])
    monkeypatch.setattr(Policy, "load", lambda **_: Policy(policy.values, "another"))
    assert replayed(answer, records).same
    (file,) = (records / FOLDER / POLICIES).iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace('"value": ', '"value": 1', 1), encoding="utf-8")
    with pytest.raises(PolicyError, match="are damaged"):
        replayed(answer, records)
    file.unlink()
    with pytest.raises(GoneError, match="were not kept, and the files of today are another"):
        replayed(answer, records)
    monkeypatch.undo()
    monkeypatch.setattr(gathering, "load_version", lambda *_: None)
    assert replayed(answer, records).same


def test_records_that_were_tidied_away_are_said_to_be_gone(
    own: TestClient, records: Path, households: list[str]
) -> None:
    answer = stored(own, households[3])
    next((records / "illness").rglob("*.parquet")).unlink()
    with pytest.raises(GoneError, match="may have been vacuumed"):
        replayed(answer, records)


def test_another_store_is_not_asked(own: TestClient, records: Path, households: list[str], tmp_path: Path) -> None:
    answer = stored(own, households[3])
    elsewhere = tmp_path / "elsewhere"
    RecordStore.create(elsewhere, buckets=4)
    land_late(elsewhere, households[3])
    with pytest.raises(AnswerError, match="is not the record store of then"):
        replayed(answer, elsewhere)


def test_an_older_copy_of_the_store_is_said_to_be_older(
    own: TestClient, records: Path, households: list[str], tmp_path: Path
) -> None:
    earlier = shutil.copytree(records, tmp_path / "backup")
    land_late(records, households[3])
    answer = stored(own, households[3])
    with pytest.raises(GoneError, match="is older than the records of then"):
        replayed(answer, earlier)


def test_a_document_s_answer_needs_the_document(
    own: TestClient, records: Path, households: list[str], county: dict[str, pl.DataFrame]
) -> None:
    for document in (EXAMPLE_HOUSEHOLD, document_of(county, households[3], AS_OF)):
        sent = own.post("/v1/assessments", json=document)
        answer = sent.json()
        assert sent.status_code == 200, sent.text
        backwards = json.loads(json.dumps(document), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
        assert replayed(answer, records, backwards).same
        with pytest.raises(AnswerError, match="--document"):
            replayed(answer, records)
        other = copy.deepcopy(document)
        other["records"]["members"][0]["sex"] = (
            "female" if other["records"]["members"][0].get("sex") == "male" else "male"
        )
        with pytest.raises(AnswerError, match="is not the document that was answered"):
            replayed(answer, records, other)
        changed_score = replayed({**answer, "raw_score": answer["raw_score"] + 1e-15}, records, document)
        assert [difference.field for difference in changed_score.differences] == ["raw_score"]
    with pytest.raises(AnswerError, match="Leave out --document"):
        replayed(stored(own, households[3]), records, EXAMPLE_HOUSEHOLD)


def test_a_document_s_answer_replays_after_a_delivery_too(
    own: TestClient, records: Path, households: list[str], county: dict[str, pl.DataFrame]
) -> None:
    document = document_of(county, households[3], AS_OF)
    answer = own.post("/v1/assessments", json=document).json()
    land_late(records, households[5])
    assert replayed(answer, records, document).same


def test_where_nothing_can_be_kept_an_answer_is_given_and_the_log_says_so_once(
    own: TestClient, records: Path, households: list[str], model: RiskModel, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(records / FOLDER, ignore_errors=True)
    (records / FOLDER).write_text("in the way", encoding="utf-8")
    caplog.set_level(logging.WARNING)
    answer = stored(own, households[3])
    stored(own, households[4])
    warnings = [record for record in caplog.records if record.name == "fanpin.answers"]
    assert len(warnings) == 1
    assert households[3] not in warnings[0].getMessage()
    keep(model, records.with_name("model"))
    assert replayed(answer, records).same

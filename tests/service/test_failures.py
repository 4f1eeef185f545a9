"""What fails, how it is told, and that no failure carries a number or a person's data."""

from __future__ import annotations

import logging
import math
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.policy.loading import PolicyError
from features.records.store import RecordStore
from models.answers import assessing
from models.reasons import ExplanationError
from models.risk_model import RiskModel
from models.scorers import Trees
from service.example import EXAMPLE_HOUSEHOLD
from tests.service.conftest import AS_OF

NUMBERS = ("probability", "raw_score", "base_value", "contribution")


def test_up_and_ready_are_two_questions(
    stranger: TestClient,
    service_of: Callable[..., TestClient],
    model: RiskModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert stranger.get("/readyz").json() == {"status": "ready", "reasons": [], "notices": []}
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    for held, missing in ((model, 1), (None, 2)):
        with service_of(held, records=tmp_path / "nothing") as service:
            assert service.get("/healthz").status_code == 200
            ready = service.get("/readyz")
            assert ready.status_code == 503
            assert len(ready.json()["reasons"]) == missing
            assert all(re.match(r"[一-鿿].* \| [A-Z]", reason) for reason in ready.json()["reasons"])
            assert ready.headers["retry-after"] == "15"
            assert str(tmp_path) not in ready.text
            for address in ("/v1/risk-lists/preview", "/v1/households/1/assessment"):
                answer = service.get(address)
                assert answer.status_code == 503
                assert answer.json()["type"] == "urn:fanpin:problem:not-ready"
                assert answer.headers["retry-after"] == "15"
            posted = service.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
            # The model reads figures of villages, which only the store has.
            assert posted.status_code == 503


def test_the_log_says_once_why_there_is_no_store(
    service_of: Callable[..., TestClient], model: RiskModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """`/readyz` points to the log, and the log was silent."""
    service = service_of(model, records=tmp_path / "nothing")
    caplog.set_level(logging.WARNING, "fanpin.service")
    for _ in range(3):
        assert service.get("/readyz").status_code == 503
        assert service.get("/v1/risk-lists/preview").status_code == 503
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["no usable record store"]


@pytest.mark.parametrize("lost", ["illness", "illness/bucket=1", "people/_delta_log"])
def test_a_store_that_lost_something_gives_no_number(
    service_of: Callable[..., TestClient], model: RiskModel, store: RecordStore, tmp_path: Path, lost: str
) -> None:
    """With `records/illness` moved away it stayed ready, and the riskiest household's chance fell from 69 to 26 %."""
    place = shutil.copytree(store.path, tmp_path / "records")
    with service_of(model, records=place) as service:
        assert service.get("/readyz").status_code == 200
        (place / lost).rename(tmp_path / "lost")
        ready = service.get("/readyz")
        assert (ready.status_code, "usable record store" in ready.text) == (503, True)
        if "/bucket" not in lost:
            for address in ("/v1/risk-lists/preview", "/v1/households/99010100000000000001/assessment"):
                answer = service.get(address, params={"as_of": str(AS_OF)})
                assert (answer.status_code, "probability" in answer.text) == (503, False)
                assert lost.partition("/")[0] in answer.json()["detail"]


def test_a_data_file_that_cannot_be_read_is_told_wherever_it_is_met(
    service_of: Callable[..., TestClient], model: RiskModel, store: RecordStore, tmp_path: Path
) -> None:
    """As long as it was and full of other bytes: counting the villages ended in a fault of the service."""
    place = shutil.copytree(store.path, tmp_path / "records", ignore=shutil.ignore_patterns("context"))
    with service_of(model, records=place) as service:
        for file in place.glob("illness/bucket=*/*.parquet"):
            file.write_bytes(b"x" * file.stat().st_size)
        for address in ("/v1/risk-lists/preview", "/v1/households/99010100000000000001/assessment"):
            answer = service.get(address, params={"as_of": "2024-05-20"})
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:fanpin:problem:not-ready")
            assert "有数据文件读不出" in answer.json()["detail"]


def test_the_copy_serves_while_the_registry_is_down(
    service_of: Callable[..., TestClient], model: RiskModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    model.save(tmp_path / "model")
    with service_of(None) as service:
        ready, told = service.get("/readyz"), service.get("/v1/model").json()
        assert (ready.status_code, told["version"], told["source"]) == (200, "3", "copy")
        assert "第 3 版的本地副本" in ready.json()["notices"][0]
        assert ready.json()["notices"] == [f"{notice['zh']} | {notice['en']}" for notice in told["notices"]]
        assert "127.0.0.1:1" not in ready.text


def test_a_policy_file_of_the_county_that_cannot_be_read_keeps_the_service_from_answering(
    service_of: Callable[..., TestClient], model: RiskModel, tmp_path: Path
) -> None:
    own = tmp_path / "county" / "policy"
    own.mkdir(parents=True)
    (own / "lines.yaml").write_text("monitoring_lien: {steps: [{}]}", encoding="utf-8")
    with service_of(model, county=own.parent) as service:
        assert service.get("/readyz").status_code == 503
        answer = service.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
        assert answer.status_code == 503
        assert "Is monitoring_line meant?" in answer.json()["detail"]


def test_an_explanation_that_misses_its_score_gives_no_answer(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Trees.contributions
    monkeypatch.setattr(Trees, "contributions", lambda trees, matrix: real(trees, matrix) + 1e-4)
    answer = client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:fanpin:problem:unexplained"
    assert not any(number in answer.text for number in NUMBERS)


def test_a_score_that_is_no_number_gives_no_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RiskModel, "probability", lambda _, raw: raw * math.nan)
    answer = client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert answer.status_code == 500
    assert not any(number in answer.text for number in NUMBERS)


@pytest.mark.parametrize(
    ("failure", "status", "kind"),
    [
        (PolicyError("lines.yaml: no value in force"), 422, "invalid-request"),
        (ExplanationError("misses its score by 0.5"), 500, "unexplained"),
        (ZeroDivisionError("household 4711 of 张三"), 500, "failed"),
    ],
)
def test_a_failure_says_nothing_about_anybody(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    status: int,
    kind: str,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise failure

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(assessing, "assess_household", fail)
    answer = client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:fanpin:problem:{kind}"
    said = answer.text + caplog.text
    assert not any(private in said for private in ("4711", "张三", "0.5", EXAMPLE_HOUSEHOLD["household_id"]))


def test_the_log_names_the_route_and_nobody(
    client: TestClient, caplog: pytest.LogCaptureFixture, households: list[str]
) -> None:
    caplog.set_level(logging.INFO, logger="fanpin.service")
    client.get(f"/v1/households/{households[3]}/assessment", params={"as_of": str(AS_OF)})
    client.get(f"/{households[3]}", params={"code": "secret"})
    lines = [record.getMessage() for record in caplog.records if record.name == "fanpin.service"]
    assert lines[0].startswith("GET /v1/households/{household_id}/assessment 200 ")
    assert lines[1].startswith("GET (no route) 404 ")
    assert households[3] not in caplog.text
    assert "secret" not in caplog.text


def test_an_address_that_does_not_exist_is_a_problem_too(client: TestClient) -> None:
    for answer, status in ((client.get("/v1/nothing"), 404), (client.delete("/v1/model"), 405)):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_documentation_knows_every_kind_of_problem() -> None:
    kinds = set(re.findall(r"`([a-z-]+)`", Path("docs/api.md").read_text(encoding="utf-8").partition("| status |")[2]))
    code = "".join(
        Path("service", name).read_text(encoding="utf-8")
        for name in ("failures.py", "problems.py", "assess.py", "impossible.py", "refusals.py")
    )
    raised = set(re.findall(r'\d{3},\s+"([a-z-]+)"|\d{3}: \(\s*"([a-z-]+)"', code))
    assert {kind for pair in raised for kind in pair if kind} <= kinds

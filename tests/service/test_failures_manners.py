"""How failures are told: every status declared in the form in which it is sent, at most a hundred problems, no jargon."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.policy.loading import PolicyError
from features.records.store import StoreError
from models.answers import assessing
from models.risk_model import ModelError, RiskModel
from service.documents import MOST_ROWS
from service.example import EXAMPLE_HOUSEHOLD
from service.problem_wording import UNKNOWN_KIND, WORDS
from service.problems import MOST_PROBLEMS, not_ready
from tests.service.conftest import AS_OF

PROBLEM_JSON = "application/problem+json"
BOTH = re.compile(r"[\u4e00-\u9fff].* \| .*[A-Za-z]", re.DOTALL)
OF_PYTHON = re.compile(
    r"datetime|NoneType|<class|\^\\d|\\d\{|\[0-9\]|[a-z]Row\b|Input should|Traceback|\bdict\b|e\+\d\d"
)


def every_text(problem: dict[str, Any]) -> list[str]:
    texts = [problem["title"], problem["detail"]]
    return texts + [told[name] for told in problem.get("problems", []) for name in ("message", "what_to_do")]


def wrong_everywhere() -> dict[str, Any]:
    """A document in which fields are wrong in every way that a client may be."""
    member = EXAMPLE_HOUSEHOLD["records"]["members"][0]
    described = EXAMPLE_HOUSEHOLD["records"]["households"][0]
    wrong_members: list[dict[str, Any]] = [
        {"birth_month": "1850-01-01"},
        {"birth_month": "2200-01-01"},
        {"birth_month": 1968},
        {"sex": "x"},
        {"sex": 1},
        {"person_id": 5},
        {"person_id": ""},
        {"person_id": "P" * 500},
        {"work_months": 13},
        {"work_months": -1},
        {"work_months": "8"},
        {"work_months": float("inf")},
        {"source_row": 2.5},
        {"source_row": 10**30},
        {"source_row": 0},
        {"insured": "yes"},
        {"relatoin": "head"},
        {"left_on": "1960-01-01"},
    ]
    return {
        **EXAMPLE_HOUSEHOLD,
        "as_of": "30/06/2024",
        "comment": "?",
        "records": {
            "households": [{**described, "region_code": "1"}, 5, {}, {**described, "household_id": "another"}],
            "members": [{**member, **changed} for changed in wrong_members],
            "illness": {},
            "ilness": [],
        },
    }


def test_every_problem_is_told_in_both_languages_and_without_jargon(client: TestClient, households: list[str]) -> None:
    sent = json.dumps(wrong_everywhere())
    body = {"content-type": "application/json"}
    asked = f"/v1/households/{households[0]}/assessment"
    answers = [
        client.post("/v1/assessments", content=sent, headers=body),
        client.post("/v1/assessments", content=b"{", headers=body),
        client.post("/v1/assessments", content=b"[1]", headers=body),
        client.post("/v1/assessments", content=b"", headers=body),
        client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "records": {}}),
        client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "records": {"illness": [{}] * (MOST_ROWS + 1)}}),
        client.get(asked, params={"as_of": "2020-01-01"}),
        client.get(asked, params={"as_of": "2099-01-01"}),
        client.get(asked, params={"as_of": "x", "no": "1"}),
        client.get("/v1/risk-lists/preview", params={"region": "x", "capacity": "1.5", "format": "pdf"}),
        client.get("/v1/risk-lists/preview", params={"region": "11", "as_of": str(AS_OF), "capacity": "9" * 5000}),
        client.get("/v1/households/nobody/assessment"),
        client.get("/v1/features/nothing"),
        client.get("/v1/features", params={"risk_type": "none"}),
        client.get("/v1/nothing"),
        client.delete("/v1/model"),
        client.get("/v1/model", headers={"X-API-Key": "wrong"}),
    ]
    for answer in answers:
        assert answer.headers["content-type"] == PROBLEM_JSON, answer.url
        for text in every_text(answer.json()):
            assert BOTH.search(text), (answer.url, text)
            assert not OF_PYTHON.search(text), (answer.url, text)
    told = answers[0].json()
    assert told["problem_count"] == len(told["problems"]) > 20
    # Each kind has words of its own.
    assert not any(
        problem["message"] == str(UNKNOWN_KIND[0]) for each in answers for problem in each.json()["problems"]
    )


def test_a_day_a_form_and_a_word_are_told_as_people_write_them(client: TestClient) -> None:
    document = {**EXAMPLE_HOUSEHOLD, "records": {**EXAMPLE_HOUSEHOLD["records"]}}
    member = EXAMPLE_HOUSEHOLD["records"]["members"][0]
    document["records"]["members"] = [{**member, "birth_month": "1850-01-01", "sex": "x"}]
    document["records"]["households"] = [{**EXAMPLE_HOUSEHOLD["records"]["households"][0], "region_code": "99"}]
    problems = client.post("/v1/assessments", json=document).json()["problems"]
    told = {problem["path"]: problem for problem in problems}
    assert told["records.members[0].birth_month"]["message"] == "早于 1900-02-01 | lies before 1900-02-01"
    assert "male（男）、female（女）" in told["records.members[0].sex"]["what_to_do"]
    assert "12位数字的文本" in told["records.households[0].region_code"]["what_to_do"]


def test_at_most_a_hundred_problems_are_named_and_all_are_counted(client: TestClient) -> None:
    rows = [{"amount_yuan": "x"}] * 500
    said = client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "records": {"income": rows}}).json()
    assert len(said["problems"]) == MOST_PROBLEMS
    assert said["problem_count"] > 2000
    assert f"共{said['problem_count']}处问题" in said["detail"]
    assert f"the first {MOST_PROBLEMS} are named" in said["detail"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/srv/county 7/var/records 中没有记录库 | No record store at /srv/x/records.", None),
        ("/srv/var/model: no usable model here.", "model: no usable model here."),
        ("sqlite:////srv/var/mlflow.db can't be reached", "mlflow.db can't be reached"),
        ("http://10.0.0.1:5000/api: refused", "api: refused"),
        ("county/policy/lines.yaml: Is monitoring_line meant?", "county/policy/lines.yaml: Is monitoring_line meant?"),
    ],
)
def test_what_is_not_there_is_told_without_its_folder(text: str, left: str | None) -> None:
    detail = not_ready([text]).problem.detail
    assert "/srv" not in detail
    assert "10.0.0.1" not in detail
    assert left is None or left in detail


@pytest.mark.parametrize("failure", [StoreError, ModelError, PolicyError])
def test_no_answer_names_a_folder_of_the_server(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: type[Exception]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise failure(f"{tmp_path}/records 已损坏 | {tmp_path}/records is damaged: '{tmp_path}/x.json'")

    monkeypatch.setattr(assessing, "assess_household", fail)
    answer = client.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert answer.status_code in (422, 503)
    assert str(tmp_path.parent) not in answer.text


def test_every_failure_is_declared_as_it_is_sent(app: FastAPI, client: TestClient, households: list[str]) -> None:
    paths = app.openapi()["paths"]
    for path, operations in paths.items():
        for told in operations.values():
            codes = {code for code in told["responses"] if code >= "400"}
            assert {"405", "413", "500"} <= codes, path
            if path.startswith("/v1/"):
                assert {"400", "401", "422", "503"} <= codes, path
            if "requestBody" in told:
                assert "415" in codes, path
            for code in codes - ({"503"} if path == "/readyz" else set()):
                assert list(told["responses"][code]["content"]) == [PROBLEM_JSON], (path, code)
    household = "/v1/households/{household_id}/assessment"
    body = {"content-type": "application/json"}
    for path, answer in (
        ("/v1/assessments", client.post("/v1/assessments", content=b'{"a": "\xff"}', headers=body)),
        ("/v1/assessments", client.post("/v1/assessments", content=b"{", headers=body)),
        (household, client.get(household.format(household_id="nobody"))),
        ("/v1/model", client.get("/v1/model", headers={"X-API-Key": ""})),
        ("/v1/features/{name}", client.get("/v1/features/nothing")),
    ):
        (told,) = paths[path].values()
        assert answer.headers["content-type"] in told["responses"][str(answer.status_code)]["content"]


def test_the_form_of_problems_is_part_of_openapi(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"]
    assert {"type", "title", "status", "detail"} <= set(schemas["Problem"]["properties"])
    assert "FieldProblem" in schemas
    named = set(re.findall(r"#/components/schemas/([\w-]+)", str(app.openapi())))
    assert named <= set(schemas)


def test_each_kind_has_words_in_both_languages() -> None:
    for kind, words in WORDS.items():
        assert all(half.zh and half.en for half in words), kind


def test_a_service_without_a_model_says_so_without_its_folder(
    service_of: Callable[..., TestClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: RiskModel
) -> None:
    county = tmp_path / "county"
    (county / "policy").mkdir(parents=True)
    (county / "policy" / "lines.yaml").write_text("monitoring_line: 5", encoding="utf-8")
    with service_of(model, county=county) as service:
        for address in ("/v1/model", "/readyz"):
            answer = service.get(address)
            assert answer.status_code == 503
            assert str(tmp_path) not in answer.text

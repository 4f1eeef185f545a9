"""Many households in one request: each as it is answered alone, in order, and one that fails costs nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.texts.unrepeated import read_json
from service import assess
from service.assess import unknown_household
from service.documents import HouseholdDocument
from service.example import EXAMPLE_HOUSEHOLD
from service.households import batches
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission
from service.routes.batches import NDJSON
from service.routes.doing import now
from service.runs.serving import RUN_HEADER
from service.score_names import score_name
from service.store.repositories.audit import lines as lines_of_audit
from tests.service.kept_runs import DAY
from tests.service.office import TOWNSHIP, Office

STORED, SENT = "/v1/assessments/stored", "/v1/assessments/batch"


@pytest.fixture
def program(office: Office) -> TestClient:
    return office.program()


def lines(client: TestClient, address: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post(address, json=body, headers={"Accept": NDJSON})
    assert (answer.status_code, answer.headers["content-type"]) == (200, NDJSON)
    return [read_json(line) for line in answer.text.splitlines()]


@pytest.fixture(params=["from the run", "computed"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "computed":
        monkeypatch.setattr("service.households.batches.run_to_serve", lambda *_: None)
        monkeypatch.setattr("service.households.batches.COMPUTED_AT_ONCE", 7)
    monkeypatch.setattr("service.households.batches.READ_AT_ONCE", 10)
    return str(request.param)


def test_each_is_answered_as_alone(program: TestClient, office: Office, way: str) -> None:
    codes = [*office.households()[::17], "nobody", office.households()[0]]
    *told, end = lines(program, STORED, {"household_ids": codes, "as_of": str(DAY)})
    assert [line["household_id"] for line in told] == codes
    answered = [line for line in told if line["assessment"]]
    assert end == {"asked": len(codes), "answered": len(answered), "refused": len(codes) - len(answered)}
    assert 0 < len(answered) < len(codes)
    for line in told:
        alone = program.get(f"/v1/households/{line['household_id']}/assessment", params={"as_of": str(DAY)})
        assert alone.json() == (line["assessment"] or line["problem"])
        assert alone.headers.get("Fanpin-Score") == line["score_id"]
        if way == "from the run":
            assert alone.headers.get(RUN_HEADER) == line["run_id"]
    assert any(line["run_id"] for line in told) == (way == "from the run")


def test_json_says_the_same_as_lines(program: TestClient, office: Office) -> None:
    asked = {"household_ids": office.households()[:12], "as_of": str(DAY)}
    whole = program.post(STORED, json=asked)
    *told, end = lines(program, STORED, asked)
    assert whole.json() == {"items": told, **end}
    assert whole.headers["fanpin-assessed-at"].endswith("Z")


def test_elsewhere_nobody_is_there(office: Office, way: str) -> None:
    cadre = office.program(Permission.READ_HOUSEHOLDS, where=Jurisdiction.of(TOWNSHIP))
    inside, outside = office.households(TOWNSHIP)[0], office.households("990101002")[0]
    told = lines(cadre, STORED, {"household_ids": [inside, outside, "nobody"], "as_of": str(DAY)})
    assert told[0]["household_id"] == inside
    assert told[0]["assessment"]
    assert told[1] == {**told[2], "household_id": outside}
    assert told[1]["problem"]["type"] == "urn:fanpin:problem:unknown-household"


def test_documents_are_answered_each_by_itself(program: TestClient) -> None:
    wrong = {**EXAMPLE_HOUSEHOLD, "household_id": "wrong", "as_of": "today"}
    twice = json.dumps(EXAMPLE_HOUSEHOLD).replace('"sex": "male"', '"sex": "male", "sex": "male"', 1)
    documents = [json.dumps(EXAMPLE_HOUSEHOLD), json.dumps(wrong), "7", twice, json.dumps(EXAMPLE_HOUSEHOLD)]
    body = '{"documents": [' + ", ".join(documents) + "]}"
    answer = program.post(SENT, content=body, headers={"content-type": "application/json"})
    items = answer.json()["items"]
    assert [item["household_id"] for item in items] == [
        EXAMPLE_HOUSEHOLD["household_id"],
        "wrong",
        None,
        EXAMPLE_HOUSEHOLD["household_id"],
        EXAMPLE_HOUSEHOLD["household_id"],
    ]
    alone = program.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD)
    assert items[0]["assessment"] == items[4]["assessment"] == alone.json()
    assert items[0]["score_id"] == alone.headers["fanpin-score"]
    assert items[0]["score_id"] == score_name(items[0]["household_id"], alone.json()["made_from"])
    assert items[1]["problem"] == program.post("/v1/assessments", json=wrong).json()
    assert [problem["path"] for problem in items[3]["problem"]["problems"]] == ["records.members[0].sex"]
    assert (answer.json()["answered"], answer.json()["refused"]) == (2, 3)


def changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The document with other words in all its descriptions of the household."""
    described = [{**row, **changes} for row in document["records"]["households"]]
    return {**document, "records": {**document["records"], "households": described}}


def test_documents_together_are_answered_as_alone(
    office: Office, program: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the store knows the household or not, and whatever is changed in it."""
    some = office.households()[:30:5]
    known = [program.get(f"/v1/households/{code}/document", params={"as_of": str(DAY)}).json() for code in some]
    other_day = {**known[0], "as_of": "2024-05-31"}
    strangers = [{**document, "household_id": f"new-{number}"} for number, document in enumerate(known[:2])]
    moved = changed({**known[1]}, region_code="990101001007")
    poorer = {**known[2], "records": {**known[2]["records"], "illness": []}}
    nobody = {**known[3], "records": {**known[3]["records"], "members": []}}
    undescribed = {**known[4], "household_id": "u", "records": {**known[4]["records"], "households": []}}
    elsewhere = changed({**known[5], "household_id": "e"}, region_code="880101001001")
    too_early = {**known[5], "as_of": "2001-01-01"}
    documents = [*known, other_day, moved, poorer, *strangers, nobody, undescribed, elsewhere, too_early, known[0]]
    county = office.program(Permission.ASSESS, where=Jurisdiction.of("990101"))
    told = county.post(SENT, json={"documents": documents}).json()["items"]
    alone = [county.post("/v1/assessments", json=document) for document in documents]
    for item, answer in zip(told, alone, strict=True):
        assert (item["assessment"] or item["problem"]) == answer.json()
        assert item["score_id"] == answer.headers.get("fanpin-score")
    kinds = {answer.status_code for answer in alone}
    assert kinds == {200, 404, 409, 422}
    # Most of them together: alone is answered what is counted otherwise in its village, or has nobody.
    counted: list[str] = []

    def alone_once(document: HouseholdDocument, *_: Any) -> Exception:
        counted.append(document.household_id)
        return unknown_household()

    monkeypatch.setattr(assess, "_alone", alone_once)
    county.post(SENT, json={"documents": [*known, *strangers, poorer]})
    assert len(counted) <= 2


@pytest.mark.parametrize(
    ("address", "body", "path"),
    [
        (STORED, {"household_ids": []}, "household_ids"),
        (STORED, {"household_ids": ["1"] * 1001}, "household_ids"),
        (STORED, {"household_ids": ["1", 2]}, "household_ids[1]"),
        (STORED, {"household_ids": ["1"], "as_of": "1999-01-01"}, "as_of"),
        (SENT, {"documents": []}, "documents"),
        (SENT, {"documents": [7] * 1001}, "documents"),
        (SENT, {"document": [7]}, "documents"),
        (SENT, [7], "body"),
    ],
)
def test_what_can_t_be_asked_at_all_is_refused(program: TestClient, address: str, body: Any, path: str) -> None:
    answer = program.post(address, json=body, headers={"Accept": NDJSON})
    assert answer.status_code == 422, answer.text
    assert path in [problem["path"] for problem in answer.json()["problems"]]


def test_a_failure_of_some_is_told_of_them_alone(
    program: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, answer_many = office.households()[:4], batches.answer_many

    def failing(*asked: Any) -> Any:
        if codes[2] in asked[3]:
            raise ZeroDivisionError
        return answer_many(*asked)

    monkeypatch.setattr(batches, "answer_many", failing)
    monkeypatch.setattr(batches, "run_to_serve", lambda *_: None)
    monkeypatch.setattr(batches, "COMPUTED_AT_ONCE", 1)
    told = lines(program, STORED, {"household_ids": codes, "as_of": str(DAY)})
    assert [line["problem"]["status"] for line in told[:-1] if line["problem"]] == [500]
    assert "probability" not in json.dumps(told[2])


def test_who_comes_while_as_many_as_can_be_are_answered_comes_again(
    program: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_PLACES", batches.threading.BoundedSemaphore(1))
    asked = {"household_ids": office.households()[:2], "as_of": str(DAY)}
    with batches._a_place():
        refused = program.post(STORED, json=asked)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert program.post(STORED, json=asked).status_code == 200


def test_whose_answers_were_read_stands_in_the_audit(office: Office, program: TestClient) -> None:
    code = office.households()[1]
    program.post(STORED, json={"household_ids": [code, "张三"], "as_of": str(DAY)})
    door = office.app.state.resources.door
    with door.database.reading(EVERYWHERE, now()) as work:
        *_, line = lines_of_audit(work)
    assert line.action == "households.assess"
    named = read_json(line.content)["detail"]
    assert named["households"][0] == code
    # What is no code may be a name.
    assert named["households"][1].startswith("marked-")

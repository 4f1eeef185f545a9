"""A name given twice, in a body, a query or a form: told with its place, whatever the two values are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.example import EXAMPLE_HOUSEHOLD
from service.principal import Role
from service.problems import ProblemError
from service.repeated import form_fields
from tests.service.conftest import AS_OF

SOUND = json.dumps(EXAMPLE_HOUSEHOLD)


def paths_of(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    assert "probability" not in answer.text
    return [problem["path"] for problem in answer.json()["problems"]]


@pytest.mark.parametrize(
    ("once", "twice", "paths"),
    [
        ('"illness": [', '"illness": [], "illness": [', ["records.illness"]),
        ('"records": {', '"records": {}, "records": {', ["records"]),
        ('"as_of": "2024-06-30"', '"as_of": "2024-06-30", "as_of": "2024-06-30"', ["as_of"]),
        (
            '"self_paid_yuan": 23400',
            '"self_paid_yuan": 1, "self_paid_yuan": 23400',
            ["records.illness[0].self_paid_yuan"],
        ),
        ('"sex": "female"', '"sex": "female", "s\\u0065x": "male"', [f"records.members[{row}].sex" for row in (1, 2)]),
    ],
)
def test_a_name_twice_in_a_document_is_refused(client: TestClient, once: str, twice: str, paths: list[str]) -> None:
    assert once in SOUND
    sent = SOUND.replace(once, twice)
    answer = client.post("/v1/assessments", content=sent, headers={"content-type": "application/json"})
    assert paths_of(answer) == paths
    assert "不止一次 | is given more than once" in answer.json()["problems"][0]["message"]


def test_it_is_told_with_all_other_problems(client: TestClient) -> None:
    sent = SOUND.replace('"as_of": "2024-06-30"', '"as_of": "today", "as_of": "2024-6-30"')
    answer = client.post("/v1/assessments", content=sent, headers={"content-type": "application/json"})
    assert paths_of(answer) == ["as_of", "as_of"]


@pytest.fixture
def askers(app: FastAPI, client: TestClient, new_link: Callable[..., str]) -> list[TestClient]:
    """A program, and people for what programs may not."""
    people = [TestClient(app, follow_redirects=False) for _ in range(3)]
    for person, role in zip(people, (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.COUNTY_OFFICER), strict=True):
        assert person.get(new_link(role)).status_code == 303
    return [client, *people]


def asked_by_who_may(askers: list[TestClient], method: str, address: str, **more: Any) -> Any:
    answers = (asker.request(method, address, **more) for asker in askers)
    return next(answer for answer in answers if answer.status_code != 403)


def test_a_parameter_twice_is_refused_wherever_it_can_be_asked(askers: list[TestClient], app: FastAPI) -> None:
    some = "0" * 26
    asked = {
        "household_id": "1",
        "name": "self_paid_12m",
        "run_id": f"run_{some}",
        "list_id": f"list_{some}",
        "lead_id": f"lead_{some}",
        "fact_id": f"record_{some}",
        "version": "1",
        "endpoint_id": f"endpoint_{some}",
        "delivery_id": f"delivery_{some}",
        "user_id": f"user_{some}",
        "client_id": f"client_{some}",
        "export_id": f"export_{some}",
        "unmasking_id": f"unmasking_{some}",
    }
    keyed = {path: methods for path, methods in app.openapi()["paths"].items() if path.startswith("/v1/")}
    assert len(keyed) >= 6
    for path, methods in keyed.items():
        for method in methods:
            address = path.format(**asked)
            twice = f"{address}?as_of={AS_OF}&as_of={AS_OF}&domain=a&domain=b&as_of="
            answer = asked_by_who_may(askers, method, twice)
            assert paths_of(answer) == ["as_of", "domain"]


def test_a_page_s_parameter_twice_is_refused(browser: TestClient) -> None:
    answer = browser.get("/lists?region=99&region=99", headers={"accept": "application/json"})
    assert paths_of(answer) == ["region"]


def test_a_form_s_field_twice_is_refused(stranger: TestClient) -> None:
    assert form_fields(b"key=a+b&next=%2Flists") == {"key": "a b", "next": "/lists"}
    with pytest.raises(ProblemError) as told:
        form_fields(b"key=a&next=&key=b")
    assert [problem.path for problem in told.value.problem.problems] == ["key"]
    answer = stranger.post(
        "/login", content=b"key=a&key=b", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert paths_of(answer) == ["key"]


def test_a_name_twice_is_refused_in_every_body(askers: list[TestClient], app: FastAPI) -> None:
    """Of two values of one name the last would count, and nobody would know."""
    some = "0" * 26
    paths = app.openapi()["paths"]
    with_body = [
        (path, method)
        for path, methods in paths.items()
        for method, of in methods.items()
        if "application/json" in of.get("requestBody", {}).get("content", {})
    ]
    assert len(with_body) >= 6
    for path, method in with_body:
        address = path.format(
            household_id="1",
            lead_id=f"lead_{some}",
            list_id=f"list_{some}",
            version="1",
            user_id=f"user_{some}",
            client_id=f"client_{some}",
        )
        sent = b'{"as_of": "2024-06-30", "household_id": "1", "as_of": "2024-05-31"}'
        answer = asked_by_who_may(askers, method, address, content=sent, headers={"content-type": "application/json"})
        assert "as_of" in paths_of(answer), path
        assert "不止一次" in answer.text

"""Single facts over HTTP: taken in whole or not at all, each once, and what became of them told to whoever sent them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.deliveries.departments import DeliveringDepartment
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.landing.waiting import land_waiting
from service.local_time import day_of
from service.principal import Permission, Role
from service.routes.doing import now
from tests.service.office import COUNTY, TOWNSHIP, Office

_numbers = count()
ID_NUMBER = "99010119800501001X"


@pytest.fixture
def household(office: Office) -> str:
    """Another one for each story."""
    return office.households(TOWNSHIP)[next(_numbers)]


def sender(office: Office, where: Jurisdiction = EVERYWHERE) -> TestClient:
    """The system of the civil affairs."""
    return office.program(Permission.SEND_FACTS, where=where, department=DeliveringDepartment.CIVIL_AFFAIRS)


def dibao(household: str, reference: str = "dibao-1", **columns: Any) -> dict[str, Any]:
    day = str(day_of(now()) - dt.timedelta(days=3))
    said = {"kind": "dibao", "started_on": day, "amount_yuan": 500, **columns}
    reference = f"{reference}-{household}"
    return {"reference": reference, "household_id": household, "table": "support", "event_date": day, "columns": said}


def test_facts_wait_and_become_records_that_are_named(own_office: Office) -> None:
    program, household = sender(own_office), own_office.households(TOWNSHIP)[0]
    sent = program.post("/v1/facts", json={"facts": [dibao(household)]})
    assert sent.status_code == 202, sent.text
    (taken,) = sent.json()["facts"]
    assert (taken["known_date"], taken["is_known"]) == (str(day_of(now())), False)
    address = f"/v1/facts/{taken['id']}"
    before = program.get(address).json()
    assert (before["state"], before["delivery_id"], before["household_id"]) == ("waiting", None, household)
    done = land_waiting(own_office.app.state.resources.door.database, own_office.kept.store.path, now())
    after = program.get(address).json()
    assert (after["state"], after["delivery_id"]) == ("landed", next(iter(done.landed)))
    stored = own_office.kept.store.deliveries().filter(own_office.kept.store.deliveries()["source"] == "case_system")
    assert stored["department"].to_list() == ["民政"]
    landed = program.get("/v1/facts", params={"state": "landed"}).json()["items"]
    assert [each["id"] for each in landed] == [taken["id"]]
    assert program.get("/v1/facts", params={"state": "refused"}).json()["items"] == []


def test_nothing_is_taken_in_where_anything_is_wrong(office: Office, household: str) -> None:
    program = sender(office)
    wrong = [
        dibao(household, "sound"),
        {**dibao(household, "day"), "event_date": "2026-13-01"},
        dibao(household, "amount", amount_yuan="500"),
        dibao(household, "name", name="张三", id_number=ID_NUMBER),
        {**dibao(household, "table"), "table": "disability", "columns": {"category": 4.0}},
        dibao("nobody", "household"),
    ]
    answer = program.post("/v1/facts", json={"facts": wrong})
    assert answer.status_code == 422
    paths = {problem["path"] for problem in answer.json()["problems"]}
    assert paths >= {
        "facts[1].event_date", "facts[2].columns.amount_yuan", "facts[3].columns.name", "facts[3].columns.id_number",
        "facts[4].table", "facts[5].household_id",
    }  # fmt: skip
    assert not any(path.startswith("facts[0]") for path in paths)
    assert all(" | " in problem["message"] and " | " in problem["what_to_do"] for problem in answer.json()["problems"])
    assert "张三" not in answer.text
    assert ID_NUMBER not in answer.text
    assert program.get("/v1/facts").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "path"),
    [({}, "facts"), ({"facts": []}, "facts"), ({"facts": {}}, "facts"), ({"facts": [1]}, "facts[0]"), ({"facts": [], "more": 1}, "more")],
)  # fmt: skip
def test_what_is_no_list_of_facts_is_told(office: Office, body: Any, path: str) -> None:
    answer = sender(office).post("/v1/facts", json=body)
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, path)


def test_the_same_facts_many_times_at_once_are_one(office: Office, household: str) -> None:
    program, key = sender(office), {"Idempotency-Key": "one-of-many"}
    sent = {"facts": [dibao(household)]}
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: program.post("/v1/facts", json=sent, headers=key), range(16)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert len(program.get("/v1/facts").json()["items"]) == 1
    # Without the key it is done again, and its reference says that it is known.
    again = program.post("/v1/facts", json=sent)
    assert again.json()["facts"][0]["is_known"]
    changed = program.post("/v1/facts", json={"facts": [dibao(household, amount_yuan=600)]}, headers=key)
    assert (changed.status_code, changed.json()["type"]) == (409, "urn:fanpin:problem:idempotency-key-used")


def test_a_household_elsewhere_does_not_exist_and_neither_does_another_s_fact(office: Office, household: str) -> None:
    elsewhere = sender(office, Jurisdiction.of("990102"))
    refused, unknown = (elsewhere.post("/v1/facts", json={"facts": [dibao(code)]}) for code in (household, "nobody"))
    assert refused.status_code == 422
    assert refused.text == unknown.text
    taken = sender(office).post("/v1/facts", json={"facts": [dibao(household)]}).json()["facts"][0]
    nothing = f"/v1/facts/record_{'0' * 26}"
    for other in (elsewhere, sender(office)):
        there, nowhere = other.get(f"/v1/facts/{taken['id']}"), other.get(nothing)
        assert there.status_code == 404
        assert there.text == nowhere.text
    # Who answers for the data sees whose they are.
    person = office.person(Role.DATA_STAFF, COUNTY).get(f"/v1/facts/{taken['id']}").json()
    assert person["state"] == "waiting"
    assert "columns" not in person


def test_who_speaks_for_no_department_sends_no_facts(office: Office, household: str) -> None:
    for asker in (office.program(Permission.SEND_FACTS), office.person(Role.DATA_STAFF, COUNTY)):
        answer = asker.post("/v1/facts", json={"facts": [dibao(household)]})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:fanpin:problem:no-department")


def test_a_liaison_sends_facts_of_their_department_and_sees_those_alone(office: Office, household: str) -> None:
    liaison = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.CIVIL_AFFAIRS)
    another = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.HEALTH)
    refused = another.post("/v1/facts", json={"facts": [dibao(household)]})
    assert (refused.status_code, refused.json()["problems"][0]["path"]) == (422, "facts[0].table")
    sent = liaison.post("/v1/facts", json={"facts": [dibao(household, "by-hand")]})
    assert sent.status_code == 202, sent.text
    own = sent.json()["facts"][0]["id"]
    by_program = sender(office).post("/v1/facts", json={"facts": [dibao(household)]}).json()["facts"][0]["id"]
    assert {own, by_program} <= {each["id"] for each in liaison.get("/v1/facts").json()["items"]}
    assert another.get("/v1/facts").json()["items"] == []
    there, nowhere = (another.get(f"/v1/facts/{name}") for name in (own, f"record_{'0' * 26}"))
    assert (there.status_code, there.text) == (404, nowhere.text)


def test_data_staff_speak_where_they_are_a_liaison_and_see_everything(office: Office, household: str) -> None:
    """The household lives in the one township, its department is spoken for in the other."""
    grants = (Role.DATA_STAFF, COUNTY, None), (Role.DEPARTMENT_LIAISON, f"{COUNTY}002", DeliveringDepartment.HEALTH)
    person = office.person_with(*grants)
    refused = person.post("/v1/facts", json={"facts": [dibao(household)]}).json()["problems"]
    assert {problem["path"] for problem in refused} == {"facts[0].household_id", "facts[0].table"}
    sent = sender(office).post("/v1/facts", json={"facts": [dibao(household)]}).json()["facts"][0]["id"]
    assert sent in {each["id"] for each in person.get("/v1/facts").json()["items"]}

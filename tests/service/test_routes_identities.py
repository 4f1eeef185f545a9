"""Names of a household over HTTP: for a purpose, by people, written down; and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from service.access.clients import create_client
from service.access.roles import FOR_PEOPLE
from service.jurisdiction import EVERYWHERE, NOWHERE
from service.local_time import day_of
from service.principal import SYSTEM, Permission, Role
from service.routes.doing import now
from service.store.repositories.clients import client_named
from service.vault.filling import DESCRIBED, fill
from tests.service.audit.chain import newest_lines
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.vault.people import PLANTED, POLICY

NAME, NUMBER = PLANTED[0], PLANTED[4]
ASKED = {"purpose": "visit", "words": "明日入户核实医疗支出"}


@pytest.fixture(scope="module")
def household(office: Office) -> str:
    """One whose head the vault knows by a marked name."""
    door, (code, *_) = office.app.state.resources.door, office.households(TOWNSHIP)
    rows = [("p1", code, f"{TOWNSHIP}001", True, NAME, NUMBER, day_of(now()))]
    people = pl.DataFrame(rows, schema=DESCRIBED, orient="row")
    fill(door.database, door.keyring, POLICY, people, now(), actor="system:test")
    return code


@pytest.fixture
def officer(office: Office) -> Iterator[TestClient]:
    """Somebody of the household's township."""
    with office.person(Role.TOWNSHIP, TOWNSHIP) as person:
        yield person


def looked(person: TestClient, household: str, **changes: Any) -> Any:
    return person.post(f"/v1/households/{household}/identity", json={**ASKED, **changes})


def test_for_a_purpose_names_are_shown_and_it_is_written_down(
    office: Office, officer: TestClient, household: str
) -> None:
    answer = looked(officer, household).json()
    assert answer["people"] == [{"person_id": "p1", "is_head": True, "name": NAME, "number": "9901**********9871"}]
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        (line,) = newest_lines(work, action="identities.unmasked")
    assert (line.target, answer["unmasking_id"] in line.content) == (f"household:{household}", True)
    assert NAME not in line.content


def test_an_auditor_reads_why_and_that_they_did_is_written_down(
    office: Office, officer: TestClient, household: str
) -> None:
    record = looked(officer, household).json()["unmasking_id"]
    auditor, address = office.person(Role.AUDITOR), f"/v1/audit/unmaskings/{record}"
    answer = auditor.get(address).json()
    assert (answer["household_id"], answer["purpose"], answer["words"]) == (household, "visit", ASKED["words"])
    (line,) = auditor.get("/v1/audit", params={"target": f"unmasking:{record}"}).json()["items"]
    assert (line["action"], ASKED["words"] in str(line)) == ("audit:read", False)
    missing = auditor.get(f"/v1/audit/unmaskings/unmasking_{'0' * 26}")
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:fanpin:problem:unknown-unmasking")
    program = office.program(Permission.READ_AUDIT).get(address)
    assert (program.status_code, program.json()["type"]) == (403, "urn:fanpin:problem:people-only")
    for other in (office.person(Role.AUDITOR, COUNTY), office.person(Role.COUNTY_OFFICER, COUNTY), officer):
        assert other.get(address).status_code == 403


def test_outside_it_does_not_exist_and_who_is_not_named_is_told_so(office: Office, household: str) -> None:
    elsewhere = office.person(Role.TOWNSHIP, f"{COUNTY}000")
    there, nowhere = looked(elsewhere, household), looked(elsewhere, "0" * 20)
    assert (there.status_code, there.text) == (404, nowhere.text)
    unnamed = looked(office.person(Role.COUNTY_OFFICER, COUNTY), office.households(TOWNSHIP)[1])
    assert (unnamed.status_code, unnamed.json()["type"]) == (404, "urn:fanpin:problem:nobody-named")


def test_beside_leads_the_head_is_masked_where_it_is_asked_for(
    office: Office, officer: TestClient, household: str
) -> None:
    sent = {"household_id": household, "source": "trigger", "reference": "a-1", "reported_on": str(day_of(now()))}
    assert office.program().post("/v1/leads", json=sent).status_code == 201
    for asked, head in (({}, None), ({"names": "masked"}, "钱*")):
        (lead,) = officer.get("/v1/leads", params={"household_id": household, **asked}).json()["items"]
        assert lead["head"] == head
    assert officer.get("/v1/leads", params={"names": "whole"}).status_code == 422


@pytest.mark.parametrize("wrong", [{"purpose": "curiosity"}, {"words": "  看 "}, {"words": "看" * 301}, {"more": 1}])
def test_without_a_purpose_and_a_reason_nothing_is_shown(
    officer: TestClient, household: str, wrong: dict[str, Any]
) -> None:
    assert looked(officer, household, **wrong).status_code == 422


def test_so_many_households_a_day_and_no_more(office: Office, household: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = office.person(Role.VILLAGE, TOWNSHIP)
    key = {"Idempotency-Key": "one-too-many"}
    monkeypatch.setattr("service.vault.looking.acts_since", lambda *_: 60)
    for _ in range(2):
        answer = person.post(f"/v1/households/{household}/identity", json=ASKED, headers=key)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:fanpin:problem:looked-at-enough")
        assert NAME not in answer.text
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        assert len(newest_lines(work, action="identities.refused")) == 1


def test_no_program_reads_a_name_whatever_its_scopes(office: Office, household: str) -> None:
    door = office.app.state.resources.door
    with door.database.writing(NOWHERE, now()) as work:
        held = set(Permission) - FOR_PEOPLE
        _, key = create_client(work, door.keyring, by=SYSTEM, name="of-before", permissions=held, jurisdiction=EVERYWHERE)  # fmt: skip
        client = client_named(work, "of-before")
        assert client is not None
        client.permissions = [*client.permissions, Permission.UNMASK.value]
    program = TestClient(office.app, headers={"X-API-Key": key})
    assert looked(program, household).status_code == 403


def test_a_name_lies_nowhere_in_the_clear(
    office: Office, officer: TestClient, household: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key, words = {"Idempotency-Key": "a-name"}, f"入户找{NAME}，证件{NUMBER}"
    answers = [
        officer.post(f"/v1/households/{household}/identity", json={**ASKED, "words": words}, headers=key)
        for _ in range(2)
    ]
    assert answers[0].text == answers[1].text
    assert NUMBER not in answers[0].text
    file = Path(str(make_url(office.app.state.resources.settings.database).database))
    for each in file.parent.glob(f"{file.name}*"):
        assert [part for part in (NAME, NUMBER) if part.encode() in each.read_bytes()] == []
    assert [part for part in (NAME, NUMBER) if part in caplog.text] == []

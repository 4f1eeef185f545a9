"""The audit over HTTP: searched, verified and exported by auditors of the whole installation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from service.audit.exporting import rows
from service.principal import Permission, Role
from service.routes import audit as routes
from service.routes.doing import now
from service.slow import Kept
from tests.service.office import COUNTY, Office


@pytest.fixture(autouse=True)
def verified_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_VERIFYING", Kept(routes._VERIFYING._work._what, routes.FRESH))


def test_the_audit_is_searched_page_by_page_and_tells_of_that(office: Office) -> None:
    household = office.households(COUNTY)[3]
    program = office.program(Permission.READ_HOUSEHOLDS)
    for _ in range(3):
        assert program.get(f"/v1/households/{household}/assessment").status_code == 200
    auditor = office.person(Role.AUDITOR)
    asked: dict[str, Any] = {"action": "households:read", "target": f"household:{household}", "limit": 2}
    first = auditor.get("/v1/audit", params=asked).json()
    second = auditor.get("/v1/audit", params={**asked, "cursor": first["next"]}).json()
    numbers = [line["number"] for line in first["items"] + second["items"]]
    assert len(numbers) == 3
    assert numbers == sorted(numbers, reverse=True)
    assert second["next"] is None
    line = first["items"][0]
    assert line["actor"].startswith("client:")
    assert line["detail"]["route"] == "GET /v1/households/{household_id}/assessment"
    (own,) = auditor.get("/v1/audit", params={"limit": 1}).json()["items"]
    assert (own["action"], own["detail"]["route"]) == ("audit:read", "GET /v1/audit")
    assert auditor.get("/v1/audit", params={"since": line["at"], "until": line["at"]}).json()["items"] == []
    other = auditor.get("/v1/audit", params={"action": "leads:read", "cursor": first["next"]})
    assert other.status_code == 422


def test_it_is_whole_until_somebody_changes_a_line_and_then_says_which(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = office.person(Role.AUDITOR)
    whole = auditor.get("/v1/audit/verification").json()
    assert (whole["whole"], whole["faults"], whole["first"]) == (True, [], 1)
    engine = office.app.state.resources.door.database.engine
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_lines SET actor = 'user:nobody' WHERE number = 2"))
    assert auditor.get("/v1/audit/verification").json() == whole, "the same answer for a minute"
    monkeypatch.setattr(routes, "_VERIFYING", Kept(routes._VERIFYING._work._what, routes.FRESH))
    changed = auditor.get("/v1/audit/verification").json()
    with engine.begin() as connection:
        line = read_line(connection, 2)
        connection.execute(text("UPDATE audit_lines SET actor = :actor WHERE number = 2"), {"actor": line["actor"]})
    assert (changed["whole"], changed["fault_count"]) == (False, 1)
    assert [(fault["sign"], fault["number"]) for fault in changed["faults"]] == [("columns", 2)]
    assert "line 2 has columns" in changed["faults"][0]["en"]


def read_line(connection: object, number: int) -> dict[str, str]:
    asked = text("SELECT content FROM audit_lines WHERE number = :number")
    return dict(json.loads(connection.execute(asked, {"number": number}).scalar_one()))  # type: ignore[attr-defined]


def test_the_export_is_that_of_the_command(office: Office) -> None:
    auditor, door = office.person(Role.AUDITOR), office.app.state.resources.door
    answer = auditor.get("/v1/audit/export")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    head, *lines = answer.text.splitlines()
    last = json.loads(json.loads(lines[-1])["line"])
    assert (last["action"], last["actor"][:5]) == ("audit.exported", "user:")
    assert json.loads(head)["end"] == {"number": last["number"], "hash": json.loads(lines[-1])["hash"]}
    assert f"audit-1-{last['number']}.ndjson" in answer.headers["content-disposition"]
    onwards = auditor.get("/v1/audit/export", params={"after": last["number"]}).text.splitlines()
    assert json.loads(onwards[0])["before"] == json.loads(head)["end"]["hash"]
    again = routes.begin(door.database, door.keyring, now(), actor="user:somebody")
    by_command = "".join(rows(door.database, again, now())).splitlines()
    assert by_command[1 : len(lines) + 1] == lines
    beyond = auditor.get("/v1/audit/export", params={"after": 10**9})
    assert (beyond.status_code, beyond.json()["problems"][0]["path"]) == (422, "after")


def test_a_long_export_is_read_some_lines_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = office.person(Role.AUDITOR)
    auditor.get("/v1/audit")
    monkeypatch.setattr("service.audit.exporting.LINES_AT_ONCE", 2)
    head, *lines = auditor.get("/v1/audit/export").text.splitlines()
    numbers = [json.loads(json.loads(line)["line"])["number"] for line in lines]
    assert numbers == list(range(1, json.loads(head)["end"]["number"] + 1))


@pytest.mark.parametrize("address", ["/v1/audit", "/v1/audit/verification", "/v1/audit/export"])
def test_an_auditor_of_some_places_is_told_that_it_is_not_divided(office: Office, address: str) -> None:
    answer = office.person(Role.AUDITOR, COUNTY).get(address)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:fanpin:problem:whole-installation-only"
    assert office.person(Role.COUNTY_OFFICER).get(address).json()["type"] == "urn:fanpin:problem:not-allowed"

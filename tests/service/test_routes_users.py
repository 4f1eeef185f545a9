"""Accounts, roles and programs over HTTP: who may, for whom, and secrets that are told once."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from service.principal import Permission, Role
from tests.service.office import COUNTY, TOWNSHIP, Office

_numbers = count()


@pytest.fixture
def system(office: Office) -> TestClient:
    """The county's system administrator."""
    return office.person(Role.SYSTEM_ADMIN, COUNTY)


@pytest.fixture
def security(office: Office) -> TestClient:
    """The county's security administrator."""
    return office.person(Role.SECURITY_ADMIN, COUNTY)


def made(system: TestClient, **headers: str) -> dict[str, Any]:
    answer = system.post("/v1/users", json={"name": f"Made.{next(_numbers)}"}, headers=headers)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_from_the_account_to_its_end_by_two_administrators(system: TestClient, security: TestClient) -> None:
    user = made(system)
    address = f"/v1/users/{user['id']}"
    assert (user["roles"], user["password_is_first"], user["name"].startswith("made.")) == ([], True, True)
    granted = security.post(f"{address}/roles", json={"role": "township", "place": TOWNSHIP}).json()
    assert [(role["role"], role["place"]) for role in granted["roles"]] == [("township", TOWNSHIP)]
    anew = security.post(f"{address}/login", json={"second_factor": True}).json()
    assert anew["first_password"] != user["first_password"]
    assert security.post(f"{address}/unlock").status_code == 200
    assert security.post(f"{address}/sessions/end").json() == {"count": 0}
    assert security.post(f"{address}/roles/revoke", json={"role": "township"}).json() == {"count": 1}
    assert security.get(f"{address}/roles").json()["roles"] == []
    assert system.post(f"{address}/close").json()["closed_at"] is not None
    page = system.get("/v1/users", params={"limit": 2}).json()
    listed = page["items"]
    while page["next"]:
        page = system.get("/v1/users", params={"limit": 2, "cursor": page["next"]}).json()
        listed += page["items"]
    assert [each["name"] for each in listed] == sorted({each["name"] for each in listed})
    assert user["id"] in {each["id"] for each in listed}
    assert "first_password" not in str(listed)


def test_a_liaison_is_granted_for_a_department(system: TestClient, security: TestClient) -> None:
    address = f"/v1/users/{made(system)['id']}/roles"
    liaison = {"role": "department_liaison", "place": COUNTY}
    for wrong, words in (
        (liaison, "say for which department"),
        ({"role": "township", "place": TOWNSHIP, "department": "health"}, "only a department's liaison"),
    ):
        refused = security.post(address, json=wrong)
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:fanpin:problem:not-administered")
        assert words in refused.json()["detail"]
    assert security.post(address, json={**liaison, "department": "nobody"}).status_code == 422
    granted = security.post(address, json={**liaison, "department": "health"}).json()["roles"]
    assert [(role["role"], role["department"]) for role in granted] == [("department_liaison", "health")]
    assert security.post(address, json={"role": "village", "place": TOWNSHIP}).json()["roles"][1]["department"] is None


def test_neither_does_the_other_s_work_or_anything_for_themselves(
    office: Office, system: TestClient, security: TestClient
) -> None:
    user = made(system)
    address = f"/v1/users/{user['id']}"
    assert system.post(f"{address}/roles", json={"role": "auditor", "place": ""}).status_code == 403
    assert security.post("/v1/users", json={"name": "another"}).status_code == 403
    beyond = security.post(f"{address}/roles", json={"role": "village", "place": "990102"})
    assert (beyond.status_code, beyond.json()["type"]) == (409, "urn:fanpin:problem:not-administered")
    assert "within your own places only" in beyond.json()["detail"]
    assert security.post(f"{address}/roles", json={"role": "auditor", "place": COUNTY}).status_code == 200
    together = security.post(f"{address}/roles", json={"role": "system_admin", "place": COUNTY})
    assert (together.status_code, "different people" in together.json()["detail"]) == (409, True)
    taken = system.post("/v1/users", json={"name": user["name"].upper()})
    assert (taken.status_code, user["name"] in taken.text) == (409, False)
    own = next(each for each in pages(system) if each["name"] == f"system_admin-{COUNTY}")
    oneself = system.post(f"/v1/users/{own['id']}/close")
    assert "not for yourself" in oneself.json()["detail"]
    wider = office.person(Role.SYSTEM_ADMIN)
    everywhere = next(each for each in pages(wider) if each["name"] == "system_admin-all")
    assert system.post(f"/v1/users/{everywhere['id']}/close").status_code == 404, "whoever works beyond is not there"
    assert everywhere["id"] not in {each["id"] for each in pages(system)}


def pages(administrator: TestClient) -> list[dict[str, Any]]:
    return list(administrator.get("/v1/users", params={"limit": 500}).json()["items"])


def test_a_program_from_its_first_key_to_its_end(office: Office, security: TestClient) -> None:
    sent = {"name": "case-system", "permissions": ["events:read"], "places": [TOWNSHIP], "days": 30}
    program = security.post("/v1/clients", json=sent).json()
    address, asking = f"/v1/clients/{program['id']}", TestClient(office.app)

    def events(key: str) -> int:
        return asking.get("/v1/events", headers={"X-API-Key": key}).status_code

    assert (events(program["key"]), program["department"]) == (200, None)
    further = security.post(f"{address}/keys", json={"overlap_days": 0}).json()
    assert (events(program["key"]), events(further["key"])) == (401, 200)
    assert len(further["keys"]) == 2
    assert program["key"] not in security.get("/v1/clients").text
    assert security.post(f"{address}/revoke", json={"key_id": further["keys"][1]["id"]}).status_code == 200
    assert events(further["key"]) == 401
    assert security.post(f"{address}/revoke", json={}).json()["revoked_at"] is not None
    assert security.post(f"{address}/keys", json={}).status_code == 409
    for wrong, status in (
        ({"permissions": ["users:manage"]}, 409),
        ({"places": ["990102"]}, 409),
        ({"places": []}, 422),
        ({"department": "nobody"}, 422),
    ):
        assert security.post("/v1/clients", json={**sent, "name": "another", **wrong}).status_code == status
    elsewhere = office.person(Role.SECURITY_ADMIN, f"{COUNTY}002")
    assert elsewhere.post(f"{address}/revoke", json={}).status_code == 404
    assert program["id"] not in elsewhere.get("/v1/clients").text


def test_no_program_administers(office: Office) -> None:
    program = office.program()
    some = "0" * 26
    for method, address in (
        ("GET", "/v1/users"),
        ("POST", "/v1/users"),
        ("POST", f"/v1/users/user_{some}/roles"),
        ("POST", "/v1/clients"),
    ):
        assert program.request(method, address).status_code == 403


def test_first_passwords_and_keys_lie_nowhere_in_the_clear(
    office: Office, system: TestClient, security: TestClient
) -> None:
    user = made(system, **{"Idempotency-Key": "a-password"})
    again = system.post(
        "/v1/users", json={"name": user["name"].replace("made", "Made")}, headers={"Idempotency-Key": "a-password"}
    )
    assert again.json()["first_password"] == user["first_password"], "whose answer was lost gets it again, for a day"
    sent = {"name": "sealed", "permissions": [Permission.READ_MODELS.value], "places": [COUNTY]}
    key = security.post("/v1/clients", json=sent, headers={"Idempotency-Key": "a-key"}).json()["key"]
    file = Path(str(make_url(office.app.state.resources.settings.database).database))
    for each in file.parent.glob(f"{file.name}*"):
        assert user["first_password"].encode() not in each.read_bytes()
        assert key.encode() not in each.read_bytes()

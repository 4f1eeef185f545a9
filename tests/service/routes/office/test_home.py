"""What waits for somebody is what they may do."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from features.vocabulary import LeadSource
from service.principal import Role
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser


def reported(office: Office, officer: TestClient, code: str) -> None:
    sent = {"household_id": code, "source": LeadSource.CADRE.value, "reference": f"r-{code}", "reported_on": str(DAY)}
    assert officer.post("/v1/leads", json=sent).status_code in (200, 201)


def test_an_officer_sees_what_waits_and_the_list(office: Office, officer: TestClient) -> None:
    reported(office, officer, office.households(TOWNSHIP)[0])
    list_id = officer.post("/v1/risk-lists", json={"as_of": str(DAY)}).json()["id"]
    page = officer.get("/home").text
    assert "条线索已超期" in page
    assert "户在名单上还没有派发走访" in page
    assert "走访名单" in page
    assert list_id is not None


@pytest.mark.parametrize(
    ("role", "place", "there", "not_there"),
    [
        (Role.VILLAGE, "990101001001", ["线索办理", "走访名单"], ["审计", "用户", "个导出申请"]),
        (Role.AUDITOR, "", ["审计", "模型"], ["走访名单", "条线索", "数据核查"]),
        (Role.SYSTEM_ADMIN, "", ["用户"], ["走访名单", "条线索", "审计"]),
        (Role.DATA_STAFF, "", ["数据核查", "模型", "走访名单"], ["条线索", "审计"]),
        (Role.DEPARTMENT_LIAISON, COUNTY, ["线索办理", "数据交付"], ["走访名单", "审计"]),
    ],
)
def test_each_role_has_its_own_day(
    office: Office, role: Role, place: str, there: list[str], not_there: list[str]
) -> None:
    page = with_browser(office.person(role, place)).get("/home")
    assert page.status_code == 200
    assert all(words in page.text for words in there)
    assert not [words for words in not_there if words in page.text]


def test_who_has_no_role_is_told_whom_to_ask(office: Office) -> None:
    nobody = with_browser(office.person_with())
    assert "还没有任何权限" in nobody.get("/home").text


def test_the_front_leads_home(officer: TestClient) -> None:
    assert officer.get("/").headers["location"] == "/home"

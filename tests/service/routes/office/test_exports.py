"""Requests for exports on a page: decided by another person, fetched by whoever asked."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.principal import Role
from service.sheets.columns import VISITS
from tests.service.forms import post
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.sheets.loop import WHY, Loop, looped

PAGE = "/exports"


@pytest.fixture(scope="module")
def loop(office: Office) -> Loop:
    return looped(office)


@pytest.fixture
def above_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two rows want a second person."""
    monkeypatch.setattr("service.vault.exports.needs_second_person", lambda rows, *_: rows > 2)


def waiting(loop: Loop, person: TestClient, place: str) -> str:
    """A request that waits: its address."""
    asked = post(person, loop.page, {"region": place, "words": WHY}, page=loop.page)
    assert asked.headers["location"] == "/exports?done=asked"
    items = loop.office.person(Role.COUNTY_OFFICER).get("/v1/exports", params={"state": "asked"}).json()["items"]
    return f"/exports/{items[0]['id']}"


@pytest.mark.usefixtures("above_two")
def test_of_many_families_another_person_approves_and_whoever_asked_fetches(loop: Loop) -> None:
    person, chief = loop.township(), loop.office.person(Role.COUNTY_OFFICER, COUNTY)
    request = waiting(loop, person, TOWNSHIP)
    assert "已提交申请" in person.get("/exports?done=asked").text
    assert person.get(f"{request}/file").status_code == 409
    assert f'action="{request}/approve"' not in person.get(PAGE).text
    page = chief.get(PAGE).text
    for words in (WHY, f"township-{TOWNSHIP}", "走访登记表", f'action="{request}/approve"'):
        assert words in page
    assert post(person, f"{request}/approve", page=PAGE).status_code == 403
    done = post(chief, f"{request}/approve", page=PAGE)
    assert done.headers["location"] == "/exports?done=approved"
    assert chief.get(f"{request}/file").status_code == 404, "only whoever asked fetches it"
    assert f'href="{request}/file"' in person.get(PAGE).text
    assert VISITS in openpyxl.load_workbook(io.BytesIO(person.get(f"{request}/file").content)).sheetnames
    assert person.get(f"{request}/file").status_code == 409
    assert post(chief, f"{request}/refuse", page=PAGE).status_code == 409


@pytest.mark.usefixtures("above_two")
def test_one_s_own_is_for_another_to_approve_and_refused_it_stays_so(loop: Loop) -> None:
    officer = loop.office.person(Role.COUNTY_OFFICER, COUNTY)
    request = waiting(loop, officer, COUNTY)
    page = officer.get(PAGE).text
    assert "自己的申请须由另一人批准" in page
    assert f'action="{request}/approve"' not in page
    assert post(officer, f"{request}/approve", page=PAGE).status_code == 409
    chief = loop.office.person(Role.COUNTY_OFFICER)
    assert post(chief, f"{request}/refuse", page=PAGE).headers["location"] == "/exports?done=refused"
    assert officer.get(f"{request}/file").status_code == 409
    assert "未批" in officer.get(PAGE).text


@pytest.mark.usefixtures("above_two")
def test_who_decides_elsewhere_sees_nothing_of_it(loop: Loop) -> None:
    request = waiting(loop, loop.township(), TOWNSHIP)
    elsewhere = loop.office.person(Role.COUNTY_OFFICER, "990102")
    assert request not in elsewhere.get(PAGE).text
    assert post(elsewhere, f"{request}/approve", page=PAGE).status_code == 404


@pytest.mark.usefixtures("above_two")
def test_a_decision_without_our_form_is_none(loop: Loop) -> None:
    request = waiting(loop, loop.township(), TOWNSHIP)
    chief = loop.office.person(Role.COUNTY_OFFICER, COUNTY)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert chief.post(f"{request}/approve", content=b"", headers=form).status_code == 403
    assert re.search(f'action="{request}/approve"', chief.get(PAGE).text)


def test_what_others_add_to_a_link_is_passed_over(loop: Loop) -> None:
    person = loop.township()
    assert person.get("/exports?utm=1&done=nonsense").status_code == 200
    assert person.get("/exports?done=asked&done=asked").status_code == 422
    assert person.get("/exports?cursor=nonsense").status_code == 422

"""Households of a list sent out to who works there; what is missing costs nothing of what was ticked."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from service.principal import Role
from tests.service.forms import hidden_in, post
from tests.service.office import TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import user_id
from tests.service.routes.office.test_lists import issued, made


def sent_out(somebody: TestClient, list_id: str, numbers: list[str], to: str) -> str:
    page = somebody.get("/lists", params={"list": list_id}).text
    fields = {"number": numbers, "to": to, "once_key": hidden_in(page, "once_key")}
    return post(somebody, f"/lists/{list_id}/assign", fields).text


def test_households_are_sent_out_to_who_works_there(own_office: Office, own_officer: TestClient) -> None:
    list_id = made(own_officer, region=TOWNSHIP, capacity="12")
    cadre = own_office.person(Role.TOWNSHIP, TOWNSHIP)
    user = user_id(own_office, f"township-{TOWNSHIP}")
    assert "还没有下发" in sent_out(own_officer, list_id, ["1"], user)
    issued(own_officer, list_id)
    page = sent_out(own_officer, list_id, ["1", "2", "9999"], user)
    assert "2 条已办" in page
    assert "名单上没有这一户" in page
    leads = cadre.get("/v1/leads").json()["items"]
    assert {lead["state"]["name"] for lead in leads} == {"dispatched"}
    assert {lead["assigned_to"] for lead in leads} == {user}
    assert "已派发" in own_officer.get("/lists", params={"list": list_id}).text
    again = sent_out(own_officer, list_id, ["1"], user)
    assert "1 条已办" in again
    assert len(cadre.get("/v1/leads").json()["items"]) == 2, "the household has one lead"


def test_nobody_is_sent_where_they_do_not_work(own_office: Office, own_officer: TestClient) -> None:
    list_id = made(own_officer, region=TOWNSHIP, capacity="12")
    issued(own_officer, list_id)
    own_office.person(Role.TOWNSHIP, "990101002")
    elsewhere = user_id(own_office, "township-990101002")
    page = sent_out(own_officer, list_id, ["1"], elsewhere)
    assert "所选人员不在该户所在的村或乡镇工作" in page
    assert own_officer.get("/v1/leads").json()["items"] == [], "no half of it"


def test_what_was_ticked_is_ticked_still_where_something_is_missing(
    own_office: Office, own_officer: TestClient
) -> None:
    list_id = made(own_officer, region=TOWNSHIP, capacity="12")
    issued(own_officer, list_id)
    own_office.person(Role.TOWNSHIP, TOWNSHIP)
    user = user_id(own_office, f"township-{TOWNSHIP}")
    shown = {"list": list_id, "order": "household", "limit": "5"}
    first = own_officer.get("/lists", params=shown).text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    page = own_officer.get(following[1].replace("&amp;", "&")).text
    here = re.findall(r'name="number" value="(\d+)"', page)
    fields = {"number": here[:2], "to": "", "once_key": hidden_in(page, "once_key"), "asked": hidden_in(page, "asked")}
    nobody = post(own_officer, f"/lists/{list_id}/assign", fields)
    assert nobody.status_code == 422
    assert "没有选派给谁" in nobody.text
    assert "打了勾的2户还打着勾" in nobody.text
    assert re.findall(r'name="number" value="(\d+)"', nobody.text) == here, "the page on which it was ticked"
    assert re.findall(r'name="number" value="(\d+)" checked', nobody.text) == here[:2]
    # From the page that came back it goes on.
    again = {**fields, "to": user, "once_key": hidden_in(nobody.text, "once_key")}
    assert "2 条已办" in post(own_officer, f"/lists/{list_id}/assign", again).text
    nothing = post(own_officer, f"/lists/{list_id}/assign", {**fields, "number": [], "to": user})
    assert "没有选中户" in nothing.text
    assert f'value="{user}" selected' in nothing.text


def test_a_form_that_comes_back_asks_of_its_own_list_whatever_it_says(officer: TestClient) -> None:
    list_id = made(officer)
    page = officer.get("/lists", params={"list": list_id}).text
    fields = {"number": ["1"], "to": "", "once_key": hidden_in(page, "once_key")}
    for asked in ("?list=list_00000000000000000000000000", "?order=<b>", "limit=x&limit=y", "\x00", ""):
        answer = post(officer, f"/lists/{list_id}/assign", {**fields, "asked": asked})
        assert answer.status_code == 422, asked
        assert f"/lists/{list_id}/print" in answer.text

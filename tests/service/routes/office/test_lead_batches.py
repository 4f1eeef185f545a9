"""Several leads at once: each by itself, each told."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.principal import Role
from service.routes.office.lead_batches import MOST_LEADS
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import PAGE, form_in, moved, reported, sent, user_id

OTHER = "990101002"
TO_VILLAGE = {"act": "move", "move": "to_village"}


def batch(somebody: TestClient, leads: list[dict[str, Any]], **fields: Any) -> Response:
    boxes = [f"{lead['id']}.{lead['version']}" for lead in leads]
    return sent(somebody, "/leads", "/leads/batch", {"lead": boxes, **fields})


def state(somebody: TestClient, lead: dict[str, Any]) -> tuple[str, int]:
    answer = somebody.get(f"/v1/leads/{lead['id']}").json()
    return answer["state"]["name"], answer["version"]


def test_one_that_can_t_be_moved_costs_no_other(office: Office) -> None:
    first, closed, changed, far = reported(office), reported(office), reported(office), reported(office, OTHER)
    officer, town = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.TOWNSHIP, TOWNSHIP)
    moved(officer, closed["id"], "close", close_reason="duplicate", note="重复")
    closed["version"] += 1
    moved(officer, changed["id"], "dispatch", place=TOWNSHIP)
    page = batch(town, [first, closed, changed, far], **TO_VILLAGE)
    assert page.status_code == 200
    for words in ("1 条已办", "3 条没有办", "已办结", "已被他人更改", "您的辖区内没有这条线索"):
        assert words in page.text, words
    assert state(officer, first) == ("dispatched", 2)
    assert state(officer, changed) == ("dispatched", 2)
    assert state(officer, far) == ("received", 1)
    assert far["household_id"] not in page.text


def test_a_double_click_moves_each_once(office: Office) -> None:
    leads = [reported(office), reported(office)]
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    form = form_in(officer.get("/leads").text, "/leads/batch")
    fields = {**form, "lead": [f"{lead['id']}.1" for lead in leads], **TO_VILLAGE}
    pages = [officer.post("/leads/batch", data=fields, headers=PAGE) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("2 条已办" in page.text for page in pages)
    assert {state(officer, lead) for lead in leads} == {("dispatched", 2)}


def test_leads_are_given_to_who_works_there_and_to_nobody_else(office: Office) -> None:
    near, far = reported(office), reported(office, OTHER)
    village = near["region_code"]
    office.person(Role.VILLAGE, village)
    officer, cadre = office.person(Role.COUNTY_OFFICER, COUNTY), user_id(office, f"village-{village}")
    page = batch(officer, [near, far], act="assign", to=cadre)
    assert "1 条已办" in page.text
    assert "所选人员不在该户所在的村或乡镇工作" in page.text
    assert officer.get(f"/v1/leads/{near['id']}").json()["assigned_to"] == cadre
    assert officer.get(f"/v1/leads/{far['id']}").json()["assigned_to"] is None


def test_one_box_chooses_the_whole_page(office: Office) -> None:
    leads = [reported(office), reported(office)]
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    asked = f"/leads?household_id={leads[0]['household_id']}"
    page = sent(officer, asked, "/leads/batch", {"all": "1", **TO_VILLAGE})
    assert "1 条已办" in page.text
    assert [state(officer, lead)[0] for lead in leads] == ["dispatched", "received"]


def test_a_liaison_is_told_whose_work_it_is(office: Office) -> None:
    lead = reported(office)
    page = batch(office.person(Role.DEPARTMENT_LIAISON, COUNTY), [lead], **TO_VILLAGE)
    assert "您的身份是部门联络员" in page.text
    assert state(office.person(Role.COUNTY_OFFICER, COUNTY), lead) == ("received", 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lead": [], **TO_VILLAGE}, "没有选中线索"),
        ({"lead": ["nonsense", "lead_1.1"], **TO_VILLAGE}, "没有选中线索"),
        ({"lead": [f"lead_{n:026d}.1" for n in range(MOST_LEADS + 1)], **TO_VILLAGE}, f"一次最多办{MOST_LEADS}条"),
        ({"lead": [f"lead_{1:026d}.1"], "act": "assign", "to": ""}, "没有选要办什么"),
        ({"lead": [f"lead_{1:026d}.1"], "act": "move", "move": ""}, "没有选要办什么"),
        ({"lead": [f"lead_{1:026d}.1"], "act": "move", "move": "close"}, "没有选要办什么"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_done(office: Office, fields: dict[str, Any], words: str) -> None:
    reported(office)
    page = sent(office.person(Role.COUNTY_OFFICER, COUNTY), "/leads", "/leads/batch", fields)
    assert page.status_code == 422
    assert words in page.text


def test_what_was_ticked_is_ticked_still_where_something_is_missing(office: Office) -> None:
    first, second = reported(office), reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    asked = f"/leads?household_id={first['household_id']}"
    boxes = [f"{lead['id']}.{lead['version']}" for lead in (first, second)]
    page = sent(officer, asked, "/leads/batch", {"lead": boxes[:1], "act": "assign", "move": "to_village"})
    assert page.status_code == 422
    assert "打了勾的1条还打着勾" in page.text
    assert f'value="{boxes[0]}" checked' in page.text
    assert 'value="to_village" selected' in page.text
    assert second["household_id"] not in page.text, "the board as it was asked"


def test_a_village_worker_is_offered_no_step_of_another_office(office: Office) -> None:
    lead = reported(office)
    board = office.person(Role.VILLAGE, lead["region_code"]).get("/leads").text
    assert 'value="assign"' in board
    assert 'name="move"' not in board
    assert 'value="to_village"' in office.person(Role.COUNTY_OFFICER, COUNTY).get("/leads").text


def test_a_form_of_another_session_or_without_its_key_does_nothing(office: Office) -> None:
    lead = reported(office)
    officer, other = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.TOWNSHIP, TOWNSHIP)
    fields = {**form_in(other.get("/leads").text, "/leads/batch"), "lead": f"{lead['id']}.1", **TO_VILLAGE}
    assert officer.post("/leads/batch", data=fields, headers=PAGE).status_code == 403
    keyless = {**form_in(officer.get("/leads").text, "/leads/batch"), "lead": f"{lead['id']}.1", **TO_VILLAGE}
    keyless["once_key"] = ""
    refused = officer.post("/leads/batch", data=keyless, headers=PAGE)
    assert refused.status_code == 403
    assert "表单已失效" in refused.text
    assert state(officer, lead) == ("received", 1)


def test_who_may_move_nothing_has_no_boxes_and_no_way_round(office: Office) -> None:
    assert (
        office.person(Role.AUDITOR, COUNTY).post("/leads/batch", data={"act": "move"}, headers=PAGE).status_code == 403
    )

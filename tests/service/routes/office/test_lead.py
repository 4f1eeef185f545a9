"""The page of a lead: what it tells, what may be done on it, and why not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.principal import Role
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import (
    PAGE,
    TODAY,
    form_in,
    move_sent,
    moved,
    reported,
    reviewed,
    sent,
    user_id,
)

FOR_PROGRAMS = re.compile(r"[（(](?:met_on|participants|review_result|note|risk_types|notice_days|place)[）)]")


@pytest.fixture
def officer(office: Office) -> TestClient:
    return office.person(Role.COUNTY_OFFICER, COUNTY)


def lead_of(somebody: TestClient, lead: dict[str, Any]) -> dict[str, Any]:
    return dict(somebody.get(f"/v1/leads/{lead['id']}").json())


def test_a_lead_is_told_in_full_and_in_words(office: Office, officer: TestClient) -> None:
    lead = reviewed(office)
    reported_again = {"source": "self_report", "reference": "hotline-7", "note": "邻居说又住院了", "risk_type": None}
    again = {"household_id": lead["household_id"], "reported_on": TODAY, **reported_again}
    assert office.program().post("/v1/leads", json=again).status_code == 200
    page = officer.get(f"/leads/{lead['id']}").text
    for words in (
        "部门筛查预警",
        "自主申报",
        "邻居说又住院了",
        "并入在办线索",
        "还有15天",
        "入户核查",
        "存在风险",
        "因病",
        "90",
        "评议通过",
    ):
        assert words in page, words
    for code in ("confirmed", "review_result", "village_review", "self_report"):
        assert code not in re.sub(r'(?:name|value|id|for|href|class|aria-\w+)="[^"]*"', "", page), code


def test_a_lead_is_dispatched_from_its_page(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    done = move_sent(officer, lead["id"], "dispatch", {"place": lead["region_code"], "note": "请尽快入户"})
    assert (done.status_code, done.headers["location"]) == (303, f"/leads/{lead['id']}?done=moved")
    page = officer.get(done.headers["location"]).text
    assert "已办理：派发" in page
    assert "请尽快入户" in page
    assert lead_of(officer, lead)["state"]["name"] == "dispatched"


def test_the_whole_way_goes_over_the_forms(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    village = lead["region_code"]
    cadre, town = office.person(Role.VILLAGE, village), office.person(Role.TOWNSHIP, TOWNSHIP)
    assert move_sent(officer, lead["id"], "dispatch", {"place": village}).status_code == 303
    assert f'href="/leads/{lead["id"]}/visit"' in cadre.get(f"/leads/{lead['id']}").text
    moved(cadre, lead["id"], "visit", visited_on=TODAY, verdict="confirmed", risk_types=["illness"])
    assert move_sent(officer, lead["id"], "compare", {"comparison": "consistent", "note": ""}).status_code == 303
    meeting = {"met_on": TODAY, "participants": "90", "review_result": "passed", "against_reason": "", "note": ""}
    assert move_sent(cadre, lead["id"], "review", meeting).status_code == 303
    assert move_sent(cadre, lead["id"], "post_notice", {"first_day": TODAY, "notice_days": "7"}).status_code == 303
    waits = town.get(f"/leads/{lead['id']}").text
    assert "乡镇审核" in waits
    assert "期满：请在" in waits
    assert (
        move_sent(town, lead["id"], "send_back", {"sent_back_reason": "objection", "note": "有人反映"}).status_code
        == 303
    )
    assert lead_of(officer, lead)["state"]["name"] == "to_be_clarified"


def test_what_is_wrong_stands_beside_what_was_typed(office: Office) -> None:
    lead = reported(office)
    village = lead["region_code"]
    officer, cadre = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.VILLAGE, village)
    moved(officer, lead["id"], "dispatch", place=village)
    moved(cadre, lead["id"], "visit", visited_on=TODAY, verdict="confirmed", risk_types=["illness"])
    moved(officer, lead["id"], "compare", comparison="consistent")
    typed = {"met_on": "2999-01-01", "participants": "many", "review_result": "passed", "against_reason": "assets"}
    page = move_sent(cadre, lead["id"], "review", {**typed, "note": "大家都来了<b>"})
    assert page.status_code == 422
    for words in (
        "还没有到",
        "“参会人数”填写有误",
        "按所选的结果不填“不予纳入的原因”",
        'value="2999-01-01"',
        'value="many"',
        "大家都来了&lt;b&gt;",
    ):
        assert words in page.text, words
    assert re.search(r'value="passed" checked', page.text)
    assert re.search(r'value="assets" selected', page.text)
    assert not FOR_PROGRAMS.search(page.text)
    assert lead_of(cadre, lead)["state"]["name"] == "compared"


def test_a_move_that_is_not_open_has_no_form_and_is_told_above(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    answer = sent(officer, page, f"{page}/moves", {"move": "register"}, holds='value="dispatch"')
    assert answer.status_code == 422
    assert "“纳入监测”只在“县级审定”时办理" in answer.text
    unknown = sent(officer, page, f"{page}/moves", {"move": "dispach"}, holds='value="dispatch"')
    assert "没有“dispach”这一步" in unknown.text


def test_who_saw_an_older_version_is_told_who_changed_it(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    form = form_in(officer.get(page).text, f"{page}/moves", 'value="close"')
    moved(officer, lead["id"], "dispatch", place=TOWNSHIP)
    late = officer.post(f"{page}/moves", data={**form, "close_reason": "declined", "note": "不愿意<i>"}, headers=PAGE)
    assert late.status_code == 412
    for words in ("这条线索有变动", "county_officer-990101（我）办理了“派发”", "不愿意&lt;i&gt;", 'value="2"'):
        assert words in late.text, words
    assert lead_of(officer, lead)["state"]["name"] == "dispatched"


@pytest.mark.parametrize("change", ["given", "reported"])
def test_a_change_that_is_no_step_is_told_too(office: Office, officer: TestClient, change: str) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    form = form_in(officer.get(page).text, f"{page}/moves", 'value="dispatch"')
    if change == "given":
        officer.put(f"/v1{page}/assignee", json={"assigned_to": user_id(office, f"county_officer-{COUNTY}")})
    else:
        again = {"household_id": lead["household_id"], "source": "cadre", "reference": "x", "reported_on": TODAY}
        officer.post("/v1/leads", json=again)
    late = officer.post(f"{page}/moves", data={**form, "place": TOWNSHIP}, headers=PAGE)
    assert late.status_code == 412
    assert ("承办" if change == "given" else "又报来一条线索") in late.text


def test_a_double_click_makes_one_step(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    form = {**form_in(officer.get(page).text, f"{page}/moves", 'value="dispatch"'), "place": lead["region_code"]}
    answers = [officer.post(f"{page}/moves", data=form, headers=PAGE) for _ in range(2)]
    assert [answer.headers.get("location") for answer in answers] == [f"{page}?done=moved"] * 2
    assert len(lead_of(officer, lead)["steps"]) == 1
    other = officer.post(f"{page}/moves", data={**form, "place": TOWNSHIP}, headers=PAGE)
    assert other.status_code == 409


def test_what_may_not_be_done_says_why(office: Office) -> None:
    lead = reported(office)
    page = office.person(Role.VILLAGE, lead["region_code"]).get(f"/leads/{lead['id']}").text
    assert "您现在没有可办的" in page
    assert "下一步是“派发”，由县或乡镇办理" in page
    assert f'action="/leads/{lead["id"]}/moves"' not in page


def test_only_what_is_one_s_own_to_do_is_named(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    place = lead["region_code"]
    moved(officer, lead["id"], "dispatch", place=place)
    cadre = office.person(Role.VILLAGE, place)
    page = cadre.get(f"/leads/{lead['id']}").text
    next_section = page[page.index('id="next"') : page.index('id="steps"')]
    assert "录入入户核查" in next_section
    # What the township or the county may do from here.
    assert not any(words in next_section for words in ("派发", "办结", "退回")), next_section
    assert "下一步是" not in next_section, "it is theirs"
    moved(cadre, lead["id"], "visit", visited_on=TODAY, verdict="confirmed", risk_types=["illness"])
    assert "下一步是“数据比对”，由县或部门联络员办理" in cadre.get(f"/leads/{lead['id']}").text


def test_why_one_s_own_move_is_not_open_yet_is_told(office: Office) -> None:
    lead = reviewed(office)
    cadre = office.person(Role.VILLAGE, lead["region_code"])
    moved(cadre, lead["id"], "post_notice", first_day=TODAY, notice_days=7)
    town = office.person(Role.TOWNSHIP, TOWNSHIP).get(f"/leads/{lead['id']}").text
    assert "您现在还不能办的，以及原因" in town
    assert "您的身份是" not in town


def test_a_visit_is_another_page(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    answer = sent(officer, page, f"{page}/moves", {"move": "visit"}, holds='value="dispatch"')
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}/visit")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"move": "dispach"}, 422),
        ({"move": ""}, 422),
        ({"once_key": ""}, 403),
        ({"once_key": "x" * 36}, 303),
        ({"form_token": "0" * 64}, 403),
        ({"version": "x"}, 412),
        ({"version": ""}, 412),
        ({"place": ["990101001", "990101002"]}, 422),
        ({"place": "990101002"}, 422),
        ({"place": "张三"}, 422),
        ({"unknown": "1"}, 303),
    ],
    ids=str,
)
def test_a_form_that_was_tampered_with(
    office: Office, officer: TestClient, changes: dict[str, Any], status: int
) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    form = form_in(officer.get(page).text, f"{page}/moves", 'value="dispatch"')
    answer = officer.post(f"{page}/moves", data={**form, "place": lead["region_code"], **changes}, headers=PAGE)
    assert answer.status_code == status
    assert (lead_of(officer, lead)["version"] == 2) is (status == 303)


def test_elsewhere_there_is_no_such_lead_and_for_some_no_leads_at_all(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    elsewhere = office.person(Role.TOWNSHIP, "990101002")
    form = {**form_in(elsewhere.get("/leads/new").text, "/leads/new"), "version": "1", "move": "close"}
    answers = [
        elsewhere.get(page, headers=PAGE),
        elsewhere.post(f"{page}/moves", data=form, headers=PAGE),
        elsewhere.post(f"{page}/assignee", data=form, headers=PAGE),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert not any(lead["household_id"] in answer.text for answer in answers)
    for role in (Role.AUDITOR, Role.DATA_STAFF):
        assert office.person(role, COUNTY).get(page, headers=PAGE).status_code == 403


def test_a_lead_is_handed_over_to_who_works_there(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page, village = f"/leads/{lead['id']}", lead["region_code"]
    office.person(Role.VILLAGE, village)
    cadre = user_id(office, f"village-{village}")
    done = sent(officer, page, f"{page}/assignee", {"to": cadre})
    assert done.headers["location"] == f"{page}?done=assigned"
    assert f"village-{village}" in officer.get(done.headers["location"]).text
    nobody = sent(officer, page, f"{page}/assignee", {"to": ""})
    assert nobody.status_code == 303
    assert lead_of(officer, lead)["assigned_to"] is None


def test_a_lead_is_not_handed_to_who_does_not_work_there(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = f"/leads/{lead['id']}"
    office.person(Role.VILLAGE, "990101002001")
    for to in (user_id(office, "village-990101002001"), user_id(office, f"county_officer-{COUNTY}"), "user_x"):
        refused = sent(officer, page, f"{page}/assignee", {"to": to})
        assert refused.status_code == 422
        assert "所选人员不在该户所在的村或乡镇工作" in refused.text
    assert lead_of(officer, lead)["assigned_to"] is None


def test_whose_account_was_closed_is_given_nothing(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    village = lead["region_code"]
    before = set(re.findall(r'<option value="(user_\w+)">', officer.get(f"/leads/{lead['id']}").text))
    office.person_with((Role.VILLAGE, village, None))
    after = set(re.findall(r'<option value="(user_\w+)">', officer.get(f"/leads/{lead['id']}").text))
    (cadre,) = after - before
    assert office.person(Role.SYSTEM_ADMIN, COUNTY).post(f"/v1/users/{cadre}/close").status_code == 200
    assert cadre not in officer.get(f"/leads/{lead['id']}").text
    assert sent(officer, f"/leads/{lead['id']}", f"/leads/{lead['id']}/assignee", {"to": cadre}).status_code == 422


def test_what_was_done_is_of_a_closed_set(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page = officer.get(f"/leads/{lead['id']}?done=<b>everything</b>")
    assert page.status_code == 200
    assert "everything" not in page.text.split("<main")[1]
    assert 'class="done"' not in page.text

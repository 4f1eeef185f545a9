"""A household reported by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from httpx2 import Response

from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import PAGE, TODAY, form_in, reported, sent

NEW = "/leads/new"


def entered(office: Office, household: str, /, **changes: Any) -> Response:
    fields = {
        "household_id": household,
        "source": "cadre",
        "reported_on": TODAY,
        "risk_type": "",
        "note": "",
        **changes,
    }
    return sent(office.person(Role.TOWNSHIP, TOWNSHIP), NEW, NEW, fields)


def test_a_report_opens_a_lead_and_the_next_joins_it(office: Office) -> None:
    household = office.households(TOWNSHIP)[-1]
    first = entered(office, household, risk_type="illness", note="户主说儿子住院了")
    assert first.status_code == 303
    address = first.headers["location"]
    assert address.endswith("?done=opened")
    page = office.person(Role.TOWNSHIP, TOWNSHIP).get(address).text
    for words in ("新开了一条线索", "干部走访", "因病", "户主说儿子住院了"):
        assert words in page, words
    again = entered(office, household, source="self_report")
    assert again.headers["location"] == address.replace("opened", "joined")


def test_a_double_click_is_one_report(office: Office) -> None:
    town, household = office.person(Role.TOWNSHIP, TOWNSHIP), office.households(TOWNSHIP)[-2]
    fields = {**form_in(town.get(NEW).text, NEW), "household_id": household, "source": "cadre", "reported_on": TODAY}
    answers = [town.post(NEW, data=fields, headers=PAGE) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    lead = answers[0].headers["location"].partition("?")[0].removeprefix("/leads/")
    assert len(town.get(f"/v1/leads/{lead}").json()["reports"]) == 1


def test_the_household_of_the_link_stands_in_the_form(office: Office) -> None:
    page = office.person(Role.TOWNSHIP, TOWNSHIP).get(f"{NEW}?household=7%22%3E%3Cb%3E").text
    assert 'value="7&#34;&gt;&lt;b&gt;"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"household_id": "nobody"}, "您的辖区内没有该户编号的记录"),
        ({"household_id": ""}, "您的辖区内没有该户编号的记录"),
        ({"source": "rumour"}, "请选线索从哪里来"),
        ({"reported_on": "yesterday"}, "请填一个日期"),
        ({"reported_on": ""}, "请填一个日期"),
        ({"reported_on": str(day_of(now()) + dt.timedelta(days=2))}, "日期"),
        ({"risk_type": "bad luck"}, "请从列表中选风险类型"),
        ({"note": "长" * 501}, "说明至多500字"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(office: Office, changes: dict[str, str], words: str) -> None:
    household = office.households(TOWNSHIP)[-3]
    page = entered(office, household, **{"note": "记下的情况", **changes})
    assert page.status_code == 422
    assert words in page.text
    assert changes.get("note", "记下的情况") in page.text
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    assert officer.get("/v1/leads", params={"household_id": household}).json()["items"] == []


def test_a_household_of_another_place_is_as_unknown_as_none(office: Office) -> None:
    far = office.households("990101002")[-1]
    assert "您的辖区内没有该户编号的记录" in entered(office, far).text


def test_who_may_report_nothing_has_no_form(office: Office) -> None:
    for role in (Role.AUDITOR, Role.DATA_STAFF):
        assert office.person(role, COUNTY).get(NEW, headers=PAGE).status_code == 403
    assert office.person(Role.DEPARTMENT_LIAISON, TOWNSHIP).get(NEW).status_code == 200


def test_a_lead_s_page_leads_to_the_form(office: Office) -> None:
    lead = reported(office)
    page = office.person(Role.TOWNSHIP, TOWNSHIP).get(f"/leads/{lead['id']}").text
    assert f'href="{NEW}?household={lead["household_id"]}"' in page

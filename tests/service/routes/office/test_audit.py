"""The page of the audit: searched, verified, and why names were looked at; for auditors of all places alone."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from features.bilingual import Bilingual
from service.jurisdiction import EVERYWHERE
from service.local_time import day_of
from service.pages.form_tokens import FIELD
from service.principal import Role
from service.routes import audit as api
from service.routes.doing import now
from service.routes.office import audit as pages
from service.slow import BusyError
from tests.service.forms import post
from tests.service.named import HEAD, known_by_name
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser

TODAY = day_of(now())


@pytest.fixture
def auditor(office: Office) -> TestClient:
    return with_browser(office.person(Role.AUDITOR))


def numbers_of(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<th scope="row" class="number"[^>]*>(\d+)<', page)]


def test_who_did_what_is_told_in_words_and_found_by_name_act_and_target(office: Office, auditor: TestClient) -> None:
    household = office.households(TOWNSHIP)[0]
    officer = with_browser(office.person(Role.COUNTY_OFFICER, COUNTY))
    assert officer.get(f"/households/{household}").status_code == 200
    for asked in (
        {"actor": f"county_officer-{COUNTY}"},
        {"action": "households:read"},
        {"target": f"household:{household}"},
        {"target": f"household:{household}", "action": "households:read", "since": str(TODAY), "until": str(TODAY)},
    ):
        page = auditor.get("/audit", params=asked).text
        assert "查看户的情况和评估" in page, asked
        assert f"household:{household}" in page
        assert f"county_officer-{COUNTY}" in page
    assert officer.get("/lists", params={"region": TOWNSHIP}).status_code == 200
    listed = auditor.get("/audit", params={"action": "lists:read"}).text
    assert f"（{TOWNSHIP}）" in listed, "a place stands beside its digits"
    for asked in (
        {"actor": "nobody.here"},
        {"until": "2020-01-01"},
        {"since": "2099-01-01"},
        {"target": "household:77"},
    ):
        assert "没有符合条件的记录" in auditor.get("/audit", params=asked).text, asked


def test_page_after_page_every_line_is_met_once(auditor: TestClient) -> None:
    until = numbers_of(auditor.get("/audit?limit=1").text)[0]
    met: list[int] = []
    address = "/audit?limit=3"
    while address and len(met) < 12:
        page = auditor.get(address).text
        met += numbers_of(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert met == sorted(set(met), reverse=True)
    assert met[0] > until


def test_that_it_was_read_stands_in_it(auditor: TestClient) -> None:
    auditor.get("/audit")
    assert "查看审计" in auditor.get("/audit?action=audit:read&limit=1").text


def test_it_is_verified_at_the_press_of_a_button(own_office: Office) -> None:
    auditor = with_browser(own_office.person(Role.AUDITOR))
    whole = post(auditor, "/audit/verification", page="/audit")
    assert whole.status_code == 200
    assert "完整：" in whole.text


def test_where_it_breaks_is_told(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = with_browser(own_office.person(Role.AUDITOR))
    auditor.get("/audit")
    resources = own_office.app.state.resources
    monkeypatch.setattr(pages, "verified_lately", api._verified)
    with resources.door.database.writing(EVERYWHERE, now()) as work:
        work.session.execute(text("update audit_lines set actor = 'user:somebody-else' where number = 2"))
    broken = post(auditor, "/audit/verification", page="/audit")
    assert "被改动过" in broken.text
    assert "第2条" in broken.text


def test_while_it_is_verified_the_page_says_so(auditor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise BusyError(Bilingual("正在核对", "it is verified"))

    monkeypatch.setattr(pages, "verified_lately", busy)
    page = post(auditor, "/audit/verification", page="/audit")
    assert (page.status_code, "还在核对" in page.text) == (503, True)


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_forged_form_verifies_nothing(auditor: TestClient, token: str) -> None:
    assert auditor.post("/audit/verification", data={FIELD: token}).status_code == 403


def test_why_names_were_looked_at_is_read_and_that_stands_in_the_audit(own_office: Office) -> None:
    code = known_by_name(own_office)
    looked = {"purpose": "visit", "words": "明天入户核对住房"}
    shown = own_office.person(Role.TOWNSHIP, TOWNSHIP).post(f"/v1/households/{code}/identity", json=looked)
    assert shown.status_code == 200
    auditor = with_browser(own_office.person(Role.AUDITOR))
    page = auditor.get("/audit?action=identities.unmasked").text
    (address,) = re.findall(r'href="(/audit/unmaskings/[^"]+)"', page)
    assert "明天入户核对住房" not in page
    told = auditor.get(address).text
    for words in ("明天入户核对住房", code, f"township-{TOWNSHIP}"):
        assert words in told, words
    assert HEAD not in told
    record = address.rpartition("/")[2]
    assert "查看审计" in auditor.get(f"/audit?target=unmasking:{record}").text
    near = with_browser(own_office.person(Role.AUDITOR, COUNTY)).get(address)
    assert (near.status_code, "明天入户" in near.text) == (403, False)


def test_others_and_auditors_of_some_places_are_refused(office: Office) -> None:
    near = with_browser(office.person(Role.AUDITOR, COUNTY))
    page = near.get("/audit")
    assert (page.status_code, "审计记录不分辖区" in page.text) == (403, True)
    assert post(near, "/audit/verification").status_code == 403
    for role in set(Role) - {Role.AUDITOR}:
        somebody = with_browser(office.person(role, COUNTY))
        assert somebody.get("/audit").status_code == 403
        assert somebody.get(f"/audit/unmaskings/unmasking_{'0' * 26}").status_code == 403


def test_a_reason_that_is_not_there_and_what_can_t_be_asked_are_told(auditor: TestClient) -> None:
    missing = auditor.get(f"/audit/unmaskings/unmasking_{'0' * 26}")
    assert (missing.status_code, "没有这条查看记录" in missing.text) == (404, True)
    for asked in ("since=x", "action=a b", "cursor=x", "actor=a&actor=b"):
        assert auditor.get(f"/audit?{asked}").status_code == 422, asked
    assert auditor.get("/audit?actor=&action=&target=&since=&until=&from=mail").status_code == 200


def test_the_page_speaks_english(auditor: TestClient) -> None:
    auditor.cookies.set("fanpin_language", "en")
    page = auditor.get("/audit?action=audit:read").text
    assert "read the audit" in page
    assert "查看" not in page

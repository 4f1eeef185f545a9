"""The page of a family says what the API says, masks names, and works where there is no score."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from fastapi.testclient import TestClient

from models.lists import LeftOut
from models.sheets.wording import chance
from service.assess import assess_stored
from service.households import scored
from service.jurisdiction import NOWHERE
from service.principal import Role
from service.routes.login import clock
from service.store.repositories.audit import lines
from service.store.tables.identities import Identity
from service.vault.looking import sealed_person
from tests.service.forms import post
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.routes.office.leads_at_work import moved, reported
from tests.service.views.severe_rules import ASK, RULE, dropped_out

ON = {"as_of": str(DAY)}
NAME, NUMBER = "欧阳建国", "990101********0017"


@pytest.fixture
def code(office: Office) -> str:
    """The riskiest household."""
    return str(office.kept.run.scores.sort("rank")["household_id"][0])


@pytest.fixture
def named(office: Office, code: str) -> str:
    """The same with its head in the vault."""
    door = office.app.state.resources.door
    region = str(office.kept.run.scores.sort("rank")["region_code"][0])
    from service.jurisdiction import EVERYWHERE

    with door.database.writing(EVERYWHERE, clock()) as work:
        if work.session.get(Identity, f"{code}-0") is None:
            sealed = sealed_person(door.keyring, f"{code}-0", code, NAME, NUMBER)
            work.session.add(
                Identity(
                    person_id=f"{code}-0",
                    household_id=code,
                    region_code=region,
                    is_head=True,
                    last_named=DAY,
                    sealed=sealed,
                )
            )
    return code


def test_the_page_says_what_the_api_says(officer: TestClient, code: str) -> None:
    said = officer.get(f"/v1/households/{code}/assessment", params=ON).json()
    page = officer.get(f"/households/{code}", params=ON)
    assert page.status_code == 200
    assert chance(said["probability"]) in page.text
    for each in [*said["reasons"], *said["screening"], *said["verify_first"]]:
        assert each["zh"] in page.text
    assert all(reason["ask_zh"] in page.text for reason in said["reasons"])
    assert "得分只是线索" in page.text


def test_steps_add_up_to_the_chance(officer: TestClient, code: str) -> None:
    page = officer.get(f"/households/{code}", params=ON).text
    assert "一般的户" in page
    assert "其余情况合计" in page


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Of every household the model has nothing to say; it hits these rules."""
    fields = scored.assessment_fields

    def speak(*screening: dict[str, Any]) -> None:
        nothing = {"band": "low", "reasons": [], "ask_first": [], "verify_first": [], "screening": list(screening)}
        monkeypatch.setattr(scored, "answer_of_run", lambda *_: None)
        monkeypatch.setattr(scored, "assessment_fields", lambda assessed: {**fields(assessed), **nothing})

    return speak


def test_a_severe_rule_is_the_first_reason_and_the_first_question(
    officer: TestClient, code: str, silent: Callable[..., None]
) -> None:
    silent(dropped_out())
    page = officer.get(f"/households/{code}", params=ON).text
    why, ask = page.partition('id="why"')[2].split('id="ask"')
    assert f"必查：{RULE}" in why
    assert "得分本身在低风险档。" in why
    assert "没有突出的风险因素" not in why
    assert ASK in ask.partition("</section>")[0]
    assert f"因为：必查：{RULE}" in ask
    paper = officer.get(f"/households/{code}/signing", params=ON).text
    assert ASK in paper
    assert f"必查：{RULE}" in paper


def test_where_there_is_nothing_to_ask_the_page_says_so(
    officer: TestClient, code: str, silent: Callable[..., None]
) -> None:
    silent(dropped_out(0))
    page = officer.get(f"/households/{code}", params=ON).text
    assert "没有特别要先问的" in page
    assert "低风险档，没有突出的风险因素" in page
    assert "必查：" not in page
    assert "没有特别要先问的" in officer.get(f"/households/{code}/signing", params=ON).text


def test_english_is_english(officer: TestClient, code: str) -> None:
    officer.post("/preferences", data={"language": "en"})
    said = officer.get(f"/v1/households/{code}/assessment", params=ON).json()
    page = officer.get(f"/households/{code}", params=ON).text
    assert all(reason["en"].replace("'", "&#39;") in page for reason in said["reasons"])
    assert "Why this household" in page


def test_a_monitored_household_has_a_page_without_a_score(officer: TestClient, monitored: str) -> None:
    page = officer.get(f"/households/{monitored}", params=ON)
    assert page.status_code == 200
    assert "没有得分" in page.text
    assert "家里有谁" in page.text
    assert "可能性是怎么一步步上去的" not in page.text
    assert 'class="big"' not in page.text


def steps_of(officer: TestClient, household: str) -> list[str]:
    """The days on which something was done with it in the official procedure."""
    tables = officer.get(f"/v1/households/{quote(household, safe='')}", params=ON).json()["tables"]
    return [row["event_date"] for table in tables if table["table"] == "monitoring" for row in table["rows"]]


def test_what_the_household_was_earlier_stands_above_everything_that_is_told_of_it(
    office: Office, officer: TestClient, monitored: str
) -> None:
    page = officer.get(f"/households/{monitored}", params=ON).text
    above, _, _ = page.partition('class="tools"')
    assert "现在是监测对象" in above
    assert all(f"<li>{day} " in above for day in steps_of(officer, monitored))
    assert any(kind in above for kind in ("脱贫户", "一般农户")), "the type, though there is no score"
    never = next(each for each in office.households() if not steps_of(officer, each))
    assert "没有纳入过监测的记录" in officer.get(f"/households/{quote(never, safe='')}", params=ON).text


def test_a_visit_is_offered_to_who_may_record_it(office: Office, officer: TestClient) -> None:
    lead = reported(office)
    page, place = f"/households/{lead['household_id']}", lead["region_code"]
    moved(office.person(Role.COUNTY_OFFICER, COUNTY), lead["id"], "dispatch", place=place)
    way = f'href="/leads/{lead["id"]}/visit"'
    assert way in office.person(Role.VILLAGE, place).get(page).text
    assert way not in officer.get(page).text, "a county officer visits nobody"
    staff = office.person(Role.DATA_STAFF, COUNTY).get(page).text
    assert f"/leads/{lead['id']}" not in staff, "nor does who sees no leads find a way to one"


def test_a_code_that_looks_like_markup_is_text(officer: TestClient, office: Office) -> None:
    marked = next(code for code in office.households() if "<" in code)
    page = officer.get(f"/households/{quote(marked, safe='')}", params=ON)
    assert page.status_code == 200
    assert marked not in page.text
    assert marked.replace("<", "&lt;").replace(">", "&gt;").split('"')[0] in page.text


def test_elsewhere_nobody_is_there(office: Office, officer: TestClient, code: str) -> None:
    elsewhere = with_browser(office.person(Role.TOWNSHIP, "110101001"))
    there = elsewhere.get(f"/households/{code}", params=ON)
    nowhere = officer.get("/households/1234567", params=ON)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert "没有这一户" in there.text
    for page in ("sheet", "signing", "measures", "facts"):
        assert elsewhere.get(f"/households/{code}/{page}", params=ON).status_code == 404


@pytest.mark.parametrize("page", ["sheet", "signing", "measures", "facts"])
def test_what_belongs_to_it_can_be_looked_at(officer: TestClient, code: str, page: str) -> None:
    answer = officer.get(f"/households/{code}/{page}", params=ON)
    assert answer.status_code == 200
    assert code in answer.text


@pytest.mark.parametrize("page", ["", "/sheet", "/signing", "/measures", "/facts"])
def test_it_is_the_same_from_the_run_and_computed(
    officer: TestClient, code: str, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def computed(household_id: str, *rest: Any) -> Any:
        asked.append(household_id)
        return assess_stored(household_id, *rest)

    monkeypatch.setattr(scored, "assess_stored", computed)
    of_the_run = shown(officer, code, page)
    assert asked == []
    monkeypatch.setattr(scored, "answer_of_run", lambda *_: None)
    assert shown(officer, code, page) == of_the_run
    assert asked == [code]


def shown(officer: TestClient, code: str, page: str) -> str:
    """A page without what is drawn for each showing of it."""
    text = officer.get(f"/households/{code}{page}", params=ON).text
    return re.sub(r'name="(csrf|once)[^>]*>', "", text)


def test_the_sheet_brings_its_style_and_nothing_else(officer: TestClient, code: str) -> None:
    policies = [
        officer.get(address, params=ON).headers["content-security-policy"]
        for address in (f"/households/{code}/sheet", f"/households/{code}")
    ]
    assert "style-src 'self' 'sha256-" in policies[0]
    assert "sha256" not in policies[1]
    assert all("script-src 'self';" in policy and "unsafe" not in policy for policy in policies)


def test_names_are_masked_until_somebody_says_why(officer: TestClient, office: Office, named: str) -> None:
    page = officer.get(f"/households/{named}", params=ON).text
    assert NAME not in page
    assert "欧*" in page or "欧阳*" in page
    asked = {"purpose": "visit", "words": "明天入户，核对称呼"}
    shown = post(officer, f"/households/{named}/names", asked)
    assert shown.status_code == 200
    assert NAME in shown.text
    assert NUMBER in shown.text
    assert shown.headers["cache-control"] == "no-store"
    with office.app.state.resources.door.database.reading(NOWHERE, clock()) as work:
        written = [line.content for line in lines(work) if "identities.unmasked" in line.content]
    assert len(written) == 1
    assert "核对称呼" not in written[0], "why is sealed"


@pytest.mark.parametrize("asked", [{"purpose": "", "words": "明天入户"}, {"purpose": "visit", "words": "看"}])
def test_no_name_without_a_purpose_in_words(officer: TestClient, named: str, asked: dict[str, str]) -> None:
    refused = post(officer, f"/households/{named}/names", asked)
    assert refused.status_code == 422
    assert NAME not in refused.text
    assert f'value="{asked["words"]}"' in refused.text


def test_data_staff_see_no_way_to_the_names(office: Office, named: str) -> None:
    staff = with_browser(office.person(Role.DATA_STAFF))
    assert "查看姓名" not in staff.get(f"/households/{named}", params=ON).text
    assert post(staff, f"/households/{named}/names", {"purpose": "visit", "words": "明天入户"}).status_code == 403


def test_no_name_and_no_code_stands_in_a_title(officer: TestClient, named: str) -> None:
    title = officer.get(f"/households/{named}", params=ON).text.partition("<title>")[2].partition("</title>")[0]
    assert named not in title
    assert "欧" not in title


def on_no_list(officer: TestClient, office: Office, why: LeftOut) -> str:
    """A household that the list in force leaves out for a reason."""
    if not officer.get("/v1/risk-lists").json()["items"]:
        made = post(officer, "/lists", {"as_of": str(DAY)}, page="/lists/new").headers["location"]
        list_id = made.partition("list=")[2]
        assert post(officer, f"/lists/{list_id}/issue", page=f"/lists?list={list_id}").status_code == 303
    households = office.kept.run.households
    return str(households.filter(pl.col("left_out") == why.value)["household_id"][0])


def test_who_rests_is_told_why_no_list_names_it(officer: TestClient, office: Office) -> None:
    code = on_no_list(officer, office, LeftOut.RESTING)
    visited = office.kept.run.state.visited.filter(pl.col("household_id") == code)["visited_on"][0]
    page = officer.get(f"/households/{quote(code, safe='')}", params=ON).text
    assert re.search(f"不在 {DAY} 名单：{visited} 走访过（[^）]+），间隔期未满", page)
    assert "系统里还没有；记录中的走访见下面" in page


def test_who_is_outranked_or_monitored_is_told_why_no_list_names_it(
    officer: TestClient, office: Office, monitored: str
) -> None:
    code = on_no_list(officer, office, LeftOut.OUTRANKED)
    assert f"不在 {DAY} 名单：得分未进名单" in officer.get(f"/households/{quote(code, safe='')}", params=ON).text
    page = officer.get(f"/households/{monitored}", params=ON).text
    assert f"不在 {DAY} 名单：已纳入监测<" in page


def test_who_is_on_the_list_is_not_said_to_be_off_it(officer: TestClient, office: Office) -> None:
    on_no_list(officer, office, LeftOut.OUTRANKED)
    listed = office.kept.run.listed["household_id"][0]
    assert "不在 " not in officer.get(f"/households/{quote(listed, safe='')}", params=ON).text

"""The page of a list says what the list says, to whom it may, and keeps nothing back of how it came about."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from models.sheets.wording import chance
from service.jurisdiction import EVERYWHERE
from service.principal import Role
from service.rounds import comparisons
from service.routes.login import clock
from service.store.repositories import lists
from service.store.tables import ListItem, ListLeaver
from tests.service.forms import post
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.views.severe_rules import ASK, KEPT, RULE


def made(somebody: TestClient, **asked: str) -> str:
    """A list made from the page; its name."""
    answer = post(somebody, "/lists", {"as_of": str(DAY), **asked}, page="/lists/new")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("list=")[2]


def issued(somebody: TestClient, list_id: str) -> None:
    assert post(somebody, f"/lists/{list_id}/issue", page=f"/lists?list={list_id}").status_code == 303


def linked(page: str) -> list[str]:
    """Households that a page leads to, in its order."""
    return [unquote(code) for code in re.findall(r'/households/([^"?/]+)\?as_of=', page)]


def test_where_there_is_no_list_the_page_says_so(own_officer: TestClient) -> None:
    page = own_officer.get("/lists")
    assert page.status_code == 200
    assert "您的辖区还没有名单" in page.text


def test_a_list_is_made_shown_and_issued(office: Office, officer: TestClient) -> None:
    list_id = made(officer)
    page = officer.get("/lists", params={"list": list_id})
    items = officer.get(f"/v1/risk-lists/{list_id}/items").json()["items"]
    assert linked(page.text) == [item["household_id"] for item in items]
    assert all(chance(item["probability"]) in page.text for item in items)
    assert "草拟，未下发" in page.text
    issued(officer, list_id)
    again = officer.get("/lists", params={"list": list_id}).text
    assert "已下发" in again
    assert "下发这份名单" not in again, "it is issued once"


@pytest.mark.parametrize(
    "asked", [{"region": TOWNSHIP}, {"household": "9901010000000000001"}, {"slot": "score"}, {"band": "high"}]
)
def test_it_is_filtered_as_the_list_is(officer: TestClient, asked: dict[str, str]) -> None:
    list_id = made(officer)
    wanted = officer.get(f"/v1/risk-lists/{list_id}/items", params=asked).json()["items"]
    page = officer.get("/lists", params={"list": list_id, **asked}).text
    assert linked(page) == [item["household_id"] for item in wanted]
    assert "清除条件" in page


def test_a_form_that_was_left_empty_asks_for_everybody(officer: TestClient) -> None:
    list_id = made(officer)
    names = ("region", "risk_type", "slot", "settlement", "state", "new", "household", "visits", "floor", "band")
    empty = officer.get("/lists", params={"list": list_id, **dict.fromkeys(names, ""), "order": "number"})
    assert empty.status_code == 200
    assert linked(empty.text) == linked(officer.get("/lists", params={"list": list_id}).text)
    assert "清除条件" not in empty.text


def test_page_after_page_everybody_is_met_once(officer: TestClient) -> None:
    list_id = made(officer)
    seen: list[str] = []
    address = f"/lists?list={list_id}&limit=7&order=place"
    while address:
        page = officer.get(address).text
        seen += linked(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    items = officer.get(f"/v1/risk-lists/{list_id}/items", params={"order": "place"}).json()["items"]
    assert seen == [item["household_id"] for item in items]


def test_what_others_add_to_a_link_is_passed_over_and_nothing_stands_twice(officer: TestClient) -> None:
    list_id = made(officer)
    assert officer.get("/lists", params={"list": list_id, "from": "singlemessage", "utm": "1"}).status_code == 200
    assert officer.get(f"/lists?list={list_id}&region=99&region=98").status_code == 422


def test_a_cadre_sees_their_places_alone(officer: TestClient, cadre: TestClient, office: Office) -> None:
    list_id = made(officer)
    theirs = office.households(TOWNSHIP)
    shown = linked(cadre.get("/lists", params={"list": list_id}).text)
    assert shown
    assert set(shown) <= set(theirs)
    elsewhere = with_browser(office.person(Role.TOWNSHIP, "110101001"))
    assert elsewhere.get("/lists", params={"list": list_id}).status_code == 404
    assert "您的辖区还没有名单" in elsewhere.get("/lists").text


def test_who_may_not_issue_sees_no_button_and_is_refused(officer: TestClient, cadre: TestClient) -> None:
    list_id = made(officer, capacity="9")
    assert "下发这份名单" not in cadre.get("/lists", params={"list": list_id}).text
    assert post(cadre, f"/lists/{list_id}/issue").status_code == 403


def test_an_auditor_sees_no_list(office: Office) -> None:
    auditor = with_browser(office.person(Role.AUDITOR))
    refused = auditor.get("/lists")
    assert refused.status_code == 403
    assert "审计" in refused.text, "the ways that are theirs stay on the page"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"capacity": "many"}, "1至10,000的整数"),
        ({"region": "110101"}, "您辖区内的地方"),
        ({"as_of": "June"}, "2024-06-30 这样"),
        ({"as_of": "2020-01-31"}, "该日没有评分"),
    ],
)
def test_what_was_typed_stays_where_something_is_wrong(officer: TestClient, typed: dict[str, str], told: str) -> None:
    answer = post(officer, "/lists", {"as_of": str(DAY), "capacity": "12", **typed}, page="/lists/new")
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{typed.get("capacity", "12")}"' in answer.text


def test_newcomers_and_leavers_are_told_with_why(own_office: Office, own_officer: TestClient) -> None:
    first = made(own_officer, as_of=str(BEFORE))
    issued(own_officer, first)
    second = made(own_officer)
    waiting = own_officer.get(f"/lists/{second}/changes").text
    assert "原因正在分析" in waiting
    assert comparisons(own_office.app.state.resources) == 1
    assert comparisons(own_office.app.state.resources) == 0, "once"
    page = own_officer.get(f"/lists/{second}/changes").text
    assert "原因正在分析" not in page
    change = own_officer.get(f"/v1/risk-lists/{second}/changes", params={"since": first}).json()
    urgent, _, tables = page.partition('<h2 id="came"')
    assert linked(tables) == [*change["entered"], *sorted(change["left"], key=linked(tables).index)]
    assert set(linked(urgent)) <= set(change["left"])
    assert f"本期共进了{len(change['entered'])}户、出了{len(change['left'])}户" in page
    assert set(change["left"]) <= set(linked(page))
    assert re.search(r"风险上升|首次评分|参加评分|间隔期满|必查", page)
    assert "新列入" in own_officer.get("/lists", params={"list": second, "new": "true"}).text


def test_a_must_include_that_left_unvisited_stands_before_everybody(
    own_office: Office, own_officer: TestClient
) -> None:
    first = made(own_officer, as_of=str(BEFORE))
    issued(own_officer, first)
    second = made(own_officer)
    comparisons(own_office.app.state.resources)
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, clock()) as work:
        leaver = work.session.scalars(lists.leavers_of(second)).first()
        stood = work.session.get(ListItem, (first, leaver.household_id))
        stood.slot, leaver.why = "must_include", {**leaver.why, "left_out": "overtaken"}
        code = leaver.household_id
    page = own_officer.get(f"/lists/{second}/changes").text
    assert linked(page.partition('<h2 id="came"')[0]) == [code]
    assert page.count("上期必查未走访，请务必安排") == 2, "before everybody and in its row"
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, clock()) as work:
        leaver = work.session.get(ListLeaver, (second, code))
        leaver.why = {**leaver.why, "left_out": "resting"}
    assert "上期必查未走访" not in own_officer.get(f"/lists/{second}/changes").text


def test_what_visits_find_stands_beside_the_list(officer: TestClient) -> None:
    page = officer.get("/lists", params={"list": made(officer), "visits": "40", "floor": "99"}).text
    assert "预计发现" in page
    assert "可能性低于99.0%" in page
    assert "名单排得更准一些（漏掉的户少十分之一）" in page
    assert "更好的模型" not in page, "no word that an office has a use for"


def test_it_prints_every_household_once_with_our_mark(officer: TestClient, office: Office) -> None:
    list_id = made(officer)
    paper = officer.get(f"/lists/{list_id}/print").text
    items = officer.get(f"/v1/risk-lists/{list_id}/items").json()["items"]
    printed = re.findall(r'<td class="code">([^<]+)</td>', paper)
    assert sorted(printed) == sorted(item["household_id"].replace("<", "&lt;") for item in items) or len(
        printed
    ) == len(items)
    assert "不得公示" in paper
    assert "county_officer-990101" in paper, "who took it"
    assert office is not None


def test_the_county_is_no_number_to_anybody(own_officer: TestClient) -> None:
    officer, list_id = own_officer, made(own_officer)
    issued(officer, list_id)
    for page in (
        f"/lists?list={list_id}",
        "/lists/new",
        f"/lists/{list_id}/excel",
        f"/lists/{list_id}/print",
        "/sessions",
    ):
        shown = re.sub(r"<[^>]+>", " ", officer.get(page).text).replace(f"county_officer-{COUNTY}", "")
        assert not re.findall(rf"(?<!\d){COUNTY}(?!\d)", shown), page
        assert "全县" in shown, page


def test_the_mark_on_paper_speaks_one_language(officer: TestClient) -> None:
    list_id = made(officer)
    chinese = officer.get(f"/lists/{list_id}/print").text
    assert "全县 县级监测人员 · county_officer-990101 · " in chinese
    assert "internal, not to be passed on" not in chinese
    officer.cookies.set("fanpin_language", "en")
    english = officer.get(f"/lists/{list_id}/print").text
    officer.cookies.delete("fanpin_language")
    assert "the county, county officer · county_officer-990101 · " in english
    assert "不得外传" not in english


def test_more_than_one_may_take_along_is_not_printed(own_office: Office, own_officer: TestClient) -> None:
    policy = own_office.app.state.resources.policy()
    assert policy.value("export_rows_alone", None, DAY) >= 100
    list_id = made(own_officer, capacity="200")
    listed = own_officer.get(f"/v1/risk-lists/{list_id}").json()["items"]
    assert own_officer.get(f"/lists/{list_id}/print").status_code == (200 if listed <= 500 else 422)


def test_county_is_where_the_officer_works() -> None:
    assert TOWNSHIP.startswith(COUNTY)


@pytest.mark.parametrize(
    ("words", "told", "not_told"),
    [
        (KEPT, [f"必查：{RULE}", ASK], ["没有突出的风险因素", "没有记下"]),
        # What a list told stays what it told.
        ({}, ["没有记下命中的是哪条规则"], [RULE, ASK]),
    ],
)
def test_whoever_must_be_visited_has_the_rule_as_a_reason_on_the_page_and_on_paper(
    own_office: Office, own_officer: TestClient, words: dict[str, object], told: list[str], not_told: list[str]
) -> None:
    list_id = made(own_officer, region=TOWNSHIP, capacity="1")
    issued(own_officer, list_id)
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, clock()) as work:
        changed = {"slot": "must_include", "band": "low", "words": words}
        work.session.execute(update(ListItem).where(ListItem.list_id == list_id).values(**changed))
    page = own_officer.get("/lists", params={"list": list_id}).text
    paper = own_officer.get(f"/lists/{list_id}/print").text
    assert all(each in shown for each in told for shown in (page, paper))
    assert not any(each in shown for each in not_told for shown in (page, paper))
    assert ("得分本身在低风险档" in page) is bool(words)
    home = own_officer.get("/home").text
    assert (f"必查：{RULE}" in home) is bool(words)

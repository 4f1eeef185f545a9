"""Every household that the last run knows is found by code, place and risk, within one's places, with whether a list names it."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from models.sheets.wording import chance
from service.households import countywide
from service.jurisdiction import EVERYWHERE
from service.principal import Permission, Role
from service.routes.doing import now
from service.routes.office import households
from service.slow import BusyError
from service.store.repositories import runs
from service.store.tables import ScoringRun, Unscored
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.routes.office.test_lists import issued, linked, made

ROWS = 200
NO_CODE = "8888"


def last_run(office: Office) -> ScoringRun:
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        run = runs.last(work, office.kept.model.name)
        assert run is not None
        return run


def scored(office: Office, somebody: TestClient, **asked: str) -> list[str]:
    """Codes of the last run as the API gives them."""
    answer = somebody.get(f"/v1/scoring-runs/{last_run(office).id}/assessments", params={"limit": str(ROWS), **asked})
    return [item["household_id"] for item in answer.json()["items"]]


def found(somebody: TestClient, **asked: str) -> list[str]:
    page = somebody.get("/households", params={"limit": str(ROWS), **asked})
    assert page.status_code == 200, page.text
    return linked(page.text)


def refuse(office: Office, code: str, village: str, check: str = "household_size_differs") -> None:
    """The last run says of a household that it has no score."""
    run = last_run(office).id
    with office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        work.session.add(
            Unscored(run_id=run, household_id=code, region_code=village, standing="contradicting", rules=[check])
        )


def test_nobody_is_asked_for_and_everybody_is_there_the_riskiest_first(office: Office, officer: TestClient) -> None:
    page = officer.get("/households", params={"limit": ROWS}).text
    items = officer.get(f"/v1/scoring-runs/{last_run(office).id}/assessments", params={"limit": ROWS}).json()["items"]
    assert linked(page) == [item["household_id"] for item in items]
    assert all(chance(item["probability"]) in page for item in items)
    assert f"{DAY} 的评分" in page
    assert str(BEFORE) not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"region": TOWNSHIP},
        {"band": "high"},
        {"risk_type": "illness"},
        {"household_type": "lifted_out", "band": "low"},
        {"household": "99010100000000000", "order": "household_id"},
        {"region": TOWNSHIP, "order": "place"},
    ],
    ids=str,
)
def test_it_is_searched_as_the_run_is(office: Office, officer: TestClient, asked: dict[str, str]) -> None:
    assert found(officer, **asked) == scored(office, officer, **asked)
    assert "清除条件" in officer.get("/households", params=asked).text or set(asked) == {"order"}


def test_who_begins_to_type_a_code_finds_it_among_its_neighbours(office: Office, officer: TestClient) -> None:
    code = sorted(scored(office, officer))[3]
    assert found(officer, household=f" {code} ") == [code]
    begun = found(officer, household=code[:-1])
    assert code in begun
    assert begun == sorted(begun)
    nobody = officer.get("/households", params={"household": NO_CODE}).text
    assert f'href="/households/{NO_CODE}"' in nobody, "who is monitored has no score, and still a page"
    assert "核对编号" in nobody


def test_a_settlement_s_households_are_searched_once_they_are_counted(
    office: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(countywide, "PATIENCE", 30.0)
    known = countywide.countywide(office.app.state.resources.store(), DAY)
    scores = set(office.households())
    settlement, there = max(
        ((name, [code for code in known.living_in(name) if code in scores]) for name in known.settlements(EVERYWHERE)),
        key=lambda each: len(each[1]),
    )
    assert there
    assert settlement in officer.get("/households").text
    assert found(officer, settlement=settlement, order="household_id") == sorted(there)
    assert found(officer, settlement="没有这个安置点") == []


def test_while_settlements_are_counted_nobody_is_shown_the_wrong_households(
    officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise BusyError(countywide.WHAT)

    monkeypatch.setattr(households, "countywide", busy)
    assert "人数和安置点还没有统计出来" in officer.get("/households").text
    waiting = officer.get("/households", params={"settlement": "东苑"})
    assert waiting.status_code == 503
    assert linked(waiting.text) == []
    assert 'http-equiv="refresh"' in waiting.text


def test_a_form_that_was_left_empty_asks_for_everybody(officer: TestClient) -> None:
    names = ("region", "settlement", "band", "risk_type", "household_type", "listed", "household", "score", "order")
    assert found(officer, **dict.fromkeys(names, "")) == found(officer)
    assert "清除条件" not in officer.get("/households", params=dict.fromkeys(names, "")).text


@pytest.mark.parametrize("order", ["rank", "place", "household_id"])
def test_page_after_page_everybody_is_met_once(office: Office, officer: TestClient, order: str) -> None:
    seen: list[str] = []
    address = f"/households?limit=9&order={order}&region={TOWNSHIP}"
    while address:
        page = officer.get(address).text
        seen += linked(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""
    assert len(seen) > 9
    assert seen == scored(office, officer, order=order, region=TOWNSHIP)


def test_nobody_is_found_outside_of_one_s_places(office: Office, officer: TestClient, cadre: TestClient) -> None:
    theirs = set(office.households(TOWNSHIP))
    elsewhere = next(code for code in scored(office, officer) if code not in theirs)
    assert set(found(cadre)) == theirs
    assert found(cadre, household=elsewhere) == []
    assert found(cadre, region="990101002") == []
    far = with_browser(office.person(Role.TOWNSHIP, "110101001"))
    assert found(far) == []
    assert "没有您辖区的户" in far.get("/households").text


def test_lists_in_force_are_named_and_searched_by(own_office: Office, own_officer: TestClient) -> None:
    assert "还没有下发过名单" in own_officer.get("/households").text
    draft = made(own_officer, capacity="12")
    assert found(own_officer, listed="true") == [], "a draft names nobody yet"
    issued(own_officer, draft)
    named = {item["household_id"] for item in own_officer.get(f"/v1/risk-lists/{draft}/items").json()["items"]}
    page = own_officer.get("/households", params={"listed": "true", "limit": ROWS}).text
    assert set(linked(page)) >= named
    assert page.count(f"/lists?list={draft}") == len(named)
    assert f"{DAY} 名单第1户" in page
    others = found(own_officer, listed="false")
    expected = [code for code in scored(own_office, own_officer) if code not in named]
    assert others[: len(expected)] == expected


def test_who_has_no_score_is_told_apart(own_office: Office, own_officer: TestClient) -> None:
    own_cadre = with_browser(own_office.person(Role.TOWNSHIP, TOWNSHIP))
    here, elsewhere = "9901010099000000001", "9901010099000000002"
    refuse(own_office, here, f"{TOWNSHIP}001")
    refuse(own_office, elsewhere, "990101002001")
    page = own_officer.get("/households").text
    assert "另有2户没有得分" in page
    assert linked(page)[:2] == [here, elsewhere]
    apart = own_officer.get("/households", params={"score": "none"}).text
    assert linked(apart) == [here, elsewhere]
    assert found(own_cadre, score="none") == [here]
    assert found(own_officer, score="none", household=elsewhere) == [elsewhere]
    assert found(own_officer, score="none", region=TOWNSHIP) == [here]
    assert "这里另有1户没有得分" in own_officer.get("/households", params={"region": TOWNSHIP}).text
    asked = own_officer.get("/households", params={"score": "none", "band": "high"}).text
    assert linked(asked) == [here, elsewhere]
    assert "这些条件没有用上" in asked, "nothing is left out in silence"
    assert here not in found(own_officer, band="high")


def test_those_without_a_score_go_page_by_page(own_office: Office, own_officer: TestClient) -> None:
    codes = [f"99010100990000000{number:02}" for number in range(7)]
    for code in codes:
        refuse(own_office, code, f"{TOWNSHIP}001")
    first = own_officer.get("/households?score=none&limit=5").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    assert linked(first) + linked(own_officer.get(html.unescape(following[1])).text) == codes


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.DEPARTMENT_LIAISON])
def test_whoever_sees_no_family_searches_none_and_has_no_way_there(office: Office, role: Role) -> None:
    somebody = with_browser(office.person(role, COUNTY if role is Role.DEPARTMENT_LIAISON else ""))
    assert somebody.get("/households").status_code == 403
    assert 'href="/households"' not in somebody.get("/home").text


def test_a_program_that_may_read_no_lists_is_told_of_none(office: Office, officer: TestClient) -> None:
    list_id = made(officer, capacity="15")
    issued(officer, list_id)
    program = with_browser(office.program(Permission.READ_HOUSEHOLDS))
    page = program.get("/households", params={"listed": "true", "limit": ROWS}).text
    assert "/lists?list=" not in page
    assert 'name="listed"' not in page
    assert linked(page) == found(officer), "and by lists nothing is searched"
    assert households.NOT_BY_LIST.zh in page
    assert households.NOT_BY_LIST.zh not in officer.get("/households?listed=true").text


def test_what_cannot_be_asked_of_who_has_no_score_is_said_to_be_passed_over(officer: TestClient) -> None:
    """Two choices that do not go together: what is shown is more than was asked for."""
    words = households.NOT_BY_SCORE.zh
    assert words in officer.get("/households?score=none&band=high").text
    assert not any(words in officer.get(f"/households?{asked}").text for asked in ("band=high", "score=none"))


def test_before_anybody_was_scored_the_page_says_so(own_office: Office, own_officer: TestClient) -> None:
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        for row in work.session.scalars(runs.complete_runs()):
            row.state = "failed"
    assert "还没有给全县评过分" in own_officer.get("/households").text


def test_what_others_add_to_a_link_is_passed_over_and_nothing_stands_twice(officer: TestClient) -> None:
    assert officer.get("/households", params={"from": "singlemessage"}).status_code == 200
    assert officer.get("/households?region=99&region=98").status_code == 422
    assert officer.get("/households?household=" + "9" * 300).status_code == 422


def test_the_search_stands_in_the_audit(office: Office, officer: TestClient) -> None:
    officer.get("/households", params={"region": TOWNSHIP, "household": "99010100"})
    auditor = office.person(Role.AUDITOR)
    lines = auditor.get("/v1/audit", params={"limit": 50}).json()["items"]
    assert any(
        line["detail"].get("route") == "GET /households" and line["detail"].get("region") == TOWNSHIP for line in lines
    )

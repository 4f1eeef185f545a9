"""The visit on its page: what it tells, what it takes, what it says of what it can't take, and that it is recorded once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.pages.form_tokens import FIELD
from service.principal import Role
from service.procedure.verdicts import Verdict
from service.store.repositories import runs
from tests.service.forms import hidden_in, post
from tests.service.kept_runs import KeptRuns
from tests.service.office import COUNTY, TOWNSHIP, Office, opened
from tests.service.visits import dispatched_lead, steps_of, today, visited_by_somebody, visits_of

JSON = {"accept": "application/json"}
NOBODY = {"verdict": "nobody_home"}


@pytest.fixture(scope="module")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One whose leads these stories move."""
    with opened(kept, empty_sqlite, tmp_path_factory.mktemp("visits")) as office:
        yield office


@pytest.fixture
def lead(office: Office) -> str:
    return dispatched_lead(office)


@pytest.fixture
def cadre(office: Office) -> TestClient:
    return office.person(Role.VILLAGE, TOWNSHIP)


def address_of(lead: str) -> str:
    return f"/leads/{lead}/visit"


def sent(browser: TestClient, lead: str, headers: dict[str, str] | None = None, /, **typed: Any) -> Response:
    """What was typed on the page, as the browser posts it."""
    page = browser.get(address_of(lead)).text
    hidden = {name: hidden_in(page, name) for name in (FIELD, "once_key", "steps_seen")}
    return browser.post(address_of(lead), data={"visited_on": today(), **hidden, **typed}, headers=headers or {})


def beside(page: str, name: str) -> str:
    """What stands beside a field."""
    place = re.search(rf'<p class="wrong" id="why-{name}"( hidden)?>([^<]*)</p>', page)
    assert place, name
    return place[2]


def test_the_page_tells_which_household_and_what_to_ask_first_and_why(
    office: Office, cadre: TestClient, lead: str
) -> None:
    page = cadre.get(address_of(lead)).text
    full = office.person(Role.COUNTY_OFFICER, COUNTY).get(f"/v1/leads/{lead}").json()
    assert all(each in page for each in (full["household_id"], full["region_code"], "还有15天", "没有姓名记录"))
    assert "为什么问：" in page
    assert "截至2024-06-30的记录" in page
    assert all(f'value="{each.value}"' in page for each in Verdict)


def test_without_a_kept_answer_the_page_says_so_and_works_on(
    office: Office, cadre: TestClient, lead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "last_that_answers", lambda *_: None)
    page = cadre.get(address_of(lead)).text
    assert "还没有这一户的评分结果" in page
    assert "为什么问：" not in page
    assert sent(cadre, lead, **NOBODY).status_code == 303


@pytest.mark.parametrize(
    ("typed", "next_step"),
    [
        ({"verdict": "confirmed", "risk_types": "illness"}, "接下来办“数据比对”，由县办理"),
        ({"verdict": "unfounded", "unfounded_reason": "eased"}, "没有要接着办的事"),
        ({"verdict": "to_be_clarified", "note": "村医说下周有结果"}, "接下来办“入户核查”，由村办理"),
        (NOBODY, "再登记一次入户"),
        ({"verdict": "moved_away", "note": "全家搬到县城"}, "没有要接着办的事"),
    ],
    ids=lambda each: each.get("verdict") if isinstance(each, dict) else None,
)
def test_a_visit_is_recorded_and_what_happens_next_is_told(
    office: Office, cadre: TestClient, lead: str, typed: dict[str, str], next_step: str
) -> None:
    answer = sent(cadre, lead, **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address_of(lead)}?done=visited")
    after = cadre.get(answer.headers["location"]).text
    assert "已保存" in after
    assert next_step in after
    assert "(" not in after[after.index("<h2>") : after.index("</section>")], "words, not values of a program"
    (visit,) = visits_of(office, lead)
    assert (visit["verdict"], visit["visited_on"]) == (typed["verdict"], today())


def test_the_main_risk_is_recorded_first(office: Office, cadre: TestClient, lead: str) -> None:
    confirmed = {"verdict": "confirmed", "risk_types": ["illness", "disability", "water"]}
    refused = sent(cadre, lead, **confirmed)
    assert (refused.status_code, "请选出主要的" in beside(refused.text, "main_risk")) == (422, True)
    assert visits_of(office, lead) == []
    assert sent(cadre, lead, **confirmed, main_risk="water").status_code == 303
    assert visits_of(office, lead)[0]["risk_types"] == ["water", "illness", "disability"]


TOMORROW = (dt.date.fromisoformat(today()) + dt.timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "verdict", "请填写"),
        ({"verdict": "confirmed"}, "risk_types", "请填写"),
        ({"verdict": "confirmed", "risk_types": "other"}, "note", "写明是什么风险"),
        ({"verdict": "unfounded"}, "unfounded_reason", "请填写"),
        ({"verdict": "unfounded", "unfounded_reason": "eased", "risk_types": "water"}, "risk_types", "请去掉"),
        ({"verdict": "moved_away"}, "note", "请填写"),
        ({**NOBODY, "visited_on": TOMORROW}, "visited_on", "还没有到"),
        ({**NOBODY, "visited_on": "2020-01-01"}, "visited_on", "早于"),
        ({**NOBODY, "visited_on": "昨天"}, "visited_on", "一个日期"),
        ({**NOBODY, "visited_on": ""}, "visited_on", "请填写"),
        ({**NOBODY, "note": "字" * 501}, "note", "1 至 500 个字"),
        ({"verdict": "perhaps"}, "verdict", "其中一项"),
    ],
)
def test_what_can_t_be_taken_is_told_beside_its_field_in_plain_words(
    office: Office, cadre: TestClient, lead: str, typed: dict[str, str], field: str, words: str
) -> None:
    refused = sent(cadre, lead, **typed)
    assert refused.status_code == 422
    assert words in beside(refused.text, field)
    assert "（" + field not in refused.text
    assert visits_of(office, lead) == []
    named = sent(cadre, lead, JSON, **typed)
    assert named.status_code == 422
    assert field in {each["path"] for each in named.json()["problems"]}


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(cadre: TestClient, lead: str) -> None:
    typed = {
        "verdict": "confirmed",
        "visited_on": TOMORROW,
        "note": "<b>主人&家人</b>",
        "risk_types": ["illness", "water"],
    }
    page = sent(cadre, lead, **typed).text
    assert beside(page, "visited_on")
    assert beside(page, "main_risk")
    assert "&lt;b&gt;主人&amp;家人&lt;/b&gt;</textarea>" in page
    for value in ("confirmed", "illness", "water"):
        assert re.search(rf'value="{value}"( required)? checked', page), value
    assert f'value="{TOMORROW}"' in page


def test_a_lead_that_is_not_open_to_a_visit_has_no_form_and_says_why(
    office: Office, cadre: TestClient, lead: str
) -> None:
    visited_by_somebody(office, lead)
    page = cadre.get(address_of(lead))
    assert page.status_code == 200
    assert '<form method="post" action="/leads' not in page.text
    assert "现在不能登记入户" in page.text
    assert "核实无风险" in page.text
    assert f"上次入户：{today()}，不存在风险" in page.text


def test_who_was_overtaken_by_somebody_is_told_and_keeps_the_note(office: Office, cadre: TestClient, lead: str) -> None:
    page = cadre.get(address_of(lead)).text
    hidden = {name: hidden_in(page, name) for name in (FIELD, "once_key", "steps_seen")}
    typed = {**hidden, **NOBODY, "visited_on": today(), "note": "邻居说去医院了"}
    visited_by_somebody(office, lead, "to_be_clarified", note="等单据")
    late = cadre.post(address_of(lead), data=typed)
    assert late.status_code == 409
    assert "邻居说去医院了" in late.text
    assert "请重新读取" in late.text
    assert f"上次入户：{today()}，需补充核实" in late.text
    assert cadre.post(address_of(lead), data=typed, headers=JSON).status_code == 412
    visited_by_somebody(office, lead)
    closed = cadre.post(address_of(lead), data={**typed, "steps_seen": ""})
    assert closed.status_code == 409
    assert "邻居说去医院了" in closed.text
    assert len(visits_of(office, lead)) == 2


def test_who_may_look_and_not_visit_is_told_whose_it_is(office: Office, lead: str) -> None:
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    assert "由村、乡镇办理" in officer.get(address_of(lead)).text
    refused = post(officer, address_of(lead), {**NOBODY, "visited_on": today()})
    assert (refused.status_code, visits_of(office, lead)) == (409, [])
    assert office.person(Role.AUDITOR).get(address_of(lead)).status_code == 403


def test_outside_of_one_s_places_there_is_no_such_lead(office: Office, lead: str) -> None:
    elsewhere = office.person(Role.VILLAGE, "990101002")
    assert elsewhere.get(address_of(lead)).status_code == 404
    assert post(elsewhere, address_of(lead), NOBODY).status_code == 404


def test_two_taps_are_one_visit(office: Office, cadre: TestClient, lead: str) -> None:
    page = cadre.get(address_of(lead)).text
    hidden = {name: hidden_in(page, name) for name in (FIELD, "once_key", "steps_seen")}
    for _ in range(2):
        answer = cadre.post(address_of(lead), data={**hidden, **NOBODY, "visited_on": today()})
        assert answer.headers["location"] == f"{address_of(lead)}?done=visited"
    assert len(visits_of(office, lead)) == 1


def test_sent_again_after_a_new_log_in_it_is_the_same_visit(office: Office, lead: str) -> None:
    """The mark of the session is another one, what was typed is not; a script's key counts before that of the form."""
    before, after = (office.person(Role.VILLAGE, TOWNSHIP) for _ in range(2))
    typed = {**NOBODY, "visited_on": today(), "steps_seen": hidden_in(before.get(address_of(lead)).text, "steps_seen")}
    answers = [
        post(somebody, address_of(lead), {**typed, "once_key": drawn})
        if key is None
        else somebody.post(
            address_of(lead),
            data={**typed, "once_key": drawn, FIELD: hidden_in(somebody.get("/sessions").text, FIELD)},
            headers={**JSON, "Idempotency-Key": key},
        )
        for somebody, drawn, key in (
            (before, "k1", "the-draft-s"),
            (after, "k2", "the-draft-s"),
            (after, "the-draft-s", None),
        )
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 303]
    assert answers[0].json() == {"kept": True, "page": f"{address_of(lead)}?done=visited"}
    assert len(visits_of(office, lead)) == 1


def test_other_words_under_the_same_key_are_refused(office: Office, cadre: TestClient, lead: str) -> None:
    key = {"once_key": "mine"}
    assert sent(cadre, lead, **NOBODY, **key).status_code == 303
    changed = sent(cadre, lead, JSON, verdict="to_be_clarified", note="其实在家", **key)
    assert (changed.status_code, changed.json()["type"]) == (409, "urn:fanpin:problem:idempotency-key-used")
    assert len(visits_of(office, lead)) == 1


def test_after_the_key_is_forgotten_it_is_still_not_recorded_twice(
    office: Office, cadre: TestClient, lead: str
) -> None:
    """Nobody was home: the lead stands where it stood, and would take the same visit again."""
    page = cadre.get(address_of(lead)).text
    typed = {name: hidden_in(page, name) for name in (FIELD, "steps_seen")} | NOBODY | {"visited_on": today()}
    answers = [cadre.post(address_of(lead), data={**typed, "once_key": key}, headers=JSON) for key in ("a", "b")]
    assert [answer.status_code for answer in answers] == [200, 412]
    assert len(visits_of(office, lead)) == 1


def test_a_form_that_was_not_given_to_this_session_records_nothing(
    office: Office, cadre: TestClient, lead: str
) -> None:
    refused = cadre.post(address_of(lead), data={**NOBODY, "visited_on": today(), FIELD: "0" * 64}, headers=JSON)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:fanpin:problem:form-expired")
    assert visits_of(office, lead) == []


def test_the_key_of_a_draft_is_of_one_user_and_one_lead_and_outlives_the_session(office: Office, lead: str) -> None:
    def drawn(somebody: TestClient, of: str) -> tuple[str, ...]:
        return tuple(re.findall(r'data-draft-(?:name|key)="([0-9a-f]{64})"', somebody.get(address_of(of)).text))

    cadre, anew, other = (office.person(role, TOWNSHIP) for role in (Role.VILLAGE, Role.VILLAGE, Role.TOWNSHIP))
    name, key = drawn(cadre, lead)
    assert name != key
    assert drawn(anew, lead) == (name, key)
    assert not {*drawn(other, lead), *drawn(cadre, dispatched_lead(office))} & {name, key}


def test_the_note_is_kept_sealed_with_the_step(office: Office, cadre: TestClient, lead: str) -> None:
    sent(cadre, lead, **NOBODY, note="门锁着")
    assert steps_of(office, lead)[-1]["details"]["note"] == "门锁着"


def test_what_is_written_after_done_is_one_of_our_words(cadre: TestClient, lead: str) -> None:
    assert "已保存。" not in cadre.get(f"{address_of(lead)}?done=everything&utm=1").text
    assert cadre.get(f"{address_of(lead)}?done=visited&done=visited").status_code == 422


def test_its_script_is_a_script_and_may_ask_this_host_alone(cadre: TestClient, lead: str) -> None:
    page = cadre.get(address_of(lead))
    scripts = re.findall(r'<script src="([^"]+)" defer></script>', page.text)
    assert len(scripts) == 2
    for answer in map(cadre.get, scripts):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert all(rule in policy for rule in ("script-src 'self'", "connect-src 'self'"))
    assert "unsafe" not in policy
    assert "geolocation=()" in page.headers["permissions-policy"]

"""The page of the model: what scores and why, its card in words, promotion through the gate, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from features.bilingual import Bilingual
from models import DEFAULT_MODEL
from models.promotions.checks import Check
from service.jurisdiction import EVERYWHERE
from service.local_time import day_of
from service.pages.form_tokens import FIELD
from service.principal import Role
from service.routes.doing import now
from service.routes.office import models as pages
from service.slow import BusyError
from service.store.repositories.audit import search
from tests.service.forms import hidden_in, token_in
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.registered import GOOD, Registered
from tests.service.routes.office.conftest import with_browser

TODAY = day_of(now())


@pytest.fixture
def staff(office: Office) -> TestClient:
    return with_browser(office.person(Role.DATA_STAFF, COUNTY))


def posted(somebody: TestClient, version: str, page: str = "", **typed: str | Sequence[str]) -> Response:
    """The form on a version's page."""
    page = page or somebody.get(f"/models/{version}").text
    fields: dict[str, Any] = {FIELD: token_in(page), "once_key": hidden_in(page, "once_key"), "reason": "季度更新"}
    return somebody.post(f"/models/{version}/promote", data={**fields, **typed})


def rolled_back(somebody: TestClient, **typed: str) -> Response:
    page = somebody.get("/models").text
    fields = {FIELD: token_in(page), "once_key": hidden_in(page, "once_key"), "reason": "误报多"}
    return somebody.post("/models/champion/rollback", data={**fields, **typed})


def test_a_version_is_promoted_and_the_page_says_since_when_by_whom_and_why(
    office: Office, registered: Registered, staff: TestClient
) -> None:
    done = posted(staff, "2")
    assert (done.status_code, done.headers["location"]) == (303, "/models?done=promoted")
    page = staff.get(done.headers["location"]).text
    for words in ("已上线", "第 2 版", "data_staff-990101", "季度更新", "现用"):
        assert words in page, words
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        lines = work.session.scalars(search(action="models.promoted", target=f"model:{DEFAULT_MODEL}/2")).all()
    assert lines
    assert all("季度更新" not in line.content for line in lines)


def test_which_version_scored_on_a_day(registered: Registered, staff: TestClient) -> None:
    posted(staff, "2")
    assert "用的是第 2 版" in staff.get(f"/models?on={TODAY}").text
    assert "还没有模型评分" in staff.get(f"/models?on={TODAY - dt.timedelta(days=1)}").text
    for wrong in (str(TODAY + dt.timedelta(days=1)), "yesterday"):
        assert staff.get(f"/models?on={wrong}").status_code == 422
    assert staff.get("/models?on=&from=mail").status_code == 200


def test_back_to_the_version_before(registered: Registered, staff: TestClient) -> None:
    for version in ("2", "3"):
        posted(staff, version)
    done = rolled_back(staff)
    assert done.headers["location"] == "/models?done=rolled_back"
    assert registered.aliases["champion"] == "2"
    page = staff.get("/models").text
    assert "误报多" in page
    assert "没有上一任模型可回退" in page


def test_a_reason_is_needed_and_what_was_typed_stays(registered: Registered, staff: TestClient) -> None:
    page = posted(staff, "2", reason="  ", accept=["sex_of_head"], despite=["fairness"])
    assert page.status_code == 422
    assert "没有写理由" in page.text
    assert 'value="fairness" checked' in page.text
    assert registered.commands == []
    registered.aliases.update(champion="2", previous="3")
    assert rolled_back(staff, reason="").status_code == 422
    assert registered.aliases["champion"] == "2"


def test_what_the_gate_refuses_is_told_in_words_and_the_champion_stays(
    registered: Registered, staff: TestClient
) -> None:
    registered.findings = tuple(replace(each, passed=each.check is not Check.FAIRNESS) for each in GOOD)
    done = posted(staff, "3")
    assert done.headers["location"] == "/models/3?done=refused"
    page = staff.get(done.headers["location"]).text
    for words in ("未通过上线检查", "公平性", "需要：", "见表"):
        assert words in page, words
    assert registered.aliases == {}
    registered.findings = GOOD
    posted(staff, "3", despite=["fairness"], accept=["sex_of_head"])
    assert {"--despite=fairness", "--accept=sex_of_head"} <= set(registered.commands[-1])
    assert "最近一次没有通过" not in staff.get("/models/3").text


def test_a_form_that_is_sent_twice_asks_the_gate_once(registered: Registered, staff: TestClient) -> None:
    page = staff.get("/models/2").text
    assert {posted(staff, "2", page).headers["location"] for _ in range(3)} == {"/models?done=promoted"}
    assert len(registered.commands) == 1


def test_while_the_gate_is_asked_the_page_waits(
    registered: Registered, staff: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise BusyError(Bilingual("正在核对", "it is asked"))

    monkeypatch.setattr(pages.moving.MOVING, "result", busy)
    done = posted(staff, "2")
    assert done.headers["location"] == "/models/2?done=working"
    assert 'http-equiv="refresh"' in staff.get(done.headers["location"]).text


def test_the_card_is_told_in_words_with_its_three_verdicts(registered: Registered, staff: TestClient) -> None:
    page = staff.get("/models/3").text
    for words in (
        "预测什么",
        "和别的办法比",
        "证据不足",
        "公平（在范围内）",
        "不公平（超出范围）",
        "已知的局限",
        "<svg",
        "怎么算的",
    ):
        assert words in page, words
    assert "zh=" not in page
    assert "Interval(" not in page
    without = staff.get("/models/1").text
    assert "没有这个版本的模型卡" in without
    assert "secret" not in without
    assert staff.get("/models/9").status_code == 404


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICER, Role.AUDITOR])
def test_who_may_only_read_gets_no_forms_and_moves_nothing(office: Office, registered: Registered, role: Role) -> None:
    registered.aliases.update(champion="1", previous="2")
    reader = with_browser(office.person(role, COUNTY))
    for address in ("/models", "/models/2"):
        page = reader.get(address)
        assert page.status_code == 200
        assert "/promote" not in page.text
        assert "/rollback" not in page.text
    token = token_in(reader.get("/sessions").text)
    for address in ("/models/2/promote", "/models/champion/rollback"):
        fields = {FIELD: token, "once_key": "0" * 36, "reason": "误报多"}
        assert reader.post(address, data=fields).status_code == 403
    assert registered.aliases["champion"] == "1"


def test_others_see_no_model(office: Office, registered: Registered) -> None:
    for role in (Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT_LIAISON, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        assert with_browser(office.person(role, COUNTY)).get("/models").status_code == 403


def test_who_answers_for_some_places_changes_no_model_of_all(office: Office, registered: Registered) -> None:
    near = with_browser(office.person(Role.DATA_STAFF, TOWNSHIP))
    page = posted(near, "2")
    assert page.status_code == 422
    assert "须由辖区为全县的数据人员" in page.text
    assert registered.commands == []


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_forged_form_moves_nothing(registered: Registered, staff: TestClient, token: str) -> None:
    assert posted(staff, "2", **{FIELD: token}).status_code == 403
    assert posted(staff, "2", once_key="").status_code == 422
    registered.aliases.update(champion="2", previous="3")
    assert rolled_back(staff, **{FIELD: token}).status_code == 403
    assert registered.commands == []
    assert registered.aliases["champion"] == "2"


def test_the_pages_speak_english(registered: Registered, staff: TestClient) -> None:
    registered.aliases["champion"] = "3"
    staff.cookies.set("fanpin_language", "en")
    for address in ("/models", "/models/3"):
        page = staff.get(address).text
        assert "ersion 3" in page
        assert "现用" not in page

"""The day of each role: what waits for them, every way that they have, their own work; nothing else, and nothing left after they went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from features.deliveries.departments import DeliveringDepartment
from service.access.administering import create_user
from service.jurisdiction import NOWHERE
from service.principal import SYSTEM, Role
from service.routes.doing import now
from tests.browser import days_of_roles as works
from tests.browser.conftest import Screens
from tests.browser.hands import asked_until_there, press, way
from tests.browser.watching import Watched
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.people import CHEAP, code_for
from tests.service.registered import registered
from tests.service.routes.office.leads_at_work import reported, user_id

__all__ = ["registered"]

LISTS, HOUSEHOLDS, LEADS, EXPORTS = "走访名单", "全部农户", "线索办理", "导出申请"
VILLAGES, LEDGERS = "村情", "保障台账"
FINDINGS, DELIVERIES, MODELS = "数据核查", "数据交付", "模型"
OVERDUE, MINE = "条线索已超期", "条线索派给了我"
TO_SEND, TO_ANSWER = "户在名单上还没有派发走访", "条数据疑点待核实"
LATE, TO_APPROVE = "种部门数据逾期未交", "个导出申请待审批"


@dataclass(frozen=True)
class Day:
    """Somebody's.

    Attributes:
        waits: what their first page counts.
        ways: of their menu, after the first page.
        work: theirs, through the page.
    """

    role: Role
    place: str
    waits: tuple[str, ...]
    ways: tuple[str, ...]
    work: Callable[[Screens, Page, Path], None]
    department: DeliveringDepartment | None = None
    screens: str = "desk"


TO_VISIT = (LISTS, HOUSEHOLDS, LEADS)
DAYS = (
    Day(
        Role.COUNTY_OFFICER,
        COUNTY,
        (OVERDUE, MINE, TO_SEND, TO_ANSWER, TO_APPROVE, LATE),
        (*TO_VISIT, EXPORTS, VILLAGES, LEDGERS, FINDINGS, DELIVERIES, MODELS),
        works.sends_a_family_out,
    ),
    Day(
        Role.TOWNSHIP,
        TOWNSHIP,
        (OVERDUE, MINE, TO_SEND, TO_ANSWER),
        (*TO_VISIT, EXPORTS, VILLAGES, LEDGERS, FINDINGS),
        works.hands_a_lead_over,
    ),
    Day(
        Role.VILLAGE,
        works.VILLAGE,
        (OVERDUE, MINE, TO_SEND),
        (*TO_VISIT, VILLAGES, LEDGERS),
        works.visits_a_family,
        screens="phone",
    ),
    Day(
        Role.DEPARTMENT_LIAISON,
        COUNTY,
        (OVERDUE, TO_ANSWER, LATE),
        (LEADS, FINDINGS, DELIVERIES),
        works.answers_and_delivers,
        DeliveringDepartment.MEDICAL_INSURANCE,
    ),
    Day(
        Role.DATA_STAFF,
        "",
        (TO_SEND, TO_ANSWER, LATE),
        (LISTS, HOUSEHOLDS, VILLAGES, LEDGERS, FINDINGS, DELIVERIES, MODELS),
        works.promotes_a_model,
    ),
    Day(Role.AUDITOR, "", ("次查看姓名（本月）",), (MODELS, "审计"), works.sees_who_looked),
    Day(Role.SYSTEM_ADMIN, "", ("个账户还没有改首次密码",), ("用户",), works.lets_a_newcomer_in),
    Day(Role.SECURITY_ADMIN, COUNTY, ("个账户还没有角色",), ("用户",), works.grants_a_role),
)


@pytest.fixture(scope="module")
def at_work(office: Office) -> Office:
    """A list is issued, leads wait for a visit, somebody waits for a role, and what is worked out for a county is there."""
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    list_id = officer.post("/v1/risk-lists", json={"region": COUNTY, "as_of": str(DAY)}).json()["id"]
    assert officer.post(f"/v1/risk-lists/{list_id}/issue").status_code == 200
    code_for(office.app, Role.VILLAGE, works.VILLAGE)
    worker = user_id(office, f"village-{works.VILLAGE}")
    for to in (worker, None):
        lead = reported(office, works.VILLAGE)
        moved = {"move": "dispatch", "details": {"place": works.VILLAGE}}
        assert officer.post(f"/v1/leads/{lead['id']}/moves", json=moved).status_code == 200
        assert officer.put(f"/v1/leads/{lead['id']}/assignee", json={"assigned_to": to}).status_code == 200
    door = office.app.state.resources.door
    with door.database.writing(NOWHERE, now()) as work:
        create_user(work, door.keyring, by=SYSTEM, name="zhao.daizhao", password=CHEAP.hash("four words of no use"))
    for path in ("/findings", "/findings?tab=triggers", "/ledgers", "/villages"):
        asked_until_there(officer, path)
    return office


@pytest.mark.parametrize("day", DAYS, ids=[day.role.value for day in DAYS])
@pytest.mark.usefixtures("at_work", "registered")
def test_a_day(day: Day, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    screens: Screens = request.getfixturevalue(day.screens)
    page = screens.anybody()
    watched = Watched(page, urlsplit(screens.address).netloc)
    page.goto(f"/login?code={code_for(screens.office.app, day.role, day.place, day.department)}")
    for words in day.waits:
        expect(page.locator(".tile").filter(has_text=words)).to_be_visible()
    every_way_is_open(page, day.ways)
    day.work(screens, page, tmp_path)
    nothing_is_left_after_the_log_out(page, day.ways[0])
    assert watched.wrong == []


def every_way_is_open(page: Page, ways: tuple[str, ...]) -> None:
    there = page.locator("nav.ways a").all_inner_texts()
    assert there == ["本月工作", *ways]
    for words in [*ways, "本月工作"]:
        way(page, words)
        expect(page.locator("nav.ways [aria-current=page]")).to_have_text(words)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def nothing_is_left_after_the_log_out(page: Page, last: str) -> None:
    way(page, last)
    heading = page.get_by_role("heading", level=1)
    press(page, "退出")
    expect(heading).to_have_text("登录")
    shown = page.locator("body").inner_text()
    page.go_back()
    expect(heading).to_have_text("登录")
    assert page.locator("body").inner_text() == shown

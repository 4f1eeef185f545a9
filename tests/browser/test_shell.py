"""What stands around every page, in a browser: read by everybody, small on the line, true to what was chosen, gone after the log-out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Screens
from tests.browser.looking import MOST_BYTES, MOST_REQUESTS, Traffic, faults, sideways
from tests.service.people import PASSWORD, somebody

OWN = ["/home", "/sessions", "/password", "/leads/nothing"]
"""Pages of who came in; the last is a problem."""


@pytest.fixture(params=["desk", "phone"])
def screens(request: pytest.FixtureRequest) -> Screens:
    shaped: Screens = request.getfixturevalue(request.param)
    return shaped


def looked_at(page: Page, address: str) -> None:
    traffic = Traffic(page)
    page.goto(address, wait_until="networkidle")
    assert faults(page) == []
    assert sideways(page) <= 0
    assert len(traffic.requests) <= MOST_REQUESTS
    assert 0 < traffic.bytes <= MOST_BYTES
    assert traffic.hosts == {page.evaluate("location.host")}


def test_the_log_in_is_for_everybody(screens: Screens) -> None:
    looked_at(screens.anybody(), "/login")


@pytest.mark.parametrize("address", OWN)
def test_a_page_is_for_everybody(screens: Screens, address: str) -> None:
    page = screens.officer()
    looked_at(page, address)
    expect(page.locator("h1")).to_be_visible()


def test_a_page_in_larger_type_and_in_english_fits_too(screens: Screens) -> None:
    page = screens.officer()
    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="English").click()
    for address in OWN:
        looked_at(page, address)


def test_the_language_stays(desk: Screens) -> None:
    page = desk.officer()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/sessions")
    expect(page.get_by_role("heading", level=1)).to_have_text("My sessions")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的登录")


def test_larger_type_stays(desk: Screens) -> None:
    page = desk.officer()
    size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="大字").click()
    # The page that comes back offers the other size: before it is there, what is measured is the page of before.
    expect(page.get_by_role("button", name="标准字")).to_be_visible()
    page.goto("/sessions")
    assert page.evaluate(size) > before
    page.get_by_role("button", name="标准字").click()
    expect(page.get_by_role("button", name="大字")).to_be_visible()
    assert page.evaluate(size) == before


def test_after_the_log_out_the_way_back_shows_nothing_of_the_page_before(desk: Screens) -> None:
    page = desk.officer()
    page.goto("/sessions")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的登录")
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert "辖区" not in page.content()


@pytest.mark.parametrize(
    "elsewhere", ["http://elsewhere.test/", "http://127.0.0.1:9/"], ids=["other site", "other port"]
)
def test_a_form_of_another_site_changes_nothing(desk: Screens, elsewhere: str) -> None:
    page = desk.officer()

    def answer(route: Route) -> None:
        form = f'<form method="post" action="{desk.address}/logout"><button>win a prize</button></form>'
        route.fulfill(content_type="text/html", body=form)

    page.context.route(f"{elsewhere}**", answer)
    page.goto(elsewhere)
    with page.expect_response(f"{desk.address}/logout") as answered:
        page.get_by_role("button").click()
    assert answered.value.status == 403
    page.goto("/sessions")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的登录")


def test_name_and_password_lead_to_the_second_step(phone: Screens) -> None:
    who, page = somebody(phone.office.app), phone.anybody()
    page.goto("/login?next=/sessions")
    page.get_by_label("用户名").fill(who.name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    assert faults(page) == []
    page.get_by_label("验证码").fill(who.code())
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的登录")

"""A file is dropped on the page of deliveries with the mouse: its name stands there, a bar shows how far it is, and then what it was recognised as."""

from __future__ import annotations

import pytest
from playwright.sync_api import JSHandle, Page, Route, expect

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.looking import faults, sideways
from tests.features.intake.files import as_csv, members
from tests.service.office import COUNTY

NAME = "一月 人口.csv"
SEEN = """() => {
    window.seen = [];
    const say = document.querySelector(".say");
    new MutationObserver(() => window.seen.push(say.textContent)).observe(say, {childList: true, subtree: true});
}"""
DRAGGED = """([name, text]) => {
    const carried = new DataTransfer();
    if (name) carried.items.add(new File([text], name, {type: "text/csv"}));
    return carried;
}"""


@pytest.fixture
def page(desk: Screens) -> Page:
    """Of data staff, who send files of every department."""
    page = desk.person(Role.DATA_STAFF, COUNTY)
    page.goto("/deliveries")
    page.locator("form.upload #of").select_option("agriculture")
    page.evaluate(SEEN)
    return page


def dragged(page: Page, name: str = NAME, data: bytes = b"") -> JSHandle:
    """What the mouse carries."""
    return page.evaluate_handle(DRAGGED, [name, (data or as_csv(members(40))).decode("utf-8-sig")])


def dropped(page: Page, carried: JSHandle) -> None:
    page.dispatch_event(".drop", "dragover", {"dataTransfer": carried})
    page.dispatch_event(".drop", "drop", {"dataTransfer": carried})


def test_the_place_to_drop_a_file_shows_that_it_is_one(page: Page) -> None:
    carried = dragged(page)
    page.dispatch_event(".drop", "dragover", {"dataTransfer": carried})
    expect(page.locator(".drop.over")).to_have_count(1)
    page.dispatch_event(".drop", "dragleave", {"dataTransfer": carried})
    expect(page.locator(".drop.over")).to_have_count(0)
    dropped(page, carried)
    expect(page.locator(".drop.over")).to_have_count(0)
    expect(page.locator(".say")).to_have_text(NAME)
    assert page.evaluate("document.getElementById('file').files[0].name") == NAME


def test_what_a_dropped_file_would_be_taken_for_is_told_and_nothing_is_taken_in(page: Page) -> None:
    dropped(page, dragged(page))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/deliveries/file**", hold)
    page.get_by_role("button", name="先看会被认作什么").click()
    expect(page.locator("form.upload progress")).to_be_visible()
    expect(page.locator("form.upload button[value=send]")).to_be_disabled()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    say = page.locator(".say")
    expect(say).to_contain_text(NAME)
    expect(say).to_contain_text("可以导入")
    expect(say).to_contain_text("人口")
    expect(page.locator("form.upload progress")).to_be_hidden()
    expect(page.locator("form.upload button[value=send]")).to_be_enabled()
    assert any("已发完" in words or "正在发送" in words for words in page.evaluate("window.seen"))
    assert (faults(page), sideways(page)) == ([], 0)


def test_a_dropped_file_is_sent_with_a_bar_and_its_page_says_what_becomes_of_it(page: Page) -> None:
    dropped(page, dragged(page, data=as_csv(members(400))))
    page.get_by_role("button", name="发送", exact=True).click()
    page.wait_for_url("**/deliveries/*?done=sent")
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text("文件已收到")


def test_without_a_department_or_a_file_nothing_is_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    dropped(page, dragged(page, name=""))
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.locator(".say")).to_contain_text("没有选择文件")
    dropped(page, dragged(page))
    page.locator("form.upload #of").select_option("")
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.locator(".say")).to_contain_text("没有选择部门")
    assert sent == []


def test_what_is_no_file_for_us_is_refused_in_words(page: Page) -> None:
    dropped(page, dragged(page, name="照片.exe", data=b"MZ not a table"))
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.locator(".say")).to_contain_text("不是可导入的文件")
    expect(page.locator("form.upload progress")).to_be_hidden()

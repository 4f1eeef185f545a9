"""A lead of a month: visited on a telephone that has no line, then through the procedure until the family is registered."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.hands import follow, has, press, way
from tests.browser.month import SECOND
from tests.browser.visiting import NOTE, address_of, is_saved, says
from tests.service.office import TOWNSHIP
from tests.service.visits import visits_of

NOTICE_DAYS = 7


def it_is_visited_without_a_line(phone: Screens, village: str) -> str:
    page = phone.person(Role.VILLAGE, village)
    page.locator(".tile").filter(has_text="条线索派给了我").get_by_role("link").click()
    page.get_by_role("link", name="办理", exact=False).last.click()
    follow(page, "录入入户核查")
    lead = page.url.split("/")[-2]
    page.get_by_label("存在风险", exact=True).check()
    page.get_by_label("因病", exact=True).check()
    page.locator("#note").fill(NOTE)
    page.context.set_offline(True)
    press(page, "提交")
    says(page, "待上传", "没有网络")
    assert visits_of(phone.office, lead) == []
    page = opened_anew(page, address_of(lead))
    is_saved(page)
    has(page, "已保存", "数据比对")
    (visit,) = visits_of(phone.office, lead)
    assert (visit["verdict"], visit["risk_types"]) == ("confirmed", ["illness"])
    return lead


def opened_anew(page: Page, address: str) -> Page:
    """The tab was closed while there was no line; with the line the page is opened again."""
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    return page


def the_village_decides(desk: Screens, lead: str, village: str) -> None:
    officer, worker = desk.officer(), desk.person(Role.VILLAGE, village)
    opened_on_the_board(officer, lead)
    move(officer, "数据比对", lambda form: form.get_by_label("比对一致", exact=True).check())
    opened_on_the_board(worker, lead)

    def meeting(form: Locator) -> None:
        form.get_by_label("评议日期").fill(str(SECOND))
        form.get_by_label("参会人数").fill("31")
        form.get_by_label("评议通过", exact=True).check()

    def notice(form: Locator) -> None:
        form.get_by_label("公示起期").fill(str(SECOND))
        form.get_by_label("公示天数").fill(str(NOTICE_DAYS))

    move(worker, "村级评议", meeting)
    move(worker, "公示", notice)
    town = desk.person(Role.TOWNSHIP, TOWNSHIP)
    opened_on_the_board(town, lead)
    has(town, "现在还不能办的", "期满：请在 2024-06-11 或以后审核")


def it_is_registered(desk: Screens, lead: str) -> None:
    town, officer = desk.person(Role.TOWNSHIP, TOWNSHIP), desk.officer()
    opened_on_the_board(town, lead)
    move(town, "乡镇审核", lambda form: form.get_by_label("公示无异议", exact=True).check())
    opened_on_the_board(officer, lead)

    def decision(form: Locator) -> None:
        form.get_by_label("同意纳入", exact=True).check()
        form.locator("[name=category]").select_option(index=1)
        form.locator("[name=risk_types_main]").select_option(label="因病")

    move(officer, "县级审定", decision)
    move(officer, "纳入监测")


def opened_on_the_board(page: Page, lead: str) -> None:
    way(page, "线索办理")
    page.locator(f'tbody a[href="/leads/{lead}"]').click()


def move(page: Page, words: str, fill: Callable[[Locator], None] = lambda _: None) -> None:
    """A step of the procedure, by its form on the page of the lead."""
    form = page.locator("details").filter(has=page.locator("summary strong", has_text=words)).first
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    fill(form)
    press(form, words)
    has(page, f"已办理：{words}")

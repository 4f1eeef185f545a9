"""The lists of a month: issued, sent out, taken along as a workbook and handed in; and why families left the next one."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.hands import choose, colleague, follow, has, press, row_of, way
from tests.browser.libreoffice import Cells, filled_in
from tests.browser.month import SECOND, Nights
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP
from tests.service.sheets.loop import codes_in
from tests.service.visits import visits_on_record

VISITS_ASKED_FOR = 60


def a_list_is_issued_and_its_families_sent_out(desk: Screens, family: str, village: str) -> None:
    page = desk.officer()
    has(page, "您的辖区还没有名单")
    follow(page, "生成名单")
    listed_and_issued(page, str(BEFORE))
    page.locator("#region").select_option(TOWNSHIP)
    press(page, "查看")
    expect(row_of(page, family)).to_contain_text("未派发")
    first = page.locator("table.list tbody tr").first
    has(first, family)
    first.get_by_role("checkbox").check()
    choose(page.locator("#to"), f"village-{village} ·")
    press(page, "派发走访")
    has(page, "1 条已办", family)


def the_family_is_looked_at(desk: Screens, family: str) -> None:
    page = desk.officer()
    way(page, "走访名单")
    page.locator("#region").select_option(TOWNSHIP)
    press(page, "查看")
    row_of(page, family).locator("th a").click()
    has(page, family, "为什么关注这一户", "走访时先问什么")
    assert page.locator("section[aria-labelledby=why] ol li").count() >= 1
    assert page.locator("section[aria-labelledby=ask] ol li").count() >= 1
    follow(page, "给农户的告知单")
    expect(page.locator("body")).to_contain_text("告知")


def the_list_is_taken_along(desk: Screens, file: Path) -> Path:
    page, other = desk.officer(), colleague(desk, Role.COUNTY_OFFICER, COUNTY)
    way(page, "走访名单")
    follow(page, "导出 Excel")
    page.locator("#region").select_option(COUNTY)
    page.locator("#words").fill("六月入户走访")
    press(page, "导出")
    has(page, "已提交申请", "等待批准")
    other.locator(".tile").filter(has_text="个导出申请待审批").get_by_role("link").click()
    has(other, "六月入户走访")
    press(other, "批准")
    has(other, "已批准")
    page.reload()
    with page.expect_download() as coming:
        follow(page, "下载")
    coming.value.save_as(file)
    return file


def the_workbook_comes_back(desk: Screens, book: Path, filled: Path, family: str) -> str:
    """Three rows come back: two as they may, one after somebody changed what is locked; the code of the family that is to rest."""
    there = {*desk.office.households(TOWNSHIP)} - {family}
    (sick, _), (well, rests), (tampered, third) = [row for row in codes_in(book.read_bytes()) if row[1] in there][:3]
    typed: Cells = {
        sick: {"visited_on": SECOND, "verdict": "存在风险", "risk_1": "因病", "note": "住院三次"},
        well: {"visited_on": SECOND, "verdict": "不存在风险", "reason": "困难已自行化解"},
        tampered: {"visited_on": SECOND, "verdict": "不存在风险", "reason": "已有保障"},
    }
    filled_in(book, filled, typed, {tampered: {"chance": "0.1%"}})
    page = desk.person(Role.TOWNSHIP, TOWNSHIP)
    for landed, passed_over in (("2户", "1行"), ("0户", "3行")):
        way(page, "走访名单")
        follow(page, "交回 Excel")
        page.locator("#file").set_input_files(filled)
        press(page, "交回")
        has(page.locator("dl.line div").filter(has_text="已录入走访"), landed)
        has(page.locator("dl.line div").filter(has_text="没有收"), passed_over)
        has(row_of(page, third), "锁定内容被改动")
        assert len(visits_on_record(desk.office, rests)) == 1
    assert visits_on_record(desk.office, third) == []
    return rests


def the_next_list_says_who_left(desk: Screens, nights: Nights, family: str, rests: str) -> None:
    page = desk.officer()
    way(page, "走访名单")
    follow(page, "生成新名单")
    listed_and_issued(page, str(DAY))
    expect(row_of(page, family)).to_have_count(0)
    follow(page, "谁进谁出、为什么")
    has(page, "原因正在分析")
    nights.lists_are_compared()
    page.reload()
    came, left = page.locator("section[aria-labelledby=came]"), page.locator("section[aria-labelledby=left]")
    assert came.locator("tbody tr").count() >= 1
    expect(left.locator("tbody tr").filter(has_text=family)).to_contain_text("已纳入监测，移出")
    expect(left.locator("tbody tr").filter(has_text=rests)).to_contain_text("走访过，间隔期内暂不列入")


def listed_and_issued(page: Page, day: str) -> None:
    """A list is asked for, by the keyboard's last key, and issued."""
    page.locator("#as_of").select_option(day)
    page.locator("#region").select_option(COUNTY)
    page.locator("#capacity").fill(str(VISITS_ASKED_FOR))
    page.keyboard.press("Enter")
    has(page, f"走访名单 {day}", "草拟，未下发")
    press(page, "下发这份名单")
    has(page, "已下发，从现在起不再改变")

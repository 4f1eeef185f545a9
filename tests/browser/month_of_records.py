"""The records of a month: a township's file is delivered, its mistake is a finding, the next file is the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.hands import has, press, row_of, until_worked_out, way
from tests.browser.month import FIRST, Nights
from tests.features.intake.files import VILLAGE, as_workbook, household, households, members

NAMED = {"乡": "青石镇", "村": "石桥村"}
NEW_HOUSEHOLD = household(0)
NOBODY_S = {**households(3, **NAMED)[2], "户编号": "", "户主证件号码": ""}
"""A row that says of no household whose it is."""
SIZE_DIFFERS = "家庭人口数与成员名册人数不符"


def a_file_is_delivered(desk: Screens, nights: Nights, folder: Path) -> None:
    staff = desk.person(Role.DATA_STAFF, "")
    page = sent_in(staff, folder / "六月 名册.xlsx", roster("3", NOBODY_S))
    has(page, "待导入")
    nights.files_are_taken_in()
    page.reload()
    has(page, "有 1 行没有保留", "户编号", "为什么有的行没有保留")
    way(page, "数据交付")
    has(row_of(page, "六月 名册.xlsx"), "乡镇", str(FIRST))


def a_finding_is_there(desk: Screens) -> None:
    page = desk.officer()
    findings_of_the_new_household(page)
    has(row_of(page, NEW_HOUSEHOLD), SIZE_DIFFERS, "怎么办", "乡镇")


def the_finding_is_answered(desk: Screens, nights: Nights, folder: Path) -> None:
    staff = desk.person(Role.DATA_STAFF, "")
    sent_in(staff, folder / "六月 名册 更正.xlsx", roster("1"))
    nights.files_are_taken_in()
    staff.reload()
    has(staff, "已导入。", "没有要改的地方")
    page = desk.officer()
    findings_of_the_new_household(page)
    expect(page.locator("main")).not_to_contain_text(SIZE_DIFFERS)


def sent_in(page: Page, file: Path, data: bytes) -> Page:
    file.write_bytes(data)
    way(page, "数据交付")
    page.locator("#of").select_option(label="乡镇")
    page.locator("#file").set_input_files(file)
    press(page, "先看会被认作什么")
    expect(page.locator(".say")).to_contain_text("可以导入")
    expect(page.locator(".say")).to_contain_text("家庭人口数")
    press(page, "发送")
    page.wait_for_url("**/deliveries/*?done=sent")
    return page


def findings_of_the_new_household(page: Page) -> None:
    way(page, "数据核查")
    until_worked_out(page)
    page.locator("#kind").select_option(label="记录不一致")
    page.locator("#department").select_option(label="乡镇")
    page.locator("#region").select_option(VILLAGE)
    page.locator("#household_id").fill(NEW_HOUSEHOLD)
    press(page, "查看")


def roster(size: str, *more: dict[str, Any]) -> bytes:
    """A township's workbook of two households, which says how many people they have; one person is on the roster of each."""
    return as_workbook({"农户": [*households(2, 家庭人口数=size, **NAMED), *more], "人口": members(2)})

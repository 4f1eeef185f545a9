"""What is done with the rows of a long page is at hand where they are read; sheets leave room to write and are printed at a press."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.looking import faults, sideways
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, TOWNSHIP, Office

A_HAND_S_LINE = 16
"""Millimetres: room for two lines that somebody writes on their knee."""
PIXELS_A_MILLIMETRE = 96 / 25.4


def issued(office: Office) -> str:
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    office.person(Role.TOWNSHIP, TOWNSHIP)
    list_id = officer.post("/v1/risk-lists", json={"region": COUNTY, "as_of": str(DAY), "capacity": 40}).json()["id"]
    officer.post(f"/v1/risk-lists/{list_id}/issue")
    return f"/lists?list={list_id}"


def is_in_sight(page: Page, words: str) -> bool:
    box = page.get_by_role("button", name=words).bounding_box()
    height = page.evaluate("innerHeight")
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


def test_households_are_sent_out_from_wherever_they_are_ticked(desk: Screens, phone: Screens) -> None:
    address = issued(desk.office)
    for screens in (desk, phone):
        # Nothing of it needs a script.
        page = screens.officer(java_script_enabled=False)
        page.goto(address)
        boxes = page.locator("input[name=number]")
        assert boxes.count() > 5
        boxes.nth(1).check()
        assert is_in_sight(page, "派发走访"), screens.shape
        page.get_by_role("button", name="派发走访").click()
        assert page.get_by_role("alert").inner_text().startswith("没有派发：没有选派给谁")
        assert page.locator("input[name=number]:checked").count() == 1


def test_the_page_that_came_back_is_fit_for_everybody(phone: Screens) -> None:
    page = phone.officer()
    page.goto(issued(phone.office))
    page.locator("input[name=number]").nth(0).check()
    page.get_by_role("button", name="派发走访").click()
    page.get_by_role("alert").wait_for()
    assert (faults(page), sideways(page)) == ([], 0)


def test_what_the_keyboard_walks_to_is_not_behind_the_bar(desk: Screens) -> None:
    page = desk.officer()
    page.goto(issued(desk.office))
    page.locator("input[name=number]").nth(0).check()
    bar = page.locator(".at-hand")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.locator("table :focus").count() == 1, "a row of the list"
        focused, above = page.locator("table :focus").bounding_box(), bar.bounding_box()
        assert focused is not None
        assert above is not None
        assert focused["y"] + focused["height"] <= above["y"]


def test_the_answers_of_a_signing_sheet_can_be_written_in(desk: Screens) -> None:
    code = str(desk.office.kept.run.scores.sort("rank")["household_id"][0])
    page = desk.officer()
    page.goto(f"/households/{quote(code, safe='')}/signing?as_of={DAY}")
    page.emulate_media(media="print")
    # The width of A4 between its margins.
    page.set_viewport_size({"width": round(190 * PIXELS_A_MILLIMETRE), "height": 1000})
    cells, table = page.locator("td.write"), page.locator("table.answers").bounding_box()
    assert table is not None
    for place in range(cells.count()):
        box = cells.nth(place).bounding_box()
        assert box is not None
        assert box["height"] >= A_HAND_S_LINE * PIXELS_A_MILLIMETRE
        assert box["width"] >= 0.45 * table["width"]


@pytest.mark.parametrize("sheet", ["signing", "list"])
def test_a_sheet_is_printed_at_a_press(desk: Screens, sheet: str) -> None:
    code = str(desk.office.kept.run.scores.sort("rank")["household_id"][0])
    address = f"/households/{quote(code, safe='')}/signing?as_of={DAY}"
    if sheet == "list":
        address = f"/lists/{issued(desk.office).partition('=')[2]}/print"
    page = desk.officer()
    page.add_init_script("window.print = () => { window.pressed = true }")
    page.goto(address)
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.pressed") is True
    without = desk.officer(java_script_enabled=False)
    without.goto(address)
    assert without.get_by_role("button", name="打印").count() == 0, "it would do nothing"
    assert "Ctrl+P" in without.inner_text("main")

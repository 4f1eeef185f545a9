"""Hands on a page: by the menu, by the words of a link or a button, and what then stands there."""

from __future__ import annotations

import time

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Locator, Page, expect

from service.principal import Role
from tests.browser.conftest import PATIENCE, Screens
from tests.service.people import code_with

LOOKS, SECONDS_BETWEEN = 300, 0.2


def asked_until_there(somebody: TestClient, path: str) -> None:
    """What takes its time is begun by whoever asks first; a busy machine answers them that it is being worked out."""
    for _ in range(LOOKS):
        if somebody.get(path).status_code == 200:
            return
        time.sleep(SECONDS_BETWEEN)
    pytest.fail(f"{path} is not worked out")


def colleague(screens: Screens, role: Role, place: str) -> Page:
    """Somebody else of an office."""
    page = screens.anybody()
    page.goto(f"/login?code={code_with(screens.office.app, (role, place, None))}")
    return page


def way(page: Page, words: str) -> None:
    """By the menu."""
    page.locator("nav.ways").get_by_role("link", name=words, exact=True).click()


def press(page: Page | Locator, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page | Locator, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()


def choose(select: Locator, words: str) -> None:
    """Of a choice list, by the beginning of its words."""
    select.select_option(select.locator("option").filter(has_text=words).first.get_attribute("value"))


def has(page: Page | Locator, *words: str) -> None:
    """What stands on a page, or in a part of it."""
    part = page.locator("main") if isinstance(page, Page) else page
    for each in words:
        expect(part).to_contain_text(each)


def row_of(page: Page, code: str) -> Locator:
    """The row of a table that is about a household."""
    return page.locator("tbody tr").filter(has_text=code)


def until_worked_out(page: Page) -> None:
    """Wait on a page that looks again by itself until it is there, and open again one that shows what stood before the last records."""
    for _ in range(LOOKS):
        expect(page.locator("meta[http-equiv=refresh]")).to_have_count(0, timeout=6 * PATIENCE)
        if "又收到了新记录" not in page.locator("main").inner_text():
            return
        time.sleep(SECONDS_BETWEEN)
        page.reload()
    pytest.fail(f"{page.url} still shows what stood before")

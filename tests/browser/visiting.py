"""The hands on a telephone: what is typed on a visit, what the page then says, what the telephone keeps."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

NOTE = "门锁着邻居说去医院了"
STORED = "JSON.stringify({...localStorage})"


def address_of(lead: str) -> str:
    return f"/leads/{lead}/visit"


def nobody_home(page: Page, note: str = NOTE) -> None:
    page.get_by_label("未见到人").check()
    page.locator("#note").fill(note)


def send(page: Page) -> None:
    page.get_by_role("button", name="提交").click()


def stored(page: Page) -> dict[str, str]:
    kept: dict[str, str] = json.loads(page.evaluate(STORED))
    return kept


def wait_for_draft(page: Page, before: dict[str, str] | None = None) -> dict[str, str]:
    """What the telephone keeps, once it keeps something else than before."""
    page.wait_for_function(f"before => {STORED} !== JSON.stringify(before)", arg=before or {})
    return stored(page)


def says(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("#upload")).to_contain_text(each)


def is_saved(page: Page) -> None:
    page.wait_for_url("**/visit?done=visited")
    expect(page.locator(".done")).to_be_visible()


def typed_draft(page: Page) -> dict[str, str]:
    """Once all of it was typed."""
    page.get_by_label("未见到人").check()
    before = wait_for_draft(page)
    page.locator("#note").fill(NOTE)
    return wait_for_draft(page, before)

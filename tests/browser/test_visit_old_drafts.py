"""A draft that lay on a telephone for days, or that somebody overtook: it is said, and a person decides whether it is sent or thrown away."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from service.principal import Role
from service.routes.doing import now
from service.routes.office.visit import OLD_DRAFT_DAYS
from tests.browser.conftest import Screens
from tests.browser.looking import faults, sideways
from tests.browser.visiting import NOTE, address_of, is_saved, nobody_home, says, send, stored, typed_draft
from tests.service.office import TOWNSHIP
from tests.service.visits import visited_by_somebody, visits_of


def opened_after(days: float, page: Page, lead: str) -> None:
    """The page again, on another day; the draft stands where it stood."""
    page.clock.set_system_time(now() + dt.timedelta(days=days))
    page.goto(address_of(lead))


def dropped(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="丢弃本机草稿").click()
    expect(page.locator("#upload")).to_be_empty()
    assert stored(page) == {}


def test_an_old_draft_says_how_old_it_is_and_is_sent_once_somebody_looked_it_over(
    phone: Screens, cadre: Page, lead: str
) -> None:
    typed_draft(cadre)
    opened_after(OLD_DRAFT_DAYS + 0.1, cadre, lead)
    says(cadre, "有一份没有上传的记录", f"是{OLD_DRAFT_DAYS}天前写的", "不要了就丢弃")
    expect(cadre.locator("#note")).to_have_value(NOTE)
    assert (faults(cadre), sideways(cadre) <= 0) == ([], True)
    send(cadre)
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1
    assert stored(cadre) == {}


def test_an_old_draft_is_thrown_away_by_a_tap(phone: Screens, cadre: Page, lead: str) -> None:
    typed_draft(cadre)
    opened_after(OLD_DRAFT_DAYS + 3.5, cadre, lead)
    says(cadre, f"是{OLD_DRAFT_DAYS + 3}天前写的")
    dropped(cadre)
    assert visits_of(phone.office, lead) == []


def test_a_draft_of_this_week_is_not_called_old(cadre: Page, lead: str) -> None:
    typed_draft(cadre)
    opened_after(OLD_DRAFT_DAYS - 0.5, cadre, lead)
    says(cadre, "有一份没有上传的记录")
    expect(cadre.locator("#upload")).not_to_contain_text("天前")
    expect(cadre.locator("#upload")).not_to_contain_text("又有人办过")


@pytest.mark.parametrize(("days", "goes"), [(1, True), (OLD_DRAFT_DAYS + 1, False)], ids=["yesterday", "long ago"])
def test_what_was_to_be_sent_goes_out_by_itself_for_days_and_then_waits_for_somebody(
    phone: Screens, cadre: Page, lead: str, days: int, goes: bool
) -> None:
    nobody_home(cadre)
    cadre.context.set_offline(True)
    send(cadre)
    says(cadre, "待上传")
    context = cadre.context
    address = cadre.url
    cadre.close()
    context.set_offline(False)
    page = context.new_page()
    page.clock.set_system_time(now() + dt.timedelta(days=days))
    page.goto(address)
    if not goes:
        says(page, "天前写的")
        expect(page.locator("#whole")).to_be_enabled()
        assert visits_of(phone.office, lead) == []
        send(page)
    is_saved(page)
    assert len(visits_of(phone.office, lead)) == 1


def test_whoever_was_overtaken_while_the_draft_lay_there_is_told_before_they_send(
    phone: Screens, cadre: Page, lead: str
) -> None:
    typed_draft(cadre)
    visited_by_somebody(phone.office, lead, "to_be_clarified", note="等单据")
    cadre.goto(address_of(lead))
    says(cadre, "有一份没有上传的记录", "又有人办过")
    expect(cadre.locator("main")).to_contain_text("上次入户")
    dropped(cadre)
    assert len(visits_of(phone.office, lead)) == 1


def test_of_a_lead_that_was_closed_meanwhile_the_old_draft_is_shown_to_be_kept_elsewhere_or_thrown_away(
    phone: Screens, cadre: Page, lead: str
) -> None:
    typed_draft(cadre)
    visited_by_somebody(phone.office, lead)
    opened_after(OLD_DRAFT_DAYS + 1, cadre, lead)
    says(cadre, f"是{OLD_DRAFT_DAYS + 1}天前写的", "现在不能登记入户", NOTE)
    dropped(cadre)


def test_an_old_draft_of_somebody_else_is_not_told_of(phone: Screens, cadre: Page, lead: str) -> None:
    typed_draft(cadre)
    cadre.get_by_role("button", name="退出", exact=True).click()
    phone.come_in(cadre, Role.TOWNSHIP, TOWNSHIP)
    opened_after(OLD_DRAFT_DAYS + 1, cadre, lead)
    cadre.wait_for_load_state("networkidle")
    expect(cadre.locator("#upload")).to_be_empty()
    expect(cadre.locator("#note")).to_have_value("")

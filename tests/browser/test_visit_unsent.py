"""A visit that lies on a telephone is not forgotten there: every page of whoever typed it leads back to it, and nobody else's page does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.looking import faults, sideways
from tests.browser.visiting import address_of, is_saved, nobody_home, says, send, stored, typed_draft, wait_for_draft
from tests.service.office import TOWNSHIP
from tests.service.visits import dispatched_lead, visits_of

ONE = "这台手机上有1户走访还没有上传：点开一户即可上传"


@pytest.fixture
def left(cadre: Page) -> Page:
    """A page of the same telephone, once a visit was sent without a line, its form closed, and the line is back."""
    nobody_home(cadre)
    cadre.context.set_offline(True)
    send(cadre)
    says(cadre, "待上传", "重新打开这一户的“录入入户核查”", "看到“已保存”才算传上")
    context = cadre.context
    cadre.close()
    context.set_offline(False)
    return context.new_page()


def names_none(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#unsent")).to_be_hidden()


def test_every_page_leads_back_to_it_until_it_is_sent(phone: Screens, left: Page, lead: str) -> None:
    for address in ("/home", "/leads", f"/leads/{lead}", "/lists"):
        left.goto(address)
        expect(left.locator("#unsent")).to_contain_text(ONE)
        assert (faults(left), sideways(left) <= 0) == ([], True)
    assert visits_of(phone.office, lead) == [], "it waits for its form"
    left.locator("#unsent").get_by_role("link", name="第1户").click()
    is_saved(left)
    assert len(visits_of(phone.office, lead)) == 1
    for address in ("/home", "/leads"):
        names_none(left, address)
    assert stored(left) == {}


def test_it_is_said_in_english_too(left: Page, lead: str) -> None:
    left.goto("/home")
    left.get_by_role("button", name="English").click()
    expect(left.locator("#unsent")).to_contain_text("not sent yet: 1")
    expect(left.get_by_role("link", name="Visit 1")).to_have_attribute("href", address_of(lead))


def test_somebody_else_on_the_same_telephone_is_shown_none(phone: Screens, left: Page) -> None:
    left.goto("/home")
    expect(left.locator("#unsent")).to_be_visible()
    before = stored(left)
    left.get_by_role("button", name="退出", exact=True).click()
    assert left.locator("#unsent").count() == 0, "nobody is in"
    phone.come_in(left, Role.TOWNSHIP, TOWNSHIP)
    for address in ("/home", "/leads"):
        names_none(left, address)
    assert stored(left) == before, "it is not theirs to lose"
    phone.come_in(left, Role.VILLAGE, TOWNSHIP)
    left.goto("/leads")
    expect(left.locator("#unsent")).to_contain_text(ONE)


def test_each_draft_has_its_link_and_the_form_itself_names_the_others_alone(
    phone: Screens, cadre: Page, lead: str
) -> None:
    before = typed_draft(cadre)
    other = dispatched_lead(phone.office)
    cadre.goto(address_of(other))
    expect(cadre.locator("#unsent").get_by_role("link")).to_have_count(1)
    expect(cadre.get_by_role("link", name="第1户")).to_have_attribute("href", address_of(lead))
    nobody_home(cadre)
    wait_for_draft(cadre, before)
    cadre.goto("/home")
    expect(cadre.locator("#unsent")).to_contain_text("有2户走访还没有上传")
    links = cadre.locator("#unsent").get_by_role("link").all()
    assert {link.get_attribute("href") for link in links} == {address_of(lead), address_of(other)}


def test_what_was_thrown_away_is_named_no_more(cadre: Page, lead: str) -> None:
    typed_draft(cadre)
    cadre.reload()
    cadre.on("dialog", lambda dialog: dialog.accept())
    cadre.get_by_role("button", name="丢弃本机草稿").click()
    expect(cadre.locator("#upload")).to_be_empty()
    names_none(cadre, "/home")


def test_another_tab_that_stands_open_is_told_when_it_is_sent(cadre: Page) -> None:
    typed_draft(cadre)
    home = cadre.context.new_page()
    home.goto("/home")
    expect(home.locator("#unsent")).to_be_visible()
    send(cadre)
    is_saved(cadre)
    expect(home.locator("#unsent")).to_be_hidden()


def test_what_else_lies_in_the_storage_is_no_visit(phone: Screens) -> None:
    page = phone.cadre()
    page.goto("/home")
    page.evaluate(
        "[['a', 'words'], ['b', 'ab.cd'], ['c', `ab.${'0'.repeat(80)}`]].forEach(each => localStorage.setItem(...each))"
    )
    names_none(page, "/home")

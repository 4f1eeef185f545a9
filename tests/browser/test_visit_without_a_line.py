"""A visit where there is no line, or it breaks: nothing of it is lost, nothing recorded twice, nothing readable on the telephone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from service.principal import Role
from tests.browser.conftest import WITHOUT_TLS, Screens
from tests.browser.visiting import (
    NOTE,
    address_of,
    is_saved,
    nobody_home,
    says,
    send,
    stored,
    typed_draft,
    wait_for_draft,
)
from tests.service.office import TOWNSHIP
from tests.service.visits import steps_of, visited_by_somebody, visits_of


def keys_of(page: Page) -> tuple[str, str]:
    """What comes with the page and opens a draft, and what opens whose lead it is."""
    draft, lead = page.locator("#visit"), page.locator("#unsent")
    return draft.get_attribute("data-draft-key") or "", lead.get_attribute("data-key") or ""


def test_without_a_line_it_waits_and_is_recorded_once_when_the_line_is_back(
    phone: Screens, cadre: Page, lead: str
) -> None:
    nobody_home(cadre)
    cadre.context.set_offline(True)
    send(cadre)
    says(cadre, "待上传", "没有网络")
    assert visits_of(phone.office, lead) == []
    cadre.context.set_offline(False)
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1
    assert steps_of(phone.office, lead)[-1]["details"]["note"] == NOTE
    assert stored(cadre) == {}


def test_where_the_answer_is_lost_it_is_sent_again_and_recorded_once(phone: Screens, cadre: Page, lead: str) -> None:
    keys = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    cadre.clock.install()
    cadre.route("**/visit", lose_the_first)
    nobody_home(cadre)
    send(cadre)
    says(cadre, "待上传")
    assert len(visits_of(phone.office, lead)) == 1, "it arrived; nobody here knows"
    cadre.clock.fast_forward(15_000)
    is_saved(cadre)
    assert len(keys) == 2
    assert len({*keys}) == 1
    assert len(visits_of(phone.office, lead)) == 1


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "text/html", "<h1>欢迎使用无线网络</h1>"),
        (200, "application/json", "{}"),
        (502, "text/html", "bad gateway"),
    ],
    ids=["a hotspot's page", "an answer of somebody else", "a proxy"],
)
def test_what_is_not_the_service_s_word_is_not_taken_for_saved(
    phone: Screens, cadre: Page, lead: str, status: int, kind: str, body: str
) -> None:
    cadre.route("**/visit", lambda route: route.fulfill(status=status, content_type=kind, body=body))
    nobody_home(cadre)
    send(cadre)
    says(cadre, "待上传")
    cadre.unroute("**/visit")
    cadre.reload()
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1


def test_what_was_typed_is_there_again_after_the_tab_was_closed(phone: Screens, cadre: Page, lead: str) -> None:
    cadre.get_by_label("存在风险", exact=True).check()
    for risk in ("因病", "因学"):
        cadre.get_by_label(risk, exact=True).check()
    cadre.locator("#main_risk").select_option(label="因学")
    before = wait_for_draft(cadre)
    cadre.locator("#note").fill(NOTE)
    wait_for_draft(cadre, before)
    context = cadre.context
    cadre.close()
    page = context.new_page()
    page.goto(address_of(lead))
    says(page, "有一份没有上传的记录")
    expect(page.locator("#note")).to_have_value(NOTE)
    expect(page.get_by_label("因病", exact=True)).to_be_checked()
    expect(page.get_by_label("因残", exact=True)).not_to_be_checked()
    expect(page.locator("#main_risk")).to_have_value("education")
    assert visits_of(phone.office, lead) == [], "nobody pressed send"
    send(page)
    is_saved(page)
    assert visits_of(phone.office, lead)[0]["risk_types"] == ["education", "illness"]


def test_what_was_sent_without_a_line_goes_out_when_the_page_is_opened_anew(
    phone: Screens, cadre: Page, lead: str
) -> None:
    nobody_home(cadre)
    cadre.context.set_offline(True)
    send(cadre)
    says(cadre, "待上传")
    context = cadre.context
    cadre.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address_of(lead))
    is_saved(page)
    assert len(visits_of(phone.office, lead)) == 1


def test_the_telephone_holds_no_word_of_it_in_the_clear(phone: Screens, cadre: Page, lead: str) -> None:
    household = str(phone.office.program().get(f"/v1/leads/{lead}").json()["household_id"])
    before = typed_draft(cadre)
    text = json.dumps(before, ensure_ascii=False)
    assert len(before) == 1
    assert all(word not in text for word in (NOTE, NOTE[:3], "nobody_home", lead, household, "village"))
    for key in keys_of(cadre):
        assert len(key) == 64
        assert key not in text
    assert cadre.evaluate("sessionStorage.length") == 0
    assert cadre.evaluate("indexedDB.databases()") == []


def test_somebody_else_on_the_same_telephone_reads_nothing_of_it(phone: Screens, cadre: Page, lead: str) -> None:
    (ours,) = typed_draft(cadre).items()
    cadre.get_by_role("button", name="退出", exact=True).click()
    phone.come_in(cadre, Role.TOWNSHIP, TOWNSHIP)
    cadre.goto(address_of(lead), wait_until="networkidle")
    expect(cadre.locator("#upload")).to_be_empty()
    expect(cadre.locator("#note")).to_have_value("")
    assert ours in stored(cadre).items(), "it is not theirs to lose"
    sealed = ours[1].split(".")
    opening = """async ([sealed, key]) => {
        const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
        const own = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
        const iv = bytes(sealed.slice(0, 24));
        return crypto.subtle.decrypt({name: "AES-GCM", iv}, own, bytes(sealed.slice(24))).then(() => true, () => false);
    }"""
    opened = [cadre.evaluate(opening, [part, key]) for part in sealed for key in keys_of(cadre)]
    assert opened == [False] * 4
    phone.come_in(cadre, Role.VILLAGE, TOWNSHIP)
    cadre.goto(address_of(lead))
    opened = [cadre.evaluate(opening, pair) for pair in zip(sealed, keys_of(cadre), strict=True)]
    assert opened == [True, True], "what was tried is how it is opened"


def test_after_the_log_in_has_ended_it_waits_for_the_next_one(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre)
    cadre.context.clear_cookies()
    send(cadre)
    says(cadre, "待上传", "登录后自动上传")
    expect(cadre.get_by_role("link", name="请重新登录")).to_be_visible()
    assert len(stored(cadre)) == 1
    cadre.get_by_role("link", name="请重新登录").click()
    expect(cadre.locator("input[name=next]")).to_have_value(address_of(lead))
    phone.come_in(cadre, Role.VILLAGE, TOWNSHIP)
    cadre.goto(address_of(lead))
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1


def test_a_page_of_an_older_session_waits_until_it_is_opened_anew(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre)
    phone.come_in(cadre.context.new_page(), Role.VILLAGE, TOWNSHIP)
    send(cadre)
    says(cadre, "待上传", "刷新后自动上传")
    cadre.get_by_role("link", name="请刷新本页").click()
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1


def test_what_can_t_be_sent_any_more_is_shown_and_thrown_away_by_a_tap(phone: Screens, cadre: Page, lead: str) -> None:
    typed_draft(cadre)
    visited_by_somebody(phone.office, lead)
    cadre.reload()
    expect(cadre.locator("main")).to_contain_text("现在不能登记入户")
    expect(cadre.locator("form.visit")).to_have_count(0)
    says(cadre, "有一份没有上传的记录", NOTE)
    cadre.on("dialog", lambda dialog: dialog.accept())
    cadre.get_by_role("button", name="丢弃本机草稿").click()
    expect(cadre.locator("#upload")).to_be_empty()
    assert stored(cadre) == {}


def test_where_nothing_can_be_encrypted_nothing_is_stored(phone: Screens, lead: str) -> None:
    """Over plain HTTP, from another machine, a browser has no WebCrypto."""
    page = phone.cadre(base_url=phone.address.replace("127.0.0.1", WITHOUT_TLS))
    page.goto(address_of(lead))
    says(page, "本机不保存草稿：请保持页面打开")
    nobody_home(page)
    page.context.set_offline(True)
    send(page)
    says(page, "待上传", "请保持页面打开")
    assert stored(page) == {}
    page.context.set_offline(False)
    is_saved(page)
    assert len(visits_of(phone.office, lead)) == 1

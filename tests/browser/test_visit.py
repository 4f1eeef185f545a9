"""A visit on its page: a few taps, asked for what is missing, told what is refused, once however often it is tapped, also without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens
from tests.browser.looking import MOST_BYTES, MOST_REQUESTS, Traffic, faults, sideways
from tests.browser.visiting import NOTE, address_of, is_saved, nobody_home, says, send, stored
from tests.service.visits import steps_of, visited_by_somebody, visits_of


def test_a_visit_is_a_few_taps(phone: Screens, cadre: Page, lead: str) -> None:
    expect(cadre.get_by_text("风险类型")).to_be_hidden()
    cadre.get_by_label("存在风险", exact=True).check()
    expect(cadre.get_by_text("无风险的原因")).to_be_hidden()
    cadre.get_by_label("因病", exact=True).check()
    expect(cadre.locator("#main_risk")).to_be_hidden()
    cadre.get_by_label("因残", exact=True).check()
    cadre.locator("#main_risk").select_option(label="因残")
    send(cadre)
    is_saved(cadre)
    expect(cadre.locator("main")).to_contain_text("数据比对")
    assert visits_of(phone.office, lead)[0]["risk_types"] == ["disability", "illness"]
    assert stored(cadre) == {}


def test_what_was_ticked_and_does_not_go_with_the_verdict_is_not_sent(phone: Screens, cadre: Page, lead: str) -> None:
    cadre.get_by_label("存在风险", exact=True).check()
    cadre.get_by_label("因病", exact=True).check()
    cadre.get_by_label("不存在风险").check()
    cadre.get_by_label("困难已自行化解").check()
    send(cadre)
    is_saved(cadre)
    (visit,) = visits_of(phone.office, lead)
    assert (visit["verdict"], visit["reason"], visit["risk_types"]) == ("unfounded", "eased", [])


def test_what_is_missing_is_asked_for_before_it_waits_for_a_line(phone: Screens, cadre: Page, lead: str) -> None:
    cadre.context.set_offline(True)
    send(cadre)
    cadre.get_by_label("存在风险", exact=True).check()
    send(cadre)
    assert cadre.evaluate("document.querySelector('[name=risk_types]').validationMessage") == "请至少选一种风险"
    cadre.get_by_label("需补充核实").check()
    send(cadre)
    assert cadre.evaluate("document.getElementById('note').validity.valueMissing")
    expect(cadre.locator("#upload")).to_be_empty()


def test_a_double_tap_is_one_visit(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre)
    cadre.get_by_role("button", name="提交").dblclick()
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1


def test_what_is_refused_is_told_with_its_reason_until_it_is_put_right(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre, f"{NOTE}\u202e")
    send(cadre)
    says(cadre, "被退回", "不含改变书写方向的符号")
    expect(cadre.locator("#why-note")).to_contain_text("不含改变书写方向的符号")
    assert visits_of(phone.office, lead) == []
    cadre.reload()
    says(cadre, "有一份没有上传的记录")
    expect(cadre.locator("#note")).to_have_value(f"{NOTE}\u202e")
    cadre.locator("#note").fill(NOTE)
    send(cadre)
    is_saved(cadre)
    assert steps_of(phone.office, lead)[-1]["details"]["note"] == NOTE


def test_who_was_overtaken_is_told_and_may_send_it_on_what_they_see_now(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre)
    visited_by_somebody(phone.office, lead, "to_be_clarified", note="等单据")
    send(cadre)
    says(cadre, "被退回", "请重新读取")
    cadre.get_by_role("link", name="请刷新本页").click()
    says(cadre, "有一份没有上传的记录")
    expect(cadre.locator("main")).to_contain_text("需补充核实")
    send(cadre)
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 2


def test_without_a_script_it_is_an_ordinary_form(phone: Screens, lead: str) -> None:
    page = phone.cadre(java_script_enabled=False)
    page.goto(address_of(lead))
    page.get_by_label("存在风险", exact=True).check()
    send(page)
    expect(page.locator("#why-risk_types")).to_contain_text("请填写")
    expect(page.get_by_label("存在风险", exact=True)).to_be_checked()
    page.get_by_label("因病", exact=True).check()
    page.get_by_role("button", name="提交").dblclick()
    is_saved(page)
    assert len(visits_of(phone.office, lead)) == 1


@pytest.mark.parametrize("kind", ["phone", "desk"])
@pytest.mark.parametrize("liked", [(), ("大字",), ("大字", "English")], ids=["zh", "large", "large en"])
def test_the_page_is_for_everybody(
    request: pytest.FixtureRequest, phone: Screens, lead: str, kind: str, liked: tuple[str, ...]
) -> None:
    screens: Screens = request.getfixturevalue(kind)
    page = screens.cadre()
    for each in liked:
        page.get_by_role("button", name=each).click()
    traffic = Traffic(page)
    page.goto(address_of(lead), wait_until="networkidle")
    assert len(traffic.requests) <= MOST_REQUESTS
    assert traffic.bytes <= MOST_BYTES
    assert traffic.hosts == {page.evaluate("location.host")}
    assert (faults(page), sideways(page) <= 0) == ([], True)
    page.locator('[name=verdict][value="confirmed"]').check()
    page.locator('[name=risk_types][value="illness"]').check()
    page.locator('[name=risk_types][value="water"]').check()
    assert (faults(page), sideways(page) <= 0) == ([], True)
    page.locator("#main_risk").select_option("water")
    page.locator("#note").fill("\u202e")
    page.locator("button.send").click()
    expect(page.locator("#why-note")).to_be_visible()
    assert (faults(page), sideways(page) <= 0) == ([], True)
    page.locator("#note").fill("")
    page.locator("button.send").click()
    is_saved(page)
    assert (faults(page), sideways(page) <= 0) == ([], True)

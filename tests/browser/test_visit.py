"""A visit typed on a telephone: with a line, without one, cut in the middle, by two people, and without a script."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from service.principal import Role
from tests.browser.conftest import WITHOUT_TLS, Screens
from tests.browser.looking import MOST_BYTES, MOST_REQUESTS, Traffic, faults, sideways
from tests.service.office import TOWNSHIP
from tests.service.visits import dispatched_lead, steps_of, visited_by_somebody, visits_of

NOTE = "门锁着邻居说去医院了"
STORED = "JSON.stringify({...localStorage})"


@pytest.fixture
def lead(phone: Screens) -> str:
    return dispatched_lead(phone.office)


@pytest.fixture
def cadre(phone: Screens, lead: str) -> Page:
    """The page of the visit, on the telephone of whoever goes there."""
    page = phone.cadre()
    page.goto(address_of(lead))
    return page


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
    expect(page.locator(".done")).to_contain_text("已保存")


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
    household = steps_household(phone, lead)
    before = wait_for_draft_of(cadre)
    text = json.dumps(before, ensure_ascii=False)
    assert len(before) == 1
    assert all(word not in text for word in (NOTE, NOTE[:3], "nobody_home", lead, household, "village"))
    key = cadre.locator("#visit").get_attribute("data-draft-key")
    assert key
    assert key not in text
    assert cadre.evaluate("sessionStorage.length") == 0
    assert cadre.evaluate("indexedDB.databases()") == []


def steps_household(phone: Screens, lead: str) -> str:
    return str(phone.office.program().get(f"/v1/leads/{lead}").json()["household_id"])


def wait_for_draft_of(page: Page) -> dict[str, str]:
    """Once all of it was typed."""
    page.get_by_label("未见到人").check()
    before = wait_for_draft(page)
    page.locator("#note").fill(NOTE)
    return wait_for_draft(page, before)


def test_somebody_else_on_the_same_telephone_reads_nothing_of_it(phone: Screens, cadre: Page, lead: str) -> None:
    (ours,) = wait_for_draft_of(cadre).items()
    cadre.get_by_role("button", name="退出", exact=True).click()
    phone.come_in(cadre, Role.TOWNSHIP, TOWNSHIP)
    cadre.goto(address_of(lead), wait_until="networkidle")
    expect(cadre.locator("#upload")).to_be_empty()
    expect(cadre.locator("#note")).to_have_value("")
    assert ours in stored(cadre).items(), "it is not theirs to lose"
    opening = """async ([sealed, key]) => {
        const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
        const own = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
        const iv = bytes(sealed.slice(0, 24));
        return crypto.subtle.decrypt({name: "AES-GCM", iv}, own, bytes(sealed.slice(24))).then(() => true, () => false);
    }"""
    key = cadre.locator("#visit").get_attribute("data-draft-key")
    assert cadre.evaluate(opening, [ours[1], key]) is False


def test_a_double_tap_is_one_visit(phone: Screens, cadre: Page, lead: str) -> None:
    nobody_home(cadre)
    cadre.get_by_role("button", name="提交").dblclick()
    is_saved(cadre)
    assert len(visits_of(phone.office, lead)) == 1


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


def test_what_can_t_be_sent_any_more_is_shown_and_thrown_away_by_a_tap(phone: Screens, cadre: Page, lead: str) -> None:
    wait_for_draft_of(cadre)
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
    is_saved_in_any_language(page)
    assert (faults(page), sideways(page) <= 0) == ([], True)


def is_saved_in_any_language(page: Page) -> None:
    page.wait_for_url("**/visit?done=visited")

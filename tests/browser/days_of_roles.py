"""What people of an office do with their day, each by their own pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.hands import choose, follow, has, press, row_of, way
from tests.browser.visiting import is_saved
from tests.features.intake.files import as_csv, id_number
from tests.service.named import HEAD, known_by_name
from tests.service.office import COUNTY, TOWNSHIP
from tests.service.people import code_for

VILLAGE = f"{TOWNSHIP}001"
WHY = "明天入户核对住房"
NEWCOMER = "li.xinren"


def sends_a_family_out(screens: Screens, page: Page, _: Path) -> None:
    """The county: the first family of a township goes to whoever works there."""
    code_for(screens.office.app, Role.TOWNSHIP, TOWNSHIP)
    tile(page, "户在名单上还没有派发走访")
    page.locator("#region").select_option(TOWNSHIP)
    press(page, "查看")
    first = page.locator("table.list tbody tr").first
    first.get_by_role("checkbox").check()
    choose(page.locator("#to"), f"township-{TOWNSHIP} ·")
    press(page, "派发走访")
    has(page, "1 条已办")


def hands_a_lead_over(screens: Screens, page: Page, _: Path) -> None:
    """The township: a lead that nobody has goes to the worker of the village."""
    code_for(screens.office.app, Role.VILLAGE, VILLAGE)
    tile(page, "条在办线索没有派人")
    page.locator("table.board tbody tr").first.get_by_role("checkbox").check()
    choose(page.locator("#to"), f"village-{VILLAGE} ·")
    press(page, "交办")
    has(page, "1 条已办")


def visits_a_family(_: Screens, page: Page, __: Path) -> None:
    """The village: what is theirs is visited, and the outcome recorded."""
    tile(page, "条线索派给了我")
    page.locator("table.board tbody").get_by_role("link", name="办理").first.click()
    follow(page, "录入入户核查")
    page.get_by_label("不存在风险").check()
    page.get_by_label("困难已自行化解").check()
    press(page, "提交")
    is_saved(page)


def answers_and_delivers(_: Screens, page: Page, folder: Path) -> None:
    """A department: it sees the households that hit its own rules and nobody else's, and sends its file."""
    way(page, "数据核查")
    follow(page, "部门预警")
    departments = {*page.locator("tbody td[data-label=该谁办]").all_inner_texts()}
    assert departments == {"医保"}
    way(page, "数据交付")
    file = folder / "医保 九月.csv"
    file.write_bytes(as_csv([SETTLEMENT]))
    has(page, "部门：医保")
    page.locator("#file").set_input_files(file)
    press(page, "发送")
    page.wait_for_url("**/deliveries/*?done=sent")
    has(page, file.name, "待导入")


SETTLEMENT = {
    "证件号码": id_number(0),
    "就诊类型": "住院",
    "结算日期": "2024-09-01",
    "总费用": "12000",
    "个人自付": "3000",
}


def promotes_a_model(_: Screens, page: Page, __: Path) -> None:
    """Data staff: a version is looked at, and promoted with a reason."""
    way(page, "模型")
    page.locator("main a[href='/models/2']").first.click()
    has(page, "能用来做什么，不能做什么")
    page.locator("#reason").fill("季度更新")
    press(page, "核对并上线")
    has(page, "已上线", "第 2 版", "季度更新")


def sees_who_looked(screens: Screens, page: Page, _: Path) -> None:
    """The auditor: who looked at a family's names, when, and for what; the names themselves are not there."""
    household, officer = known_by_name(screens.office), screens.officer()
    officer.goto(f"/households/{household}")
    officer.get_by_text("查看姓名（须写明用途").click()
    officer.locator("#words").fill(WHY)
    officer.locator("form[action$='/names']").get_by_role("button", name="查看").click()
    has(officer, HEAD)
    way(page, "审计")
    page.locator("#action").select_option(label="查看了一户的姓名")
    press(page, "查找")
    assert {*page.locator("tbody td[data-label=谁]").all_inner_texts()} == {"county_officer-990101"}
    has(row_of(page, household), "查看了一户的姓名")
    row_of(page, household).get_by_role("link", name="看理由").click()
    has(page, household, WHY, "county_officer-990101")
    expect(page.locator("main")).not_to_contain_text(HEAD)


def lets_a_newcomer_in(screens: Screens, page: Page, _: Path) -> None:
    """The system administrator: an account is made, and its first password opens the first step alone."""
    way(page, "用户")
    page.locator("#new").fill(NEWCOMER)
    press(page, "开设")
    password = page.locator(".big.code").inner_text()
    has(page, "只显示这一次")
    follow(page, "到这个用户")
    expect(page.locator("main")).not_to_contain_text(password)
    newcomer = screens.anybody()
    newcomer.goto("/login")
    newcomer.get_by_label("用户名").fill(NEWCOMER)
    newcomer.get_by_label("密码").fill(password)
    press(newcomer, "下一步")
    expect(newcomer.get_by_label("验证码")).to_be_visible()
    assert newcomer.locator("nav.ways").count() == 0


def grants_a_role(_: Screens, page: Page, __: Path) -> None:
    """The security administrator: whoever has no role yet is given one, in a place."""
    tile(page, "个账户还没有角色")
    page.locator("tbody th a").first.click()
    has(page, "还没有角色")
    page.locator("#role").select_option(label="县级监测人员")
    page.locator("#place").select_option(COUNTY)
    press(page, "授予")
    has(page, "角色已授予", "县级监测人员")


def tile(page: Page, words: str) -> None:
    """What waits, followed from the first page."""
    page.locator(".tile").filter(has_text=words).get_by_role("link").click()

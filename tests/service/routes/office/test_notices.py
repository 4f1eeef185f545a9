"""The public notice: only what people decided, only what may hang in the village, and names for a reason alone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest
from httpx2 import Response

from features.policy.loading import Policy
from models.sheets.notice import BY_HAND
from service.jurisdiction import EVERYWHERE
from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from service.store.repositories.identities import acts_since
from service.vault.filling import DESCRIBED, fill
from service.vault.looking import UNMASKED
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import PAGE, TODAY, reported, reviewed, sent, user_id

LAST = str(day_of(now()) + dt.timedelta(days=6))
NAME, NUMBER = "钱植标甲", "990101195001019871"


def named(office: Office, lead: dict[str, Any], name: str = NAME) -> None:
    """The household's head is known by name."""
    door = office.app.state.resources.door
    row = (f"p-{lead['id'][-12:]}", lead["household_id"], lead["region_code"], True, name, NUMBER, day_of(now()))
    people = pl.DataFrame([row], schema=DESCRIBED, orient="row")
    fill(door.database, door.keyring, Policy.load(), people, now(), actor="system:test")


def made(office: Office, lead: dict[str, Any], role: Role = Role.TOWNSHIP, /, **changes: Any) -> Response:
    page = f"/leads/notice?region={lead['region_code']}&of=village_review"
    somebody = office.person(role, TOWNSHIP if role is Role.TOWNSHIP else COUNTY)
    typed = {"first_day": TODAY, "last_day": LAST, "office": "青石镇民政办", "words": "", "village": "石桥村"}
    fields = {**typed, "lead": lead["id"], f"category.{lead['id']}": "edge", **changes}
    return sent(somebody, page, "/leads/notice", fields)


def sheet(page: Response) -> str:
    assert page.status_code == 200, page.text
    return page.text.split('class="public-notice"')[1].split("</main>")[0]


def looked(office: Office) -> int:
    actor = f"user:{user_id(office, f'township-{TOWNSHIP}')}"
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        return acts_since(work, actor, UNMASKED, now() - dt.timedelta(days=1))


def test_a_village_with_a_decision_is_offered_and_others_are_not(office: Office) -> None:
    lead, undecided = reviewed(office), reported(office)
    page = office.person(Role.TOWNSHIP, TOWNSHIP).get("/leads/notice").text
    address = f"/leads/notice?region={lead['region_code']}&amp;of=village_review"
    assert address in page
    form = office.person(Role.TOWNSHIP, TOWNSHIP).get(address.replace("&amp;", "&")).text
    assert lead["household_id"] in form
    assert undecided["household_id"] not in form
    elsewhere = office.person(Role.TOWNSHIP, "990101002")
    assert lead["household_id"] not in elsewhere.get(address.replace("&amp;", "&")).text
    assert "of=village_review" not in elsewhere.get("/leads/notice").text


def test_without_names_there_is_a_line_to_write_on_and_nobody_was_looked_at(office: Office) -> None:
    lead = reviewed(office)
    named(office, lead)
    before = looked(office)
    page = made(office, lead)
    text = sheet(page)
    for words in (BY_HAND, "边缘易致贫户", "村级评议通过", "青石镇民政办", "共7天"):
        assert words in text, words
    assert NAME not in page.text
    assert lead["household_id"] not in text
    assert looked(office) == before


def test_with_names_each_look_is_counted_once_and_no_number_is_there(office: Office) -> None:
    lead = reviewed(office)
    named(office, lead)
    before = looked(office)
    page = made(office, lead, names="1", words="张贴村级评议公示")
    assert NAME in sheet(page)
    assert looked(office) == before + 1
    assert not re.search(r"9901011950|\*\*\*\*|户编号", page.text)


def test_names_need_a_reason(office: Office) -> None:
    lead = reviewed(office)
    named(office, lead)
    page = made(office, lead, names="1", words="无")
    assert page.status_code == 422
    assert "请写明为什么要看姓名" in page.text
    assert NAME not in page.text


def test_who_is_in_no_vault_is_written_by_hand_and_told(office: Office) -> None:
    lead = reviewed(office)
    page = made(office, lead, names="1", words="张贴村级评议公示")
    assert BY_HAND in sheet(page)
    assert "请手填" in page.text
    assert lead["household_id"] in page.text.split('class="public-notice"')[0]


def test_a_name_that_is_more_than_a_name_is_left_out(office: Office) -> None:
    lead = reviewed(office)
    named(office, lead, "钱植标甲13800138000")
    page = made(office, lead, names="1", words="张贴村级评议公示")
    assert BY_HAND in sheet(page)
    assert "13800138000" not in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"office": "镇民政办 13800138000"}, "像是手机号"),
        ({"office": "帮扶某某（癌症）"}, "疾病"),
        ({"office": ""}, "没有填"),
        ({"office": "长" * 41}, "超过40个字"),
        ({"village": "石桥村 990101195001019871"}, "像是身份证号"),
        ({"village": ""}, "没有填"),
        ({"first_day": "soon"}, "请填日期"),
        ({"last_day": ""}, "请填日期"),
        ({"last_day": TODAY}, "少于规定的"),
        ({"last_day": "2020-01-01"}, "早于"),
        ({"lead": ""}, "请至少选一户"),
        ({"lead": f"lead_{1:026d}"}, "请至少选一户"),
    ],
    ids=str,
)
def test_what_may_not_hang_is_refused_beside_what_was_typed(
    office: Office, changes: dict[str, str], words: str
) -> None:
    lead = reviewed(office)
    page = made(office, lead, **changes)
    assert page.status_code == 422
    assert words in page.text
    assert 'class="public-notice"' not in page.text
    assert '<option value="edge" selected>' in page.text


def test_people_choose_the_category(office: Office) -> None:
    lead = reviewed(office)
    for category in ("", "poor"):
        page = made(office, lead, **{f"category.{lead['id']}": category})
        assert page.status_code == 422
        assert "选中的户都要选类别" in page.text


def test_a_liaison_prints_no_names_and_an_auditor_nothing(office: Office) -> None:
    lead = reviewed(office)
    named(office, lead)
    page = made(office, lead, Role.DEPARTMENT_LIAISON, names="1", words="张贴村级评议公示")
    assert BY_HAND in sheet(page)
    assert NAME not in page.text
    assert office.person(Role.AUDITOR, COUNTY).get("/leads/notice", headers=PAGE).status_code == 403


def test_a_place_that_is_none_is_told(office: Office) -> None:
    town = office.person(Role.TOWNSHIP, TOWNSHIP)
    lead = reviewed(office)
    page = f"/leads/notice?region={lead['region_code']}&of=village_review"
    for changes in ({"region": "x"}, {"of": "rumour"}):
        answer = sent(town, page, "/leads/notice", changes)
        assert answer.status_code == 422
        assert "请选村和公示的内容" in answer.text

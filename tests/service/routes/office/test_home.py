"""What waits for somebody is what they may do."""

from __future__ import annotations

import datetime as dt
import html
import re

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.vocabulary import LeadSource
from models.certainty import freshness_of
from service.access.administering import create_user, grant_role
from service.access.roles import ABOUT_NOBODY, permissions_of
from service.jurisdiction import NOWHERE
from service.principal import SYSTEM, Role
from service.routes.doing import now
from service.routes.office import home
from service.store.repositories.audit import lines
from service.store.repositories.users import user_named
from tests.service.kept_runs import DAY
from tests.service.named import known_by_name
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.people import CHEAP
from tests.service.registered import Registered
from tests.service.routes.office.conftest import with_browser
from tests.service.routes.office.test_ledgers import looked
from tests.service.routes.office.test_models import posted


def reported(office: Office, officer: TestClient, code: str) -> None:
    sent = {"household_id": code, "source": LeadSource.CADRE.value, "reference": f"r-{code}", "reported_on": str(DAY)}
    assert officer.post("/v1/leads", json=sent).status_code in (200, 201)


def test_an_officer_sees_what_waits_and_the_list(office: Office, officer: TestClient) -> None:
    reported(office, officer, office.households(TOWNSHIP)[0])
    list_id = officer.post("/v1/risk-lists", json={"as_of": str(DAY)}).json()["id"]
    page = officer.get("/home").text
    assert "条线索已超期" in page
    assert "户在名单上还没有派发走访" in page
    assert "走访名单" in page
    assert list_id is not None


@pytest.mark.parametrize(
    ("role", "place", "there", "not_there"),
    [
        (Role.VILLAGE, "990101001001", ["线索办理", "走访名单"], ["审计", "用户", "个导出申请"]),
        (Role.AUDITOR, "", ["审计", "模型", "次查看姓名（本月）"], ["个账户", "走访名单", "条线索", "数据核查"]),
        (Role.SECURITY_ADMIN, "", ["用户", "个账户还没有角色"], ["首次密码", "走访名单", "审计"]),
        (Role.SYSTEM_ADMIN, "", ["用户", "个账户还没有改首次密码"], ["没有角色", "走访名单", "条线索", "审计"]),
        (Role.DATA_STAFF, "", ["数据核查", "模型", "走访名单"], ["条线索", "审计"]),
        (Role.DEPARTMENT_LIAISON, COUNTY, ["线索办理", "数据交付"], ["走访名单", "审计"]),
    ],
)
def test_each_role_has_its_own_day(
    office: Office, role: Role, place: str, there: list[str], not_there: list[str]
) -> None:
    page = with_browser(office.person(role, place)).get("/home")
    assert page.status_code == 200
    assert all(words in page.text for words in there)
    assert not [words for words in not_there if words in page.text]


def counted(page: str, words: str) -> tuple[int, str]:
    """What a tile counts, and where it leads."""
    found = re.search(rf'class="big">([\d,]+)</p><p><a href="([^"]+)">{words}', page)
    assert found is not None, words
    return int(found[1].replace(",", "")), html.unescape(found[2])


def test_what_waits_for_administrators_is_what_their_page_lists(office: Office) -> None:
    door, name = office.app.state.resources.door, "home.waits"
    with door.database.writing(NOWHERE, now()) as work:
        create_user(work, door.keyring, by=SYSTEM, name=name, password=CHEAP.hash("a password of theirs"))
    for role, words in ((Role.SECURITY_ADMIN, "个账户还没有角色"), (Role.SYSTEM_ADMIN, "个账户还没有改首次密码")):
        # Nobody here has another role: who may see all of the county sees the account, which has none, as well.
        for place in ("", COUNTY):
            somebody = with_browser(office.person(role, place))
            count, address = counted(somebody.get("/home").text, words)
            listed = somebody.get(f"{address}&limit=100").text
            assert listed.count('scope="row"') == count > 0
            assert name in listed
    granted(office, name, TOWNSHIP)
    security, system = (with_browser(office.person(role)) for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN))
    assert name not in security.get("/users?lacks=role").text
    assert name in system.get("/users?lacks=own").text
    elsewhere = with_browser(office.person(Role.SYSTEM_ADMIN, "880101"))
    assert counted(elsewhere.get("/home").text, "个账户还没有改首次密码")[0] == 0


def granted(office: Office, name: str, place: str) -> None:
    door = office.app.state.resources.door
    with door.database.writing(NOWHERE, now()) as work:
        user = user_named(work, name)
        assert user is not None
        grant_role(work, door.keyring, by=SYSTEM, user=user, role=Role.TOWNSHIP, prefix=place)


def test_an_auditor_s_tile_leads_to_this_month_s_looks_at_names(office: Office, officer: TestClient) -> None:
    looked = {"purpose": "visit", "words": "入户走访核对"}
    seen = officer.post(f"/v1/households/{known_by_name(office)}/identity", json=looked)
    assert seen.status_code == 200, seen.text
    auditor = with_browser(office.person(Role.AUDITOR))
    count, address = counted(auditor.get("/home").text, "次查看姓名")
    listed = auditor.get(address)
    assert (listed.status_code, listed.text.count("看理由")) == (200, count)
    assert count >= 1
    nowhere = with_browser(office.person(Role.AUDITOR, COUNTY)).get("/home").text
    assert "次查看姓名" not in nowhere
    assert "取不到" not in nowhere


def test_who_has_no_role_is_told_whom_to_ask(office: Office) -> None:
    nobody = with_browser(office.person_with())
    assert "还没有任何权限" in nobody.get("/home").text


def test_whoever_goes_to_the_families_begins_with_what_is_theirs(office: Office, officer: TestClient) -> None:
    village = with_browser(office.person(Role.VILLAGE, f"{TOWNSHIP}001"))
    theirs, others = village.get("/home").text, officer.get("/home").text
    assert theirs.index("条线索派给了我") < theirs.index("条线索已超期")
    assert others.index("条线索派给了我") > others.index("条在办线索没有派人")
    assert [page.count("条线索派给了我") for page in (theirs, others)] == [1, 1]
    assert [page.count("own-work") for page in (theirs, others)] == [1, 0]


def unsent_key(page: str) -> str | None:
    found = re.search(r'id="unsent"[^>]* data-key="([0-9a-f]{64})"', page)
    return found and found[1]


def test_the_key_to_visits_on_a_telephone_is_each_one_s_own_and_theirs_alone_who_record_visits(
    office: Office, officer: TestClient, cadre: TestClient
) -> None:
    keys = [unsent_key(somebody.get(address).text) for somebody in (officer, cadre) for address in ("/home", "/leads")]
    assert None not in keys
    assert (keys[0], keys[2]) == (keys[1], keys[3])
    assert keys[0] != keys[2]
    for role, place in ((Role.AUDITOR, ""), (Role.DATA_STAFF, ""), (Role.DEPARTMENT_LIAISON, COUNTY)):
        page = with_browser(office.person(role, place)).get("/home").text
        assert 'id="unsent"' not in page
        assert "unsent.js" not in page


def test_the_front_leads_home(officer: TestClient) -> None:
    assert officer.get("/").headers["location"] == "/home"


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, registered: Registered) -> Registered:
    """The day after everybody was scored, and every department in time."""
    monkeypatch.setattr(home, "now", lambda: dt.datetime.combine(DAY, dt.time(4), dt.UTC) + dt.timedelta(days=1))
    monkeypatch.setattr(home, "freshness_of", lambda *asked: freshness_of(*asked).with_columns(stale=pl.lit(False)))
    return registered


def test_while_all_is_as_it_should_be_nothing_is_said(
    quiet: Registered, officer: TestClient, cadre: TestClient
) -> None:
    for somebody in (officer, cadre):
        page = somebody.get("/home")
        assert page.status_code == 200
        assert "请留意" not in page.text
        assert "取不到" not in page.text


def test_that_another_model_scores_is_said_to_whoever_works_with_its_lists(
    office: Office, registered: Registered, officer: TestClient, cadre: TestClient
) -> None:
    staff = with_browser(office.person(Role.DATA_STAFF, COUNTY))
    posted(staff, "2")
    assert "评分改用模型" not in officer.get("/home").text, "before the first there was no list that could change"
    posted(staff, "3")
    page = officer.get("/home").text
    for words in ("评分改用模型第3版（此前是第2版）", "由data_staff-990101决定", "名单可能因此变动", 'href="/models"'):
        assert words in page, words
    theirs = cadre.get("/home").text
    assert "评分改用模型第3版" in theirs
    assert "data_staff-990101" not in theirs, "who may read no models is not told who decided"
    assert 'href="/models"' not in theirs
    auditor = with_browser(office.person(Role.AUDITOR))
    assert "评分改用模型第3版" in auditor.get("/home").text
    administrator = with_browser(office.person(Role.SYSTEM_ADMIN))
    assert "评分改用模型" not in administrator.get("/home").text


def test_a_model_of_two_months_ago_is_no_news(
    office: Office, registered: Registered, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = with_browser(office.person(Role.DATA_STAFF, COUNTY))
    posted(staff, "2")
    posted(staff, "3")
    later = home.now() + dt.timedelta(days=60)
    monkeypatch.setattr(home, "now", lambda: later)
    assert "评分改用模型" not in officer.get("/home").text


def test_an_audit_of_promotions_that_was_changed_hides_nothing_else(
    office: Office, registered: Registered, officer: TestClient
) -> None:
    staff = with_browser(office.person(Role.DATA_STAFF, COUNTY))
    posted(staff, "2")
    file = next(registered.folder.glob("*.jsonl"))
    file.write_text(file.read_text().replace("季度更新", "季度更旧"))
    page = officer.get("/home")
    assert page.status_code == 200
    assert "有的内容现在取不到" in page.text
    assert "条线索已超期" in page.text


def test_a_scoring_of_another_month_is_said_with_what_to_do(
    quiet: Registered, office: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "now", lambda: dt.datetime.combine(DAY, dt.time(4), dt.UTC) + dt.timedelta(days=40))
    page = officer.get("/home").text
    assert f"最近一次评分是{DAY}的，已过40天" in page
    assert "重新评分" in page
    village = with_browser(office.person(Role.VILLAGE, f"{TOWNSHIP}001")).get("/home").text
    assert "联系县级监测人员" in village


def test_which_departments_are_late_is_said_to_whoever_reads_deliveries(
    quiet: Registered, office: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = pl.int_range(pl.len()) < 2
    monkeypatch.setattr(
        home,
        "freshness_of",
        lambda *asked: freshness_of(*asked).with_columns(stale=late, days_late=pl.when(late).then(9)),
    )
    page = officer.get("/home").text
    assert "2种部门数据逾期未交，名单和核查可能缺最近的变化" in page
    assert page.count("，逾期9天") == 2
    assert "逾期未交" not in with_browser(office.person(Role.VILLAGE, f"{TOWNSHIP}001")).get("/home").text


def test_opening_it_is_one_request_and_stands_in_the_audit_by_all_that_it_reads(
    office: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part once asked at the door for itself: a page counted as eleven requests, and took as many commits."""
    door = office.app.state.resources.door
    counted: list[str] = []
    monkeypatch.setattr(door.pace, "count", lambda asker, _: counted.append(asker.id))
    with door.database.reading(NOWHERE, now()) as work:
        before = [line.action for line in lines(work)]
    assert officer.get("/home").status_code == 200
    with door.database.reading(NOWHERE, now()) as work:
        after = [line.action for line in lines(work)]
    assert len(counted) == 1
    theirs = {permission for permission, _ in home.PARTS.values()} & permissions_of(Role.COUNTY_OFFICER)
    assert sorted(after[len(before) :]) == sorted(permission.value for permission in theirs - ABOUT_NOBODY)


def test_the_findings_are_counted_as_their_own_page_counts_them(office: Office) -> None:
    """The first page told 398, and the page behind it 360: one counted lines, the other messages."""
    data = with_browser(office.person(Role.DATA_STAFF))
    shown = looked(data, "/findings").text
    counted_there = re.search(r"：([\d,]+) 条，涉及", shown)
    assert counted_there is not None
    assert counted(data.get("/home").text, "条数据疑点待核实")[0] == int(counted_there[1].replace(",", "")) > 0

"""The page of deliveries: which files came and who is late; one of them, with what was set aside and what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from features.records.store import RecordStore
from service.deliveries.landing import land_uploads
from service.principal import Permission, Role
from service.rounds import reception_of
from service.routes.doing import now
from tests.features.intake.files import as_csv, members
from tests.service.kept_runs import KeptRuns
from tests.service.office import COUNTY, TOWNSHIP, Office, opened
from tests.service.routes.office.conftest import with_browser
from tests.service.sent_files import roster, send


@pytest.fixture(scope="module")
def office(kept: KeptRuns, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """With records of its own, into which files are taken."""
    folder = tmp_path_factory.mktemp("delivery-pages")
    shutil.copytree(kept.store.path, folder / "records")
    with opened(replace(kept, store=RecordStore.open(folder / "records")), empty_sqlite, folder) as office:
        yield office


@pytest.fixture
def staff(office: Office) -> TestClient:
    return with_browser(office.person(Role.DATA_STAFF, COUNTY))


def sent(office: Office, data: bytes, name: str) -> str:
    answer = send(office.program(Permission.SEND_DELIVERIES, Permission.READ_DELIVERIES), data, name)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def take_in(office: Office) -> None:
    land_uploads(reception_of(office.app.state.resources), now)


def test_a_file_is_followed_from_waiting_to_what_was_not_kept(office: Office, staff: TestClient) -> None:
    broken = {**members(3)[2], "户编号": "", "姓名": "张三丰"}
    name = sent(office, as_csv([*members(40), broken]), "一月 人口.csv")
    waiting = staff.get(f"/deliveries/{name}")
    assert waiting.status_code == 200
    assert 'http-equiv="refresh"' in waiting.text
    assert "待导入" in waiting.text
    take_in(office)
    came = staff.get(f"/deliveries/{name}").text
    assert "refresh" not in came
    for words in ("一月 人口.csv", "乡镇", "要改的地方", "怎么办", "为什么有的行没有保留", "户编号"):
        assert words in came, words
    assert re.search(r"第 \d+ 行", came)
    assert "张三丰" not in came


def test_what_is_refused_says_why_and_what_to_do(office: Office, staff: TestClient) -> None:
    name = sent(office, "随便,写的\n1,2\n".encode(), "随便.csv")
    take_in(office)
    page = staff.get(f"/deliveries/{name}").text
    assert "整份退回" in page
    assert "怎么办" in page


def test_the_list_holds_what_came_and_says_who_is_late(office: Office, staff: TestClient) -> None:
    name = sent(office, roster(80), "八十.csv")
    page = staff.get("/deliveries").text
    assert f'/deliveries/{name}"' in page
    assert "八十.csv" in page
    for words in ("待导入", "没有来过", "应在何日前到", "怎么算的"):
        assert words in page, words
    assert staff.get("/deliveries?state=landed").text.count("八十.csv") == 0
    assert "八十.csv" in staff.get("/deliveries?department=township&state=").text
    assert "八十.csv" not in staff.get("/deliveries?department=health").text
    take_in(office)
    assert "八十.csv" in staff.get("/deliveries?state=landed").text


def test_page_after_page_every_delivery_is_met_once(office: Office, staff: TestClient) -> None:
    for first in (90, 92, 94):
        sent(office, roster(first), f"{first}.csv")
    met: list[str] = []
    address = "/deliveries?limit=2"
    while address:
        page = staff.get(address).text
        met += re.findall(r'<a href="/deliveries/(\w+)">', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert len(met) == len(set(met)) > 4


@pytest.mark.parametrize(
    ("role", "place", "sees", "sends"),
    [
        (Role.DATA_STAFF, COUNTY, True, True),
        (Role.DEPARTMENT_LIAISON, COUNTY, True, True),
        (Role.COUNTY_OFFICER, COUNTY, True, False),
        (Role.DATA_STAFF, TOWNSHIP, False, False),
    ],
)
def test_who_sees_files_and_who_sends_them(office: Office, role: Role, place: str, *, sees: bool, sends: bool) -> None:
    name = sent(office, roster(110), "谁看.csv") if sees else None
    page = with_browser(office.person(role, place)).get("/deliveries")
    assert page.status_code == 200
    assert ("谁看.csv" in page.text) is sees
    assert ('class="upload"' in page.text) is sends
    if name is None:
        assert "您的辖区不是全县" in page.text


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_others_are_refused_on_a_page(office: Office, role: Role) -> None:
    page = with_browser(office.person(role, COUNTY)).get("/deliveries")
    assert page.status_code == 403
    assert "没有权限" in page.text


def test_a_liaison_may_send_their_own_department_s_alone(office: Office) -> None:
    page = with_browser(office.person(Role.DEPARTMENT_LIAISON, COUNTY)).get("/deliveries").text
    assert '<input type="hidden" name="department" value="civil_affairs">' in page
    assert '<select id="of"' not in page


def test_a_delivery_that_is_not_there_is_told(office: Office, staff: TestClient) -> None:
    page = staff.get("/deliveries/nobody-sent-it")
    assert page.status_code == 404
    assert "没有这次交付" in page.text
    far = sent(office, roster(120), "远.csv")
    assert with_browser(office.person(Role.DATA_STAFF, TOWNSHIP)).get(f"/deliveries/{far}").status_code == 404


def test_links_with_more_in_them_are_read_and_what_can_t_be_asked_is_told(staff: TestClient) -> None:
    assert staff.get("/deliveries?utm_source=chat").status_code == 200
    for asked in ("state=nowhere", "department=x", "cursor=x", "state=landed&state=refused"):
        assert staff.get(f"/deliveries?{asked}").status_code == 422, asked


def test_the_page_speaks_english(office: Office, staff: TestClient) -> None:
    name = sent(office, roster(130), "english.csv")
    staff.cookies.set("fanpin_language", "en")
    for address in ("/deliveries", f"/deliveries/{name}"):
        page = staff.get(address).text
        assert "waiting to be taken in" in page
        assert "待导入" not in page

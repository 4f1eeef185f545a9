"""The page of findings: one message for each household and department, of one's own places and department alone."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from service.findings import cache
from service.principal import Permission, Role
from service.routes.office import findings as pages
from service.slow import BusyError
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser

TABS = ("findings", "triggers", "gaps")


def rows_of(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return list(re.findall(r"<tr>.*?</tr>", body, re.DOTALL))


def household_in(row: str) -> str:
    code = re.search(r'class="code"[^>]*>([^<]+)<', row)
    return html.unescape(code[1]) if code else ""


def every_row(somebody: TestClient, asked: str) -> list[str]:
    met: list[str] = []
    address = f"/findings?limit=100&{asked}"
    while address:
        page = somebody.get(address)
        assert page.status_code == 200, page.text
        met += rows_of(page.text)
        onward = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = html.unescape(onward[1]) if onward else ""
    return met


def of_the_api(office: Office, tab: str) -> list[dict[str, Any]]:
    program, items, cursor = office.program(Permission.READ_FINDINGS), [], None
    while True:
        asked = {"limit": 500, **({"cursor": cursor} if cursor else {})}
        page = program.get(f"/v1/{tab}", params=asked).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


@pytest.mark.parametrize("tab", TABS)
def test_a_household_stands_once_for_each_department_with_all_that_it_is_about(
    office: Office, officer: TestClient, tab: str
) -> None:
    expected: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    rule = {"findings": "check", "triggers": "trigger", "gaps": "gap"}[tab]
    for each in of_the_api(office, tab):
        for department in [one["zh"] for one in each["departments"]] or ["未定"]:
            expected[each["household_id"] or "", department].add(each[rule])
    rows = every_row(officer, f"tab={tab}")
    assert len(rows) == len(expected) > 0
    found = defaultdict(list)
    for row in rows:
        department = re.findall(r'data-label="该谁办">(?:<span class="unknown">)?([^<]+)<', row)[0]
        found[household_in(row), department].append(row.count("<li>"))
    assert {key: [len(rules)] for key, rules in expected.items()} == dict(found)


def test_it_is_narrowed_by_village_department_kind_and_household(office: Office, officer: TestClient) -> None:
    items = [each for each in of_the_api(office, "triggers") if each["departments"]]
    one = items[0]
    village, department, risk = one["region_code"], one["departments"][0]["name"], one["risk_type"]
    narrowed = [
        (f"region={village}", {each["household_id"] for each in items if each["region_code"] == village}),
        (f"department={department}", {e["household_id"] for e in items if e["departments"][0]["name"] == department}),
        (f"kind={risk}", {each["household_id"] for each in items if each["risk_type"] == risk}),
        (f"household_id={one['household_id']}", {one["household_id"]}),
    ]
    for asked, households in narrowed:
        assert {household_in(row) for row in every_row(officer, f"tab=triggers&{asked}")} == households, asked


def test_a_liaison_sees_what_their_department_has_to_do_and_no_way_to_a_household(office: Office) -> None:
    person = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.MEDICAL_INSURANCE)
    rows = every_row(with_browser(person), "tab=triggers")
    assert rows
    assert all('该谁办">医保<' in row for row in rows)
    assert not any("/households/" in row for row in rows)


def test_everybody_sees_their_own_places(office: Office, cadre: TestClient) -> None:
    items = of_the_api(office, "triggers")
    here = {each["household_id"] for each in items if each["region_code"].startswith(TOWNSHIP)}
    far = {each["household_id"] for each in items} - here
    page = "".join(every_row(cadre, "tab=triggers"))
    assert far
    assert {household_in(row) for row in every_row(cadre, "tab=triggers")} == here
    assert not any(code in page for code in far if code.isdecimal())
    refused = cadre.get("/findings?region=990101002")
    assert (refused.status_code, "没有这个区域" in refused.text) == (404, True)
    for role in (Role.VILLAGE, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        assert with_browser(office.person(role, COUNTY)).get("/findings").status_code == 403


def test_what_is_being_worked_out_says_so_and_looks_again(officer: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise BusyError(Bilingual("正在核查", "it is being looked through"))

    monkeypatch.setattr(cache.ListedDays, "of_or_last", busy)
    for address in ("/findings", "/findings/print"):
        page = officer.get(address)
        assert (page.status_code, page.headers["retry-after"]) == (503, "5")
        assert "还在计算" in page.text
        assert 'http-equiv="refresh"' in page.text


def test_what_stood_before_the_last_records_says_so(officer: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A county's findings take minutes to put together: until then they are those of before, and nobody takes them for more."""
    addresses = ("/findings?tab=triggers", f"/findings/print?tab=triggers&region={TOWNSHIP}")
    assert not any("又收到了新记录" in officer.get(address).text for address in addresses)
    monkeypatch.setattr(cache, "_key", lambda *_: ("records that came just now",))
    monkeypatch.setattr(cache.LastAsked, "begin", lambda *_: None)
    assert all("又收到了新记录" in officer.get(address).text for address in addresses)


def test_each_village_is_printed_on_a_sheet_of_its_own(office: Office, officer: TestClient) -> None:
    items = of_the_api(office, "triggers")
    villages = {each["region_code"] for each in items if each["region_code"].startswith(TOWNSHIP)}
    page = officer.get(f"/findings/print?tab=triggers&region={TOWNSHIP}").text
    assert page.count("sheet-of-village") == len(villages) > 1
    assert "核实结果" in page
    one = next(iter(sorted(villages)))
    assert officer.get(f"/findings/print?tab=triggers&region={one}").text.count("sheet-of-village") == 1


def test_more_than_anybody_would_carry_is_not_printed_in_silence(
    officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_PRINTED", 3)
    page = officer.get("/findings/print?tab=triggers").text
    assert "只排了前 3 条" in page
    assert page.count('class="write"') == 3


def test_what_can_t_be_asked_is_told_and_links_with_more_in_them_are_read(officer: TestClient) -> None:
    for asked in (
        "tab=x",
        "kind=illness",
        "tab=triggers&kind=check",
        "department=nobody",
        "region=x",
        "kind=check&kind=x",
    ):
        assert officer.get(f"/findings?{asked}").status_code == 422, asked
    assert officer.get("/findings?from=mail&kind=&department=&region=&household_id=").status_code == 200


def test_nothing_as_asked_for_is_said(officer: TestClient) -> None:
    page = officer.get("/findings", params={"household_id": '"><script>x</script>'}).text
    assert "没有符合条件的" in page
    assert "<script>" not in page


def test_the_page_speaks_english(officer: TestClient) -> None:
    officer.cookies.set("fanpin_language", "en")
    for tab in TABS:
        page = officer.get(f"/findings?tab={tab}").text
        assert "Who has to act" in page
        assert "怎么办" not in page

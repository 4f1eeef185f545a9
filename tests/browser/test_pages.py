"""Every page in a real browser: nothing that a screen reader stumbles over, no moving sideways, few requests, none to another host."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from service.principal import Role
from tests.browser.conftest import Screens
from tests.browser.hands import asked_until_there
from tests.browser.looking import MOST_BYTES, MOST_REQUESTS, Traffic, faults, sideways
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.visits import dispatched_lead

Address = Callable[[Office], str]


def household(rest: str = "") -> Address:
    """A page of the riskiest household."""

    def address(office: Office) -> str:
        code = str(office.kept.run.scores.sort("rank")["household_id"][0])
        return f"/households/{quote(code, safe='')}{rest}?as_of={DAY}"

    return address


def listed(rest: str = "") -> Address:
    """A page of an issued list."""

    def address(office: Office) -> str:
        officer = office.person(Role.COUNTY_OFFICER, COUNTY)
        list_id = officer.post("/v1/risk-lists", json={"region": COUNTY, "as_of": str(DAY)}).json()["id"]
        officer.post(f"/v1/risk-lists/{list_id}/issue")
        return f"/lists/{list_id}{rest}" if rest else f"/lists?list={list_id}&visits=30&floor=5"

    return address


def led(rest: str = "") -> Address:
    """A page of a lead."""
    return lambda office: f"/leads/{dispatched_lead(office)}{rest}"


def worked_out(path: str) -> Address:
    """A page of what takes its time."""

    def address(office: Office) -> str:
        asked_until_there(office.person(Role.COUNTY_OFFICER, COUNTY), path)
        return path

    return address


def at(address: str) -> Address:
    return lambda _: address


PAGES: dict[str, tuple[Role, str, Address]] = {
    "home": (Role.COUNTY_OFFICER, COUNTY, at("/home")),
    "home of an auditor": (Role.AUDITOR, "", at("/home")),
    "list": (Role.COUNTY_OFFICER, COUNTY, listed()),
    "changes": (Role.COUNTY_OFFICER, COUNTY, listed("/changes")),
    "list on paper": (Role.COUNTY_OFFICER, COUNTY, listed("/print")),
    "new list": (Role.COUNTY_OFFICER, COUNTY, at("/lists/new")),
    "workbook out": (Role.COUNTY_OFFICER, COUNTY, listed("/excel")),
    "workbook in": (Role.COUNTY_OFFICER, COUNTY, at("/lists/excel-in")),
    "exports": (Role.COUNTY_OFFICER, COUNTY, at("/exports")),
    "households": (Role.COUNTY_OFFICER, COUNTY, at("/households")),
    "households found": (Role.TOWNSHIP, TOWNSHIP, at(f"/households?region={TOWNSHIP}&order=place&limit=5")),
    "no household": (Role.COUNTY_OFFICER, COUNTY, at("/households?household=8888")),
    "family": (Role.COUNTY_OFFICER, COUNTY, household()),
    "signing sheet": (Role.COUNTY_OFFICER, COUNTY, household("/signing")),
    "measures": (Role.COUNTY_OFFICER, COUNTY, household("/measures")),
    "facts": (Role.COUNTY_OFFICER, COUNTY, household("/facts")),
    "board": (Role.COUNTY_OFFICER, COUNTY, at("/leads")),
    "lead": (Role.COUNTY_OFFICER, COUNTY, led()),
    "visit": (Role.TOWNSHIP, TOWNSHIP, led("/visit")),
    "report": (Role.COUNTY_OFFICER, COUNTY, at("/leads/new")),
    "villages": (Role.COUNTY_OFFICER, COUNTY, at("/villages")),
    "village": (Role.COUNTY_OFFICER, COUNTY, at(f"/villages/{TOWNSHIP}001")),
    "ledgers": (Role.COUNTY_OFFICER, COUNTY, worked_out("/ledgers")),
    "deliveries": (Role.DATA_STAFF, "", at("/deliveries")),
    "findings": (Role.COUNTY_OFFICER, COUNTY, worked_out("/findings")),
    "accounts": (Role.SYSTEM_ADMIN, "", at("/users")),
    "audit": (Role.AUDITOR, "", at("/audit")),
    "notice": (Role.TOWNSHIP, TOWNSHIP, at("/leads/notice")),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fit_for_everybody_s_screen(desk: Screens, phone: Screens, name: str) -> None:
    role, place, address = PAGES[name]
    where = address(desk.office)
    for screens in (desk, phone):
        page = screens.person(role, place)
        traffic = Traffic(page)
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        assert (faults(page), sideways(page)) == ([], 0), screens.shape
        assert len(traffic.requests) <= MOST_REQUESTS
        assert traffic.bytes <= MOST_BYTES
        assert traffic.hosts == {page.evaluate("location.host")}


@pytest.mark.parametrize("name", ["list", "family", "board", "lead"])
def test_larger_type_and_english_fit_as_well(phone: Screens, name: str) -> None:
    role, place, address = PAGES[name]
    page = phone.person(role, place)
    page.goto(address(phone.office))
    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="English").click()
    assert page.locator("html.large[lang=en]").count() == 1
    assert (faults(page), sideways(page)) == ([], 0)

"""The board: whose leads, which of them, and in what words."""

from __future__ import annotations

import re

import pytest

from service.principal import Role
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import PAGE, TODAY, moved, reported, reviewed, user_id

OTHER = "990101002"


def leads_on(page: str) -> list[str]:
    return re.findall(r'<a href="/leads/(lead_\w+)"', page)


def test_a_lead_stands_on_the_board_with_its_days_and_whose_turn_it_is(office: Office) -> None:
    lead = reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    moved(officer, lead["id"], "dispatch", place=lead["region_code"])
    page = officer.get("/leads", params={"household_id": lead["household_id"]})
    assert page.status_code == 200
    assert leads_on(page.text) == [lead["id"]]
    for words in (
        "已派发",
        "还有15天",
        "：入户核查",
        "派发",
        "county_officer-990101（我）",
        f"/households/{lead['household_id']}",
    ):
        assert words in page.text, words


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"state": "received"}, True),
        ({"state": "dispatched"}, False),
        ({"state": "ended"}, False),
        ({"state": "all"}, True),
        ({"region": TOWNSHIP}, True),
        ({"region": OTHER}, False),
        ({"source": "trigger"}, True),
        ({"source": "model"}, False),
        ({"assigned": "nobody"}, True),
        ({"assigned": "me"}, False),
        ({"assigned": "somebody"}, False),
        ({"overdue": "1"}, False),
        ({"overdue": ""}, True),
        ({"household_id": "9901"}, True),
        ({"household_id": "77"}, False),
        ({"state": "", "region": "", "source": "", "assigned": "", "household_id": "", "cursor": ""}, True),
        ({"from_mail": "1"}, True),
    ],
    ids=str,
)
def test_each_filter_shows_what_it_asks_for(office: Office, asked: dict[str, str], *, is_there: bool) -> None:
    lead = reported(office)
    page = office.person(Role.COUNTY_OFFICER, COUNTY).get("/leads", params={"limit": "100", **asked})
    assert page.status_code == 200
    assert (lead["id"] in leads_on(page.text)) is is_there


def test_who_is_given_a_lead_finds_it_under_theirs(office: Office) -> None:
    lead = reported(office)
    village = lead["region_code"]
    cadre = office.person(Role.VILLAGE, village)
    to = {"assigned_to": user_id(office, f"village-{village}")}
    assert cadre.put(f"/v1/leads/{lead['id']}/assignee", json=to).status_code == 200
    assert leads_on(cadre.get("/leads?assigned=me").text) == [lead["id"]]
    assert lead["id"] in leads_on(cadre.get("/leads?assigned=somebody").text)
    assert lead["id"] not in leads_on(cadre.get("/leads?assigned=nobody").text)


def test_an_ended_lead_is_found_by_its_household_and_not_among_the_open(office: Office) -> None:
    lead = reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    moved(officer, lead["id"], "close", close_reason="moved_away", note="整户随子女进城")
    assert lead["id"] not in leads_on(officer.get("/leads?limit=100").text)
    assert leads_on(officer.get("/leads", params={"household_id": lead["household_id"]}).text) == [lead["id"]]
    assert lead["id"] in leads_on(officer.get("/leads?state=ended").text)


def test_page_after_page_everybody_is_met_once(office: Office) -> None:
    for _ in range(3):
        reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    everybody, met, address = leads_on(officer.get("/leads?limit=100").text), [], "/leads?limit=2"
    while address:
        page = officer.get(address).text
        met += leads_on(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") + "&limit=2" if onward else ""
    assert met == everybody
    assert len(met) > 4


def test_the_counts_are_links_to_what_they_count(office: Office) -> None:
    reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    page = officer.get("/leads", params={"region": TOWNSHIP}).text
    shown = re.search(r'<a href="(/leads\?[^"]*state=received[^"]*)"[^>]*>已接收 (\d+)</a>', page)
    assert shown
    assert len(leads_on(officer.get(f"{shown[1]}&limit=100".replace("&amp;", "&")).text)) == int(shown[2])
    assert "逾期 0" in page


def test_everybody_sees_the_leads_of_their_own_places(office: Office) -> None:
    lead, far = reported(office), reported(office, OTHER)
    village = lead["region_code"]
    for role, place in ((Role.VILLAGE, village), (Role.TOWNSHIP, TOWNSHIP), (Role.DEPARTMENT_LIAISON, TOWNSHIP)):
        page = office.person(role, place).get("/leads?limit=100").text
        assert lead["id"] in leads_on(page)
        assert far["id"] not in leads_on(page)
        assert far["household_id"] not in page
        assert OTHER not in page
    for role in (Role.AUDITOR, Role.DATA_STAFF, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        refused = office.person(role, COUNTY).get("/leads", headers=PAGE)
        assert refused.status_code == 403
        assert lead["household_id"] not in refused.text


def test_a_liaison_gets_no_way_to_a_household(office: Office) -> None:
    lead = reported(office)
    page = office.person(Role.DEPARTMENT_LIAISON, TOWNSHIP).get("/leads?limit=100").text
    assert lead["household_id"] in page
    assert "/households/" not in page


def test_a_name_beyond_somebody_s_places_is_not_shown_to_them(office: Office) -> None:
    lead = reviewed(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    moved(officer, lead["id"], "send_back", sent_back_reason="incomplete", note="缺会议记录")
    asked = {"household_id": lead["household_id"]}
    page = office.person(Role.VILLAGE, lead["region_code"]).get("/leads", params=asked).text
    assert "county_officer-990101" not in page
    assert "上级或其他辖区人员" in page
    assert "county_officer-990101" in officer.get("/leads", params=asked).text


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "nowhere"},
        {"region": "x"},
        {"source": "rumour"},
        {"assigned": "all"},
        {"cursor": "x"},
        {"limit": "1000"},
    ],
    ids=str,
)
def test_what_can_t_be_asked_is_told_on_a_page(office: Office, asked: dict[str, str]) -> None:
    page = office.person(Role.COUNTY_OFFICER, COUNTY).get("/leads", params=asked, headers=PAGE)
    assert page.status_code == 422
    assert "查询条件有误" in page.text


def test_a_filter_that_is_said_twice_is_refused(office: Office) -> None:
    page = office.person(Role.COUNTY_OFFICER, COUNTY).get("/leads?state=received&state=closed", headers=PAGE)
    assert page.status_code == 422


def test_what_is_typed_is_never_markup(office: Office) -> None:
    page = office.person(Role.COUNTY_OFFICER, COUNTY).get("/leads", params={"household_id": '"><script>x</script>'})
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "没有符合条件的线索" in page.text


def test_the_board_speaks_english_too(office: Office) -> None:
    reported(office)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    officer.cookies.set("fanpin_language", "en")
    page = officer.get("/leads").text
    assert "days left" in page
    assert TODAY in page
    assert "派发" not in page

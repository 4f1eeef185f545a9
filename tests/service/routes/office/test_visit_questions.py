"""Who holds the list and who stands at the door ask by the same scores; where they can't, the page says by which."""

from __future__ import annotations

from service.principal import Role
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import user_id
from tests.service.routes.office.test_list_assigning import sent_out
from tests.service.routes.office.test_lists import issued, made
from tests.service.visits import dispatched_lead


def test_questions_stand_on_the_list_that_sent_people_there(own_office: Office) -> None:
    """The last run is of a later day; who holds the list and who stands at the door ask by the same scores."""
    officer = own_office.person(Role.COUNTY_OFFICER, COUNTY)
    list_id = made(officer, as_of=str(BEFORE), region=TOWNSHIP, capacity="12")
    issued(officer, list_id)
    cadre = own_office.person(Role.TOWNSHIP, TOWNSHIP)
    sent_out(officer, list_id, ["1"], user_id(own_office, f"township-{TOWNSHIP}"))
    (lead,) = cadre.get("/v1/leads").json()["items"]
    page = cadre.get(f"/leads/{lead['id']}/visit").text
    assert f"和 {BEFORE} 走访名单是同一次评分" in page
    assert f"截至{BEFORE}的记录" in page
    assert str(DAY) not in page
    # A later list that does not name it replaces the one that led here; people still go by that.
    later = made(officer, region=TOWNSHIP, capacity="1")
    issued(officer, later)
    named = officer.get(f"/v1/risk-lists/{later}/items").json()["items"][0]["household_id"]
    day = DAY if named == lead["household_id"] else BEFORE
    assert f"和 {day} 走访名单是同一次评分" in cadre.get(f"/leads/{lead['id']}/visit").text


def test_who_is_on_the_list_in_force_is_asked_by_it_whoever_reported_it(own_office: Office) -> None:
    officer = own_office.person(Role.COUNTY_OFFICER, COUNTY)
    cadre, lead = own_office.person(Role.VILLAGE, TOWNSHIP), dispatched_lead(own_office)
    household = cadre.get(f"/v1/leads/{lead}").json()["household_id"]
    assert f"按 {DAY} 的评分，不是走访名单上的" in cadre.get(f"/leads/{lead}/visit").text
    list_id = made(officer, as_of=str(BEFORE), region=TOWNSHIP, capacity="200")
    listed = {item["household_id"] for item in officer.get(f"/v1/risk-lists/{list_id}/items?limit=200").json()["items"]}
    assert household in listed
    assert f"按 {DAY} 的评分" in cadre.get(f"/leads/{lead}/visit").text, "a draft sends nobody"
    issued(officer, list_id)
    assert f"和 {BEFORE} 走访名单是同一次评分" in cadre.get(f"/leads/{lead}/visit").text

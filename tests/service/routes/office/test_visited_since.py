"""Whoever takes a list along is told who was visited since it was made, so that nobody goes twice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from service.jurisdiction import EVERYWHERE
from service.principal import Role
from service.routes.login import clock
from service.sheets.gathering import rows_to_visit
from service.store.repositories import lists
from service.store.tables import ListItem, Visit
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import TOWNSHIP, Office
from tests.service.routes.office.leads_at_work import user_id
from tests.service.routes.office.test_list_assigning import sent_out
from tests.service.routes.office.test_lists import issued, made
from tests.service.visits import today, visited_by_somebody

CARRIED = "上期在列，到名单日无走访记录，延续"


def listed_and_sent_out(office: Office, officer: TestClient) -> tuple[str, str, str]:
    """A list of the township whose first household was sent out: the list, the household's code, the lead."""
    list_id = made(officer, region=TOWNSHIP, capacity="12")
    issued(officer, list_id)
    cadre = office.person(Role.TOWNSHIP, TOWNSHIP)
    sent_out(officer, list_id, ["1"], user_id(office, f"township-{TOWNSHIP}"))
    (lead,) = cadre.get("/v1/leads").json()["items"]
    return list_id, str(lead["household_id"]), str(lead["id"])


def row_of(page: str, code: str) -> str:
    (row,) = [each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if code in each]
    return str(row)


def pages_of(officer: TestClient, list_id: str) -> tuple[str, str]:
    """The list on the desk and on paper."""
    return officer.get("/lists", params={"list": list_id}).text, officer.get(f"/lists/{list_id}/print").text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("unfounded", "已走访：不存在风险"), ("nobody_home", "去过：未见到人")],
)
def test_who_was_visited_since_is_marked_with_the_day_on_the_desk_and_on_paper(
    own_office: Office, own_officer: TestClient, verdict: str, words: str
) -> None:
    list_id, code, lead = listed_and_sent_out(own_office, own_officer)
    desk, paper = pages_of(own_officer, list_id)
    assert words not in desk + paper
    assert "其中1户" not in paper
    visited_by_somebody(own_office, lead, verdict)
    desk, paper = pages_of(own_officer, list_id)
    for page in (desk, paper, own_officer.get("/home").text):
        assert f"{today()} {words}" in row_of(page, code)
        assert page.count(words) == 1, "nobody else was visited"
    assert "其中1户在名单之后去过" in paper


def test_who_is_carried_over_and_visited_meanwhile_is_said_to_be(own_office: Office, own_officer: TestClient) -> None:
    list_id, code, lead = listed_and_sent_out(own_office, own_officer)
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, clock()) as work:
        of_it = ListItem.list_id == list_id, ListItem.household_id == code
        work.session.execute(update(ListItem).where(*of_it).values(slot="carried_over", is_new=False))
    visited_by_somebody(own_office, lead)
    row = row_of(pages_of(own_officer, list_id)[0], code)
    assert CARRIED in row
    assert f"{today()} 已走访：不存在风险" in row
    assert "上期未走访" not in row


@pytest.mark.parametrize(
    ("visited_on", "recorded_at", "slot", "told"),
    [
        # Made before the list's day and recorded after it: the list could not know.
        (
            dt.date(2024, 6, 20),
            dt.datetime(2024, 7, 2, tzinfo=dt.UTC),
            "score",
            "2024-06-20 已走访：不存在风险（2024-07-02 登记，名单没有计入）",
        ),
        # Ten o'clock in the evening of the list's day by the clocks of the world is the next day in the county.
        (
            DAY,
            dt.datetime(2024, 6, 30, 22, tzinfo=dt.UTC),
            "score",
            "2024-06-30 已走访：不存在风险（2024-07-01 登记，名单没有计入）",
        ),
        # Known in time: the list counts it, and lists the household all the same.
        (dt.date(2024, 6, 20), dt.datetime(2024, 6, 21, tzinfo=dt.UTC), "must_include", None),
        # Recorded in time, and the list says that it knows of none.
        (
            dt.date(2024, 6, 20),
            dt.datetime(2024, 6, 21, tzinfo=dt.UTC),
            "carried_over",
            "2024-06-20 已走访：不存在风险（2024-06-21 登记，名单没有计入）",
        ),
        # Before the list before.
        (dt.date(2024, 5, 20), dt.datetime(2024, 5, 21, tzinfo=dt.UTC), "carried_over", None),
    ],
)
def test_a_visit_of_which_the_list_does_not_know_is_told_with_the_day_it_was_recorded(
    own_office: Office,
    own_officer: TestClient,
    visited_on: dt.date,
    recorded_at: dt.datetime,
    slot: str,
    told: str | None,
) -> None:
    issued(own_officer, made(own_officer, as_of=str(BEFORE), region=TOWNSHIP, capacity="12"))
    list_id, code, lead = listed_and_sent_out(own_office, own_officer)
    visited_by_somebody(own_office, lead)
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, clock()) as work:
        work.session.execute(update(Visit).values(visited_on=visited_on, recorded_at=recorded_at))
        of_it = ListItem.list_id == list_id, ListItem.household_id == code
        work.session.execute(update(ListItem).where(*of_it).values(slot=slot))
    desk, paper = pages_of(own_officer, list_id)
    assert all((told or "已走访") in row_of(page, code) for page in (desk, paper)) is (told is not None)


def test_the_workbook_that_goes_to_the_village_says_so_too(own_office: Office, own_officer: TestClient) -> None:
    list_id, code, lead = listed_and_sent_out(own_office, own_officer)
    visited_by_somebody(own_office, lead)
    resources = own_office.app.state.resources
    with resources.door.database.reading(EVERYWHERE, clock()) as work:
        items = list(work.session.scalars(lists.every(list_id)))
        rows = rows_to_visit(work, resources.door.keyring, items, {}, list_id, "export_1")
    slots = {row.cells["code"]: str(row.cells["slot"]) for row in rows}
    assert f"；{today()} 已走访：不存在风险" in slots.pop(code)
    assert not any("已走访" in slot for slot in slots.values())

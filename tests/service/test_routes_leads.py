"""Leads over HTTP: reported by programs, moved by people, seen by whoever's places they are in."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, Literal

import pytest
from fastapi.testclient import TestClient

from service.client import ApiProblemError
from service.jurisdiction import EVERYWHERE
from service.local_time import day_of
from service.principal import Permission, Role
from service.routes.doing import now
from service.store.repositories.outbox import events_after
from tests.service.office import COUNTY, TOWNSHIP, Office

_numbers = count()


@pytest.fixture
def household(office: Office) -> str:
    """Another one for each story."""
    return office.households(TOWNSHIP)[next(_numbers)]


def report(household: str, **changes: Any) -> dict[str, Any]:
    return {
        "household_id": household,
        "source": "trigger",
        "reference": f"alert-{household}",
        "reported_on": str(day_of(now())),
        "risk_type": "illness",
        **changes,
    }


def reported(office: Office, household: str, **changes: Any) -> dict[str, Any]:
    answer = office.program().post("/v1/leads", json=report(household, **changes))
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


def test_a_report_opens_a_lead_and_another_joins_it(office: Office, household: str) -> None:
    program = office.client(office.program())
    first, again = (program.report_lead(report(household)) for _ in range(2))
    other = program.report_lead(report(household, source="self_report", reference="hotline-3", note="邻居说他家有病人"))
    assert [answer.status for answer in (first, again, other)] == [201, 200, 200]
    assert [answer.content.became.name for answer in (first, again, other)] == ["opened", "known", "joined"]
    assert first.headers["location"] == f"/v1/leads/{first.content.id}"
    lead = office.client(office.person(Role.COUNTY_OFFICER, COUNTY)).read_lead(first.content.id).content
    assert [each.source.name for each in lead.reports] == ["trigger", "self_report"]
    assert lead.reports[1].note == "邻居说他家有病人"
    assert lead.days_left == 15
    assert lead.colour
    assert lead.colour.zh == "正常"


def test_the_same_request_fifty_times_at_once_is_one_lead_and_one_event(office: Office, household: str) -> None:
    program, key = office.program(), {"Idempotency-Key": "one-of-fifty"}
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda _: program.post("/v1/leads", json=report(household), headers=key), range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    subject = f"lead:{answers[0].json()['id']}"
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        assert [event.kind for event in events_after(work, 0, 10_000) if event.subject == subject] == ["lead.received"]
    changed = program.post("/v1/leads", json=report(household, risk_type="other"), headers=key)
    assert (changed.status_code, changed.json()["type"]) == (409, "urn:fanpin:problem:idempotency-key-used")


def test_people_move_it_and_are_told_why_not(office: Office, household: str) -> None:
    lead_id = reported(office, household)["id"]
    officer, cadre = (
        office.client(office.person(role, place))
        for role, place in ((Role.COUNTY_OFFICER, COUNTY), (Role.VILLAGE, TOWNSHIP))
    )
    lead = officer.read_lead(lead_id)
    assert {each.move: each.open for each in lead.content.moves}["dispatch"]
    found = {"visited_on": day_of(now()), "verdict": "confirmed", "risk_types": ["illness", "labour_shortage"]}
    with pytest.raises(ApiProblemError) as early:
        cadre.record_visit(lead_id, found)
    assert early.value.status == 409
    assert "入户核查" in early.value.problems[0].message
    dispatch = {"move": "dispatch", "details": {"place": lead.content.region_code}}
    moved = officer.move_lead(lead_id, dispatch, if_match=lead.etag)
    assert (moved.content.state.name, moved.etag) == ("dispatched", '"v2"')
    assert cadre.record_visit(lead_id, found).content.state.zh == "核实有风险"
    (visit,) = officer.list_visits(household_id=household)
    assert (visit.verdict, visit.risk_types) == ("confirmed", ["illness", "labour_shortage"])


def test_all_that_is_wrong_with_a_move_is_told_at_once(office: Office, household: str) -> None:
    lead = f"/v1/leads/{reported(office, household)['id']}"
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    answer = officer.post(f"{lead}/moves", json={"move": "dispatch", "details": {"place": "99", "ground": 4}})
    assert answer.status_code == 422
    assert sorted(problem["path"] for problem in answer.json()["problems"]) == ["details.ground", "details.place"]
    unknown = officer.post(f"{lead}/moves", json={"move": "dispach"})
    assert "dispatch" in unknown.json()["problems"][0]["message"]


def test_who_saw_an_older_version_is_told(office: Office, household: str) -> None:
    lead = f"/v1/leads/{reported(office, household)['id']}"
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    seen = officer.get(lead).headers["etag"]
    place = officer.get(lead).json()["region_code"]
    body = {"move": "dispatch", "details": {"place": place}}
    assert officer.post(f"{lead}/moves", json=body, headers={"If-Match": seen}).status_code == 200
    late = officer.post(f"{lead}/moves", json=body, headers={"If-Match": seen})
    assert (late.status_code, late.headers["etag"]) == (412, '"v2"')


def test_a_program_moves_nothing_whatever_its_scopes(office: Office, household: str) -> None:
    lead = reported(office, household)
    answer = office.program().post(
        f"/v1/leads/{lead['id']}/moves", json={"move": "dispatch", "details": {"place": lead["region_code"]}}
    )
    assert answer.status_code == 409
    assert "其他" in answer.json()["problems"][0]["message"]


def test_elsewhere_the_lead_does_not_exist(office: Office, household: str) -> None:
    """The same answer as for one that nobody ever reported."""
    lead_id = reported(office, household)["id"]
    elsewhere = office.person(Role.COUNTY_OFFICER, "880101")
    for address in (lead_id, f"lead_{'0' * 26}"):
        answers = [
            elsewhere.get(f"/v1/leads/{address}"),
            elsewhere.post(f"/v1/leads/{address}/moves", json={"move": "close"}),
            elsewhere.put(f"/v1/leads/{address}/assignee", json={"assigned_to": None}),
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1
    unknown = elsewhere.post("/v1/leads", json=report(household))
    nobody = elsewhere.post("/v1/leads", json=report("nobody"))
    assert (unknown.status_code, unknown.text) == (404, nobody.text)
    assert elsewhere.get("/v1/leads").json()["items"] == []
    assert elsewhere.get("/v1/visits").json()["items"] == []
    assert elsewhere.get("/v1/leads/counts").json()["by_state"]["received"] == 0


def test_the_board_is_read_page_by_page(office: Office, household: str) -> None:
    reported(office, household)
    somebody = office.person(Role.COUNTY_OFFICER, COUNTY)
    officer = office.client(somebody)
    for _ in range(2):
        reported(office, office.households(TOWNSHIP)[next(_numbers)])
    everybody = sorted(lead.id for lead in officer.list_leads(limit=500))
    orders: tuple[Literal["urgency", "newest", "place"], ...] = ("urgency", "newest", "place")
    for order in orders:
        assert sorted(lead.id for lead in officer.list_leads(limit=2, order=order)) == everybody
    wrong = somebody.get("/v1/leads", params={"cursor": "x", "order": "place"})
    assert (wrong.status_code, wrong.json()["problems"][0]["path"]) == (422, "cursor")
    assert [lead.household_id for lead in officer.list_leads(household_id=household)] == [household]
    assert list(officer.list_leads(overdue=True)) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"reference": "张三的线索"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"source": "rumour"}, "source"),
        ({"reported_on": "2026-1-5"}, "reported_on"),
        ({"reported_on": "9999-01-01"}, "reported_on"),
        ({"state": "removed"}, "state"),
        ({"reported_by": "somebody else"}, "reported_by"),
        ({"severe": "yes"}, "severe"),
        ({"household_id": 7}, "household_id"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_is_wrong_with_a_report_is_told_by_its_path(
    office: Office, household: str, change: dict[str, Any], path: str
) -> None:
    answer = office.program().post("/v1/leads", json=report(household, **change))
    assert answer.status_code == 422
    assert path in [problem["path"] for problem in answer.json()["problems"]]
    assert office.program().get("/v1/leads", params={"household_id": household}).json()["items"] == []


def test_a_key_without_the_scope_does_nothing(office: Office, household: str) -> None:
    reader = office.program(Permission.READ_LEADS)
    assert reader.post("/v1/leads", json=report(household)).status_code == 403
    assert reader.get("/v1/leads", params={"household_id": household}).json()["items"] == []
    assert TestClient(office.app).post("/v1/leads", json=report(household)).status_code == 401


def test_a_lead_is_given_to_somebody(office: Office, household: str) -> None:
    lead_id = reported(office, household)["id"]
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    somebody = f"user_{'1' * 26}"
    given = officer.put(f"/v1/leads/{lead_id}/assignee", json={"assigned_to": somebody})
    assert (given.status_code, given.json()["assigned_to"], given.json()["version"]) == (200, somebody, 2)
    assert [lead["id"] for lead in officer.get("/v1/leads", params={"assigned_to": somebody}).json()["items"]] == [
        lead_id
    ]
    assert dt.date.fromisoformat(given.json()["due_on"]) > day_of(now())

"""Leads that wait for a visit, and what is recorded of them: for the stories of the page and of the browser."""

from __future__ import annotations

from itertools import count
from typing import Any

from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from tests.service.office import COUNTY, TOWNSHIP, Office

_numbers = count(40)


def today() -> str:
    """The day in the county."""
    return day_of(now()).isoformat()


def dispatched_lead(office: Office) -> str:
    """A lead of another household for each story, which waits for its visit."""
    household = office.households(TOWNSHIP)[next(_numbers) % len(office.households(TOWNSHIP))]
    report = {
        "household_id": household,
        "source": "trigger",
        "reference": f"alert-{household}",
        "reported_on": today(),
        "risk_type": "illness",
    }
    answer = office.program().post("/v1/leads", json=report)
    assert answer.status_code == 201, answer.text
    lead = answer.json()
    dispatch = {"move": "dispatch", "details": {"place": lead["region_code"]}}
    moved = office.person(Role.COUNTY_OFFICER, COUNTY).post(f"/v1/leads/{lead['id']}/moves", json=dispatch)
    assert moved.status_code == 200, moved.text
    return str(lead["id"])


def visits_of(office: Office, lead_id: str) -> list[dict[str, Any]]:
    """Every visit that is recorded of a lead."""
    answer = office.program().get("/v1/visits", params={"lead_id": lead_id})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def visits_on_record(office: Office, household: str) -> list[dict[str, Any]]:
    """Every visit that is recorded of a household."""
    answer = office.program().get("/v1/visits", params={"household_id": household})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def steps_of(office: Office, lead_id: str) -> list[dict[str, Any]]:
    """Every step of a lead, with its words."""
    return list(office.person(Role.COUNTY_OFFICER, COUNTY).get(f"/v1/leads/{lead_id}").json()["steps"])


def visited_by_somebody(office: Office, lead_id: str, verdict: str = "unfounded", **more: str) -> None:
    """Somebody of the township records a visit over the API."""
    found = {"visited_on": today(), "verdict": verdict, **more}
    if verdict == "unfounded":
        found["unfounded_reason"] = "no_risk"
    answer = office.person(Role.TOWNSHIP, TOWNSHIP).post(f"/v1/leads/{lead_id}/visits", json=found)
    assert answer.status_code == 200, answer.text

"""Leads for the stories of pages: reported, brought as far as a story needs, and the forms of a page sent as a browser sends them."""

from __future__ import annotations

import html
import re
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from service.jurisdiction import EVERYWHERE
from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from service.store.repositories.users import user_named
from tests.service.office import COUNTY, TOWNSHIP, Office

TODAY = str(day_of(now()))
PAGE = {"accept": "text/html"}


def without_a_lead(office: Office, place: str) -> str:
    """Another household of a place each time, and none that has a lead already."""
    officer = office.program()
    plain = (code for code in office.households(place) if code.isdecimal())
    return next(code for code in plain if not officer.get("/v1/leads", params={"household_id": code}).json()["items"])


def reported(office: Office, place: str = TOWNSHIP, **changes: Any) -> dict[str, Any]:
    """The lead of another household each time."""
    household = without_a_lead(office, place)
    report = {"household_id": household, "source": "trigger", "reference": f"r-{household}", "reported_on": TODAY}
    answer = office.program().post("/v1/leads", json={**report, "risk_type": "illness", **changes})
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


def moved(somebody: TestClient, lead_id: str, move: str, **details: Any) -> None:
    answer = somebody.post(f"/v1/leads/{lead_id}/moves", json={"move": move, "details": details})
    assert answer.status_code == 200, answer.text


def reviewed(office: Office) -> dict[str, Any]:
    """A lead whose village has decided."""
    lead = reported(office)
    place, lead_id = lead["region_code"], lead["id"]
    officer, cadre = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.VILLAGE, place)
    moved(officer, lead_id, "dispatch", place=place)
    moved(cadre, lead_id, "visit", visited_on=TODAY, verdict="confirmed", risk_types=["illness"])
    moved(officer, lead_id, "compare", comparison="consistent")
    moved(cadre, lead_id, "review", met_on=TODAY, participants=90, review_result="passed")
    return lead


def user_id(office: Office, name: str) -> str:
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        user = user_named(work, name)
        assert user is not None
        return user.id


def form_in(page: str, action: str, holds: str = "") -> dict[str, Any]:
    """The hidden fields of the form that leads somewhere, and has something in it."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    (form,) = [each for each in forms if holds in each]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return {name: values if name == "shown" else values[0] for name, values in fields.items()}


def sent(
    browser: TestClient, page: str, action: str, fields: dict[str, Any], *, holds: str = "", at: str | None = None
) -> Response:
    """Open a page, fill its form in, and send it."""
    hidden = form_in(browser.get(page).text, action, holds)
    return browser.post(at or action, data={**hidden, **fields}, headers=PAGE)


def move_sent(browser: TestClient, lead_id: str, move: str, fields: dict[str, Any]) -> Response:
    """Send the form of a move."""
    page = f"/leads/{lead_id}"
    return sent(browser, page, f"{page}/moves", fields, holds=f'value="{move}"')

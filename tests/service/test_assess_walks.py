"""The walks of docs/architecture.md that end in an answer and in a page are walked: by the steps that are written there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from models.risk_model import RiskModel
from service.app import create_app
from service.principal import Role
from service.rounds import runs
from service.settings import Settings
from tests.house.walks import Calls, calls_here, first_named
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, Office
from tests.service.people import CHEAP, code_for, key_of

ANSWER = "From a day to an answer"
PAGE = "From a score to a page"


@pytest.fixture(scope="module")
def watched(settings: Settings, model: RiskModel) -> Iterator[tuple[FastAPI, TestClient, Calls]]:
    """A service whose threads are watched from their beginning, and somebody who asks it."""
    app = create_app(settings, model, CHEAP)
    key = key_of(app, "watched")
    with calls_here(watching=False) as calls, TestClient(app, headers={"X-API-Key": key}) as client:
        yield app, client, calls


def test_a_day_becomes_an_answer_by_the_steps_of_the_page(watched, households: list[str]) -> None:
    _, client, calls = watched
    # Villages are counted once for a month, by whoever asks first.
    client.get(f"/v1/households/{households[1]}/assessment", params={"as_of": "2024-05-31"})
    calls.watching = True
    answer = client.get(f"/v1/households/{households[0]}/assessment", params={"as_of": "2024-05-31"})
    calls.watching = False
    assert answer.status_code == 200
    assert calls.of(first_named(ANSWER)) == first_named(ANSWER)


def test_a_score_becomes_a_page_by_the_steps_of_the_page(own_office: Office) -> None:
    code = own_office.households()[0]
    with calls_here(watching=False) as calls, TestClient(own_office.app, follow_redirects=False) as officer:
        officer.get("/login", params={"code": code_for(own_office.app, Role.COUNTY_OFFICER, "")})
        calls.forget()
        calls.watching = True
        runs(own_office.app.state.resources)
        made = officer.post("/v1/risk-lists", json={"region": COUNTY, "as_of": str(DAY), "capacity": 9})
        assert officer.post(f"/v1/risk-lists/{made.json()['id']}/issue").status_code == 200
        listed = officer.get("/lists")
        page = officer.get(f"/households/{code}", params={"as_of": str(DAY)})
        calls.watching = False
    assert (listed.status_code, page.status_code) == (200, 200)
    assert calls.of(first_named(PAGE)) == first_named(PAGE)

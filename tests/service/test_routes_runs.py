"""Runs and lists over HTTP: made from what was scored, read page by page, issued once."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from models.score import in_order_of_list
from service.principal import Permission, Role
from service.rounds import runs
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import COUNTY, TOWNSHIP, Office


def pages(client: TestClient, address: str, **asked: Any) -> list[dict[str, Any]]:
    rows, cursor = [], None
    while True:
        answer = client.get(address, params={**asked, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        rows += answer.json()["items"]
        cursor = answer.json()["next"]
        if cursor is None:
            return rows


@pytest.fixture
def officer(office: Office) -> TestClient:
    return office.person(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture
def run_id(officer: TestClient) -> str:
    (run,) = pages(officer, "/v1/scoring-runs", as_of=str(DAY))
    return str(run["id"])


def test_kept_runs_are_taken_up(office: Office, officer: TestClient) -> None:
    seen = pages(officer, "/v1/scoring-runs")
    assert [(run["as_of"], run["state"]) for run in seen] == [(str(DAY), "complete"), (str(BEFORE), "complete")]
    assert seen[0]["kept_as"] == office.kept.run.id
    assert officer.get(f"/v1/scoring-runs/{seen[0]['id']}").json() == seen[0]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, pl.lit(value=True)),
        ({"band": "high"}, pl.col("band") == "high"),
        ({"household_type": "lifted_out"}, pl.col("household_type") == "lifted_out"),
        ({"region": TOWNSHIP}, pl.col("region_code").str.starts_with(TOWNSHIP)),
        ({"household": "9901010000000000001"}, pl.col("household_id").str.starts_with("9901010000000000001")),
        ({"risk_type": "illness"}, pl.col("risk_types").list.first().struct.field("risk_type") == "illness"),
    ],
)
def test_everybody_is_read_filtered_page_by_page(
    office: Office, officer: TestClient, run_id: str, asked: dict[str, str], wanted: pl.Expr
) -> None:
    scores = office.kept.run.scores.filter(wanted).sort("rank")
    there = pages(officer, f"/v1/scoring-runs/{run_id}/assessments", limit=37, **asked)
    assert [(row["household_id"], row["rank"], row["raw_score"]) for row in there] == list(
        scores.select("household_id", "rank", "raw_score").iter_rows()
    )


def test_a_township_sees_its_own(office: Office, run_id: str) -> None:
    cadre = office.person(Role.TOWNSHIP, TOWNSHIP)
    there = pages(cadre, f"/v1/scoring-runs/{run_id}/assessments", order="household_id")
    assert [row["household_id"] for row in there] == office.households(TOWNSHIP)
    assert pages(cadre, f"/v1/scoring-runs/{run_id}/assessments", region="990101002") == []


def test_a_list_is_made_read_and_issued_once(office: Office, officer: TestClient) -> None:
    made = officer.post("/v1/risk-lists", json={"as_of": str(DAY)})
    again = officer.post("/v1/risk-lists", json={"as_of": str(DAY)})
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    head, address = made.json(), made.headers["location"]
    items = pages(officer, f"{address}/items", limit=7)
    listed = in_order_of_list(office.kept.run.scores, office.kept.run.issued)
    assert [item["household_id"] for item in items] == listed["household_id"].to_list()
    assert head["items"] == len(items)
    assert officer.get(address).headers["etag"] == '"v1"'
    issued = officer.post(f"{address}/issue", headers={"If-Match": '"v1"'})
    assert (issued.status_code, issued.json()["state"]) == (200, "issued")
    # Asked for again, it is the issued one; issued again, it is as it was.
    assert officer.post("/v1/risk-lists", json={"as_of": str(DAY)}).json() == issued.json()
    assert officer.post(f"{address}/issue").json() == issued.json()
    assert pages(officer, f"{address}/items", limit=50) == items
    other = officer.post("/v1/risk-lists", json={"as_of": str(DAY), "capacity": 5}).headers["location"]
    refused = officer.post(f"{other}/issue")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:fanpin:problem:list-issued")
    assert head["id"] in refused.json()["detail"]


def test_a_township_reads_its_part_of_the_county_s_list(office: Office, officer: TestClient) -> None:
    address = officer.post("/v1/risk-lists", json={"as_of": str(DAY)}).headers["location"]
    cadre = office.person(Role.TOWNSHIP, TOWNSHIP)
    there = pages(cadre, f"{address}/items")
    assert {item["region_code"][:9] for item in there} == {TOWNSHIP}
    head = cadre.get(address).json()
    assert head["items"] == len(there)
    # What is said of everybody's places is not theirs to know.
    assert head["facts"] == {}
    assert cadre.post(f"{address}/issue").status_code == 403
    elsewhere = office.person(Role.COUNTY_OFFICER, "880101")
    unknown = elsewhere.get(f"/v1/risk-lists/list_{'0' * 26}")
    for answer in (elsewhere.get(address), elsewhere.get(f"{address}/items"), elsewhere.post(f"{address}/issue")):
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert pages(elsewhere, "/v1/risk-lists") == []


def test_a_list_of_others_places_is_not_made(office: Office) -> None:
    cadre = office.person(Role.TOWNSHIP, TOWNSHIP)
    others = cadre.post("/v1/risk-lists", json={"region": "990101002", "as_of": str(DAY)})
    unscored = cadre.post("/v1/risk-lists", json={"as_of": "2023-01-31"})
    assert (others.status_code, others.text) == (404, unscored.text)


def test_two_lists_are_compared(office: Office, officer: TestClient) -> None:
    before, after = (
        officer.post("/v1/risk-lists", json={"as_of": str(day), "region": TOWNSHIP, "capacity": 12}).json()
        for day in (BEFORE, DAY)
    )
    numbers = [
        {item["household_id"]: item["number"] for item in pages(officer, f"/v1/risk-lists/{one['id']}/items")}
        for one in (before, after)
    ]
    changes = officer.get(f"/v1/risk-lists/{after['id']}/changes", params={"since": before["id"]}).json()
    assert set(changes["entered"]) == numbers[1].keys() - numbers[0].keys()
    assert set(changes["left"]) == numbers[0].keys() - numbers[1].keys()
    stayed = {one for one in numbers[0].keys() & numbers[1].keys() if numbers[0][one] == numbers[1][one]}
    assert changes["stayed"] == len(stayed)
    assert set(changes["moved"]) == (numbers[0].keys() & numbers[1].keys()) - stayed


def test_a_run_is_asked_for_and_scored_in_the_background(own_office: Office) -> None:
    data = own_office.person(Role.DATA_STAFF)
    asked = data.post("/v1/scoring-runs", json={"as_of": "2024-04-30"}, headers={"Idempotency-Key": "april"})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    address = asked.headers["location"]
    assert data.get(f"{address}/assessments").status_code == 404
    assert asked.json()["id"] in runs(own_office.app.state.resources)
    done = data.get(address).json()
    assert (done["state"], done["as_of"]) == ("complete", "2024-04-30")
    assert done["scored"] == len(pages(data, f"{address}/assessments", limit=500))
    again = data.post("/v1/scoring-runs", json={"as_of": "2024-04-30"})
    assert (again.status_code, again.json()["id"]) == (200, done["id"])
    assert own_office.program(Permission.READ_HOUSEHOLDS).post("/v1/scoring-runs", json={}).status_code == 403

"""What the case system gets: answers, lists, the model, and what OpenAPI and the documentation say of them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.store import RecordStore
from models.answers import scored_answers
from models.assessed import ASSESSMENT
from models.lists import State, issue_by_policy
from models.reasons import in_words
from models.risk_model import RiskModel
from models.score import ScoredDay, score
from service.example import EXAMPLE_ANSWER, EXAMPLE_HOUSEHOLD
from service.scored_days import ScoredDays
from tests.service.conftest import AS_OF, FIRST_DAY, LAST_DAY

NUMBERS = ("probability", "raw_score", "base_value", "contribution")


@pytest.fixture(scope="session")
def scored(model: RiskModel, store: RecordStore, policy: Policy) -> ScoredDay:
    """The batch of the day."""
    return score(model, store, policy, AS_OF)


@pytest.fixture(scope="session")
def everybody(scored: ScoredDay) -> pl.DataFrame:
    """Its scores, in words."""
    return in_words(scored.households)


def test_without_a_day_the_last_delivery_counts(client: TestClient, households: list[str]) -> None:
    address = f"/v1/households/{households[0]}/assessment"
    for answer in (client.get(address), client.get(address, params={"as_of": ""})):
        assert answer.json()["as_of"] == str(LAST_DAY)


def test_an_unknown_household_is_not_found(client: TestClient) -> None:
    answer = client.get("/v1/households/nobody/assessment")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:fanpin:problem:unknown-household"


def test_a_monitored_household_has_a_standing_and_no_number(client: TestClient, monitored: str) -> None:
    answer = client.get(f"/v1/households/{monitored}/assessment", params={"as_of": str(AS_OF)})
    assert answer.status_code == 409
    assert answer.json()["standing"] == "monitored"
    assert not any(number in answer.text for number in NUMBERS)
    # The day before the office identified it, it was a household like the others.
    before = client.get(f"/v1/households/{monitored}/assessment", params={"as_of": "2023-05-04"})
    assert before.status_code == 200


def test_a_document_that_describes_nobody_is_out_of_scope(client: TestClient) -> None:
    records = {**EXAMPLE_HOUSEHOLD["records"], "households": []}
    answer = client.post("/v1/assessments", json={**EXAMPLE_HOUSEHOLD, "records": records})
    assert (answer.status_code, answer.json()["standing"]) == (409, "unknown")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"as_of": "2024-6-30"}, "as_of"),
        ({"as_of": "today"}, "as_of"),
        ({"as_of": str(FIRST_DAY - dt.timedelta(days=1))}, "as_of"),
        ({"as_of": "2025-03-06"}, "as_of"),  # half a year, the model's horizon, after the last delivery
        ({"as_off": "2024-06-30"}, "as_off"),
    ],
)
def test_a_day_that_cannot_be_asked_for(
    client: TestClient, households: list[str], asked: dict[str, str], path: str
) -> None:
    for address in (f"/v1/households/{households[0]}/assessment", "/v1/risk-lists/preview"):
        answer = client.get(address, params=asked)
        assert answer.status_code == 422
        assert [problem["path"] for problem in answer.json()["problems"]] == [path]


def test_the_last_day_that_can_be_asked_for(client: TestClient, households: list[str]) -> None:
    answer = client.get(f"/v1/households/{households[0]}/assessment", params={"as_of": "2025-03-05"})
    assert answer.status_code == 200


def test_so_many_visits_in_a_region_are_the_list_that_training_would_measure(
    client: TestClient, scored: ScoredDay, everybody: pl.DataFrame, households: list[str], policy: Policy
) -> None:
    region = everybody["region_code"][0][:9]
    answer = client.get("/v1/risk-lists/preview", params={"region": region, "as_of": str(AS_OF), "capacity": 7}).json()
    there = everybody.filter(pl.col("region_code").str.starts_with(region))
    assert 7 < there.height < everybody.height
    listed = issue_by_policy(there, policy, scored.state.of(there), visits=7).listed
    assert households[5] not in listed["household_id"], "it rests"
    expected = there.join(listed.select("household_id", "slot"), on="household_id").sort("rank")
    assert [row["household_id"] for row in answer["households"]] == expected["household_id"].to_list()
    assert [row["rank"] for row in answer["households"]] == list(range(1, 8))
    assert answer["households_in_scope"] == there.height
    assert [row["reasons"] for row in answer["households"]] == [row["reasons"] for row in scored_answers(expected)]
    assert [row["slot"]["name"] for row in answer["households"]] == expected["slot"].to_list()
    assert answer["left_out"]["resting"] == answer["resting"]


def test_without_a_capacity_each_township_gets_what_the_policy_gives_it(
    client: TestClient, scored: ScoredDay, everybody: pl.DataFrame, policy: Policy
) -> None:
    asked = {"region": "", "as_of": str(AS_OF), "capacity": ""}
    answer = client.get("/v1/risk-lists/preview", params=asked).json()
    expected = issue_by_policy(everybody, policy, scored.state).listed
    listed = {row["household_id"] for row in answer["households"]}
    assert listed == set(expected["household_id"])
    assert len(listed) == everybody.height // 100 == 2
    assert (answer["capacity"], answer["resting"]) == (None, 1)
    assert {"visits_per_hundred_households", "cool_down_months"} <= set(answer["policy_examples"])
    # A part of the county has its part of the same list, be it empty.
    villages = [
        client.get("/v1/risk-lists/preview", params={**asked, "region": village}).json()["households"]
        for village in everybody["region_code"].unique()
    ]
    assert {row["household_id"] for village in villages for row in village} == listed
    assert all(row["rank"] == place for village in villages for place, row in enumerate(village, 1))
    assert [] in villages


def test_who_was_visited_lately_is_not_listed_and_counted_as_resting(
    client: TestClient, everybody: pl.DataFrame, households: list[str]
) -> None:
    """A visit of May became known in June; six months later, or before it was known, it keeps nobody from the list."""
    asked: dict[str, str | int] = {"capacity": 1000}
    visited = households[5]
    for day, resting in (("2024-06-02", 0), (str(AS_OF), 1), ("2024-11-19", 1), ("2024-11-20", 0)):
        answer = client.get("/v1/risk-lists/preview", params={**asked, "as_of": day}).json()
        listed = {row["household_id"] for row in answer["households"]}
        assert (answer["resting"], visited in listed) == (resting, not resting), day
        assert len(listed) == answer["households_in_scope"] - resting
    assert visited in set(everybody["household_id"])
    elsewhere = next(code for code in everybody["region_code"] if code[:9] != "990101002")
    assert (
        client.get("/v1/risk-lists/preview", params={"region": elsewhere[:9], "as_of": str(AS_OF)}).json()["resting"]
        == 0
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"region": "9"},
        {"region": "99010x"},
        {"region": "9901010000001"},
        {"capacity": "0"},
        {"capacity": "1.5"},
        {"capacity": "many"},
        {"capacity": "10001"},
        {"format": "pdf"},
    ],
)
def test_a_list_that_cannot_be_asked_for(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/v1/risk-lists/preview", params={"as_of": str(AS_OF), **asked})
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["problems"]] == list(asked)


def test_a_day_is_scored_once_until_something_changes(
    model: RiskModel, store: RecordStore, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[tuple[str, dt.date]] = []

    def counting(model: RiskModel, *others: Any, **more: Any) -> ScoredDay:
        scored.append((model.version, others[2]))
        nobody = pl.DataFrame(schema={**ASSESSMENT, "rank": pl.Int64})
        return ScoredDay(nobody, pl.DataFrame(schema=IMPOSSIBLE), State())

    monkeypatch.setattr("service.scored_days.score", counting)
    kept = ScoredDays(keep=2)
    may, june, july = (dt.date(2024, month, 1) for month in (5, 6, 7))
    for day in (june, june, july, june):
        kept.of(model, store, policy, day)
    assert scored == [("3", june), ("3", july)]
    kept.of(model.with_version("4"), store, policy, june)
    assert scored[-1] == ("4", june)
    kept.of(model, store, policy, may)
    kept.of(model, store, policy, july)
    assert scored[-1] == ("3", july), "the day asked for longest ago gave way"


def test_the_model_says_what_it_is(client: TestClient, model: RiskModel) -> None:
    said = client.get("/v1/model").json()
    assert (said["name"], said["version"], said["horizon_months"]) == ("fanpin-entry", "3", 6)
    assert said["fingerprint"] == model.fingerprint
    assert said["feature_count"] == len(said["features"]) == len(model.features)
    assert said["trained"]["parts"]["train"]["first"] == "2022-12-31"
    examples = {value["name"]: value for value in said["policy_examples"]}
    assert examples["monitoring_line"]["steps"][0]["value"] > 0


def test_openapi_shows_an_example_that_works(app: FastAPI, client: TestClient) -> None:
    paths = app.openapi()["paths"]
    body = paths["/v1/assessments"]["post"]["requestBody"]["content"]["application/json"]
    for example in body["examples"].values():
        assert client.post("/v1/assessments", json=example["value"]).status_code == 200
    for path in ("/v1/households/{household_id}/assessment", "/v1/risk-lists/preview"):
        get = paths[path]["get"]
        assert get["responses"]["200"]["content"]["application/json"]["example"]
        assert all(parameter["schema"] for parameter in get["parameters"])


def test_answers_have_the_form_that_their_examples_show(
    app: FastAPI, client: TestClient, households: list[str]
) -> None:
    paths = app.openapi()["paths"]
    for path, asked in (
        ("/v1/households/{household_id}/assessment", {"as_of": str(AS_OF)}),
        ("/v1/risk-lists/preview", {"as_of": str(AS_OF)}),
    ):
        example = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"]
        answer = client.get(path.format(household_id=households[0]), params=asked).json()
        assert list(answer) == list(example)


def test_the_documentation_names_every_address_and_its_examples_work(app: FastAPI, client: TestClient) -> None:
    text = Path("docs/api.md").read_text(encoding="utf-8")
    for path, methods in app.openapi()["paths"].items():
        assert all(f"`{method.upper()} {path}`" in text for method in methods)
    sent = json.loads(text.partition("<<'JSON'\n")[2].partition("\nJSON")[0])
    answer = client.post("/v1/assessments", json=sent)
    assert answer.status_code == 200
    shown = json.loads(text.partition("```json\n")[2].partition("```")[0])
    assert shown == EXAMPLE_ANSWER
    assert list(answer.json()) == list(shown)

"""What villages tell, for a household that is sent and for one that is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.registry import features
from models.answers import assessing
from models.assess import assess_household
from models.assessed import Assessed
from models.risk_model import RiskModel
from service.documents import document_of
from tests.service.conftest import AS_OF

BETWEEN = "2024-07-15"


@pytest.fixture(scope="module")
def household(households: list[str]) -> str:
    return households[3]


def test_between_ends_of_months_a_document_is_as_the_store(
    client: TestClient, county: dict[str, pl.DataFrame], household: str
) -> None:
    document = {**document_of(county, household, AS_OF), "as_of": BETWEEN}
    sent = client.post("/v1/assessments", json=document)
    stored = client.get(f"/v1/households/{household}/assessment", params={"as_of": BETWEEN})
    assert sent.status_code == stored.status_code == 200, (sent.text, stored.text)
    answers = sent.json(), stored.json()
    for answer in answers:
        del answer["made_from"]
    assert answers[0] == answers[1]


def test_what_is_counted_is_kept_in_the_store(client: TestClient, store: RecordStore, household: str) -> None:
    client.get(f"/v1/households/{household}/assessment", params={"as_of": BETWEEN})
    assert (Path(store.path) / "context" / "2024-06-30.parquet").exists()


def test_a_household_that_the_store_does_not_know_has_its_neighbours_too(
    client: TestClient, county: dict[str, pl.DataFrame], household: str
) -> None:
    document = document_of(county, household, AS_OF) | {"household_id": "unheard of"}
    for rows in document["records"].values():
        for row in rows:
            row.pop("household_id", None)
    assert client.post("/v1/assessments", json=document).status_code == 200
    elsewhere = [{**row, "region_code": "110101001001"} for row in document["records"]["households"]]
    abroad = {**document, "records": {**document["records"], "households": elsewhere}}
    assert client.post("/v1/assessments", json=abroad).status_code == 200


def test_what_a_document_says_of_its_household_does_not_move_the_village(
    client: TestClient,
    county: dict[str, pl.DataFrame],
    household: str,
    policy: Policy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The neighbours are the same whether the case system knows of an illness or not: the store's word of it is no neighbour's."""
    rates: list[dict[str, object]] = []

    def recorded(model: RiskModel, records: Records, index: pl.DataFrame, policy: Policy, **around: Any) -> Assessed:
        villages = [name for name in features() if name.startswith("village_")]
        rates.append(feature_frame(records, index, policy, villages).select(villages).row(0, named=True))
        return assess_household(model, records, index, policy, **around)

    monkeypatch.setattr(assessing, "assess_household", recorded)
    whole = document_of(county, household, AS_OF)
    healthy = {**whole, "records": {**whole["records"], "illness": []}}
    assert whole["records"]["illness"]
    assert [client.post("/v1/assessments", json=sent).status_code for sent in (whole, healthy)] == [200, 200]
    assert rates[0] == rates[1]
    assert rates[0]["village_illness_rate"] is not None


@pytest.mark.parametrize("as_of", ["2021-12-31", "2025-03-31"])
def test_a_day_of_which_the_store_knows_nothing_is_refused(
    client: TestClient, county: dict[str, pl.DataFrame], household: str, as_of: str
) -> None:
    document = {**document_of(county, household, AS_OF), "as_of": as_of}
    answer = client.post("/v1/assessments", json=document)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["path"] == "as_of"
    assert "probability" not in answer.text

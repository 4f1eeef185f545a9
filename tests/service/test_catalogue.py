"""The catalogue through the API: the same as on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from features.catalogue.document import document, summary
from features.catalogue.entry import entries, entry
from features.policy.loading import Policy
from features.registry import features
from tests.service.conftest import LAST_DAY


def test_the_list_is_the_catalogue(client: TestClient) -> None:
    assert client.get("/v1/features").json() == {"features": [summary(one) for one in entries()]}
    chosen = client.get("/v1/features", params={"domain": "illness", "risk_type": ""}).json()["features"]
    assert {one["domain"] for one in chosen} == {"illness"}


@pytest.mark.parametrize("name", sorted(features())[::9])
def test_one_feature_is_its_document(client: TestClient, policy: Policy, name: str) -> None:
    answer = client.get(f"/v1/features/{name}", params={"as_of": "2023-12-31"})
    assert answer.status_code == 200, answer.text
    assert answer.json() == document(entry(name), policy, dt.date(2023, 12, 31))


def test_without_a_day_the_policy_is_that_of_the_last_delivery(client: TestClient, policy: Policy) -> None:
    asked = client.get("/v1/features/income_to_line", params={"region": "990101"}).json()
    assert asked == document(entry("income_to_line"), policy, LAST_DAY, "990101")


def test_a_feature_or_domain_that_does_not_exist_is_not_found(client: TestClient) -> None:
    answer = client.get("/v1/features/self_paid_12_m")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:fanpin:problem:unknown-feature"
    assert "self_paid_12m" in answer.json()["detail"]
    assert "self_paid_12_m" not in answer.text
    assert client.get("/v1/features", params={"domain": "conjured"}).status_code == 404


@pytest.mark.parametrize("asked", [{"risk_type": "bad luck"}, {"domian": "illness"}])
def test_a_part_that_cannot_be_asked_for(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/v1/features", params=asked)
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["problems"]] == list(asked)


@pytest.mark.parametrize("asked", [{"as_of": "2024-6-30"}, {"region": "9"}])
def test_a_day_or_place_that_cannot_be_asked_for(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/v1/features/persons", params=asked).status_code == 422


def test_the_key_is_asked_for(stranger: TestClient) -> None:
    for address in ("/v1/features", "/v1/features/persons"):
        assert stranger.get(address).status_code == 401


def test_the_list_needs_no_model(service_of: Callable[..., TestClient]) -> None:
    assert service_of(None).get("/v1/features").status_code == 200

"""A list of the API names what it was made from: a run that is kept from the same is the same list, and can be made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.provenance.storage import FOLDER, MODELS, POLICIES
from models.risk_model import RiskModel
from models.runs import MadeFrom, make_run
from tests.service.conftest import AS_OF


@pytest.mark.parametrize("asked", [{}, {"capacity": 9, "region": "990101001"}])
def test_a_run_of_what_a_list_names_is_that_list(
    asked: dict[str, Any],
    store: RecordStore,
    model: RiskModel,
    policy: Policy,
    service_of: Callable[..., TestClient],
    tmp_path: Path,
) -> None:
    records = tmp_path / "records"
    shutil.copytree(store.path, records, ignore=shutil.ignore_patterns(FOLDER))
    service = service_of(model, records=records)
    service.app.state.resources.champion.load()  # type: ignore[attr-defined]
    answer = service.get("/v1/risk-lists/preview", params={"as_of": str(AS_OF), **asked}).json()
    assert all(any((records / FOLDER / kept).iterdir()) for kept in (MODELS, POLICIES))
    run = make_run(
        model,
        RecordStore.open(records),
        policy,
        AS_OF,
        visits=asked.get("capacity"),
        region=asked.get("region", ""),
    )
    assert MadeFrom.from_dict(answer["made_from"]).id == run.id
    listed = [household["household_id"] for household in answer["households"]]
    assert len(listed) > 1
    assert sorted(listed) == run.listed["household_id"].sort().to_list()

"""One household gets one answer, whoever asks: a document, the store, the batch."""

from __future__ import annotations

import polars as pl
from fastapi.testclient import TestClient

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.triggers.evaluating import screen
from models.reasons import in_words
from models.risk_model import RiskModel
from models.score import score
from service.documents import document_of
from tests.service.conftest import AS_OF


def test_document_store_and_batch_agree_to_the_last_bit(
    client: TestClient, store: RecordStore, model: RiskModel, policy: Policy, county: dict[str, pl.DataFrame]
) -> None:
    batch = in_words(score(model, store, policy, AS_OF).households).sort("household_id")
    asked = batch.gather_every(16)
    screening: dict[str, list[dict[str, object]]] = {}
    for expected in asked.to_dicts():
        household = expected["household_id"]
        sent = client.post("/v1/assessments", json=document_of(county, household, AS_OF))
        stored = client.get(f"/v1/households/{household}/assessment", params={"as_of": str(AS_OF)})
        assert stored.status_code == 200, stored.text
        from_store = stored.json()
        if not from_store["rests_on"]["tables"][1]["rows"]:
            # The list has it all the same; a document is asked for its members.
            assert sent.status_code == 422
            continue
        assert sent.status_code == 200, sent.text
        from_document = sent.json()
        del expected["rank"]
        expected["as_of"] = str(AS_OF)
        assert from_document == from_store
        screening[household] = from_store.pop("screening")
        assert from_store.pop("rests_on")["tables"][0]["rows"]
        del from_store["warnings"]
        assert from_store == expected
        assert expected["residual"] <= 1e-6
    # The test would be empty if everybody had one score or nobody had reasons.
    assert len(screening) > 10
    assert batch["raw_score"].n_unique() > 100
    assert batch["reasons"].list.len().min() == 5 or batch["reasons"].list.len().max() == 5
    # The hits beside a score are those of the whole county's screening.
    records = Records(store.records(households=list(screening)))
    rows = screen(records, index_of(list(screening), AS_OF), policy).filter(pl.col("hit"))
    hits = {household: rows.filter(household_id=household)["trigger"].to_list() for household in screening}
    assert hits == {household: [hit["trigger"] for hit in told] for household, told in screening.items()}
    assert any(hits.values())

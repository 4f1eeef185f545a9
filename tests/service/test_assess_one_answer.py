"""One household gets one answer, whoever asks: a document, the store, the batch."""

from __future__ import annotations

import copy
from typing import Any

import polars as pl
from fastapi.testclient import TestClient

from features.frame import index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.triggers.evaluating import screen
from models.answers import scored_answers
from models.answers.reading import BESIDE
from models.bands import RiskBand
from models.certainty import LEADS
from models.reasons import main_risk_types
from models.risk_model import RiskModel
from models.score import score
from service.documents import document_of
from tests.service.conftest import AS_OF

CERTAINTY = ("completeness", "plausible_low", "plausible_high", "expires_on", "ask_first")


def without_senders(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the departments that sent what its reasons tell of, and the words that name them."""
    told = copy.deepcopy(answer)
    for reason in [*told["reasons"], *told["protects"]]:
        if "seen" in reason["facts"]:
            del reason["facts"]["seen"]["department"], reason["zh"], reason["en"]
    return told


def test_document_store_and_batch_agree_to_the_last_bit(
    client: TestClient, store: RecordStore, model: RiskModel, policy: Policy, county: dict[str, pl.DataFrame]
) -> None:
    batch = score(model, store, policy, AS_OF).households.sort("household_id")
    screening: dict[str, list[dict[str, object]]] = {}
    for expected in scored_answers(batch.gather_every(16)):
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
        for hit in expected["screening"]:
            hit["since"] = str(hit["since"])
        # Both name what was read; what was sent is named beside it.
        sources = from_document.pop("made_from"), from_store.pop("made_from")
        assert sources[0].pop("document")
        assert sources[1].pop("document") is None
        assert sources[0] == sources[1]
        # Who sent a row of a document nobody knows; all else is the same.
        assert without_senders(from_document) == without_senders(from_store)
        screening[household] = from_store["screening"]
        assert from_store.pop("rests_on")["tables"][0]["rows"]
        del from_store["warnings"]
        # Nobody delivered names of these places; a batch tells codes alone.
        assert [from_store.pop(name) for name in BESIDE] == [None, None]
        # How sure an answer is, is asked of one household alone.
        for name in CERTAINTY:
            del from_store[name]
        assert without_senders(from_store) == without_senders(expected)
        assert expected["residual"] <= 1e-6
    # The test would be empty if everybody had one score or nobody had reasons.
    assert len(screening) > 10
    assert batch["raw_score"].n_unique() > 100
    assert (batch["reasons"].list.len() > 0).any()
    # The hits beside a score are those of the whole county's screening.
    records = Records(store.records(households=list(screening)))
    rows = screen(records, index_of(list(screening), AS_OF), policy).filter(pl.col("hit"))
    hits = {household: rows.filter(household_id=household)["trigger"].to_list() for household in screening}
    assert hits == {household: [hit["trigger"] for hit in told] for household, told in screening.items()}
    assert any(hits.values())


def test_law_what_is_to_be_verified_first_is_of_a_type_that_leads_to_the_household(
    store: RecordStore, model: RiskModel, policy: Policy
) -> None:
    batch = score(model, store, policy, AS_OF).households
    for row in batch.iter_rows(named=True):
        leading = main_risk_types(row["risk_types"], share=LEADS) if row["band"] != RiskBand.LOW.value else []
        assert {against["risk_type"] for against in row["verify_first"]} <= {kind.value for kind in leading}
    assert (batch["verify_first"].list.len() > 0).any()

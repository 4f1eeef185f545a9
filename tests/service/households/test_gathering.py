"""Who sends a document while others wait is answered with them, and as alone: to the last bit, and by its own rights."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from service.documents import HouseholdDocument
from service.households import gathering
from service.jurisdiction import Jurisdiction
from service.principal import Permission
from tests.service.kept_runs import BEFORE, DAY
from tests.service.office import TOWNSHIP, Office


def test_many_at_once_are_each_answered_as_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere = office.program()
    township = office.program(Permission.ASSESS, where=Jurisdiction.of(TOWNSHIP))
    asked = []
    for number, code in enumerate(office.households()[:60:10]):
        document = everywhere.get(f"/v1/households/{code}/document", params={"as_of": str(DAY)}).json()
        asked += [(everywhere, document), (township, document)]
        if number % 3 == 0:
            asked += [(everywhere, {**document, "as_of": str(BEFORE)}), (everywhere, document)]
        if number == 4:
            asked.append((everywhere, {**document, "records": {}}))
    alone = [client.post("/v1/assessments", json=document) for client, document in asked]
    sizes: list[int] = []
    whole = gathering.assess_documents

    def counted(documents: Sequence[HouseholdDocument], *others: Any) -> dict[str, Any]:
        sizes.append(len(documents))
        return whole(documents, *others)

    monkeypatch.setattr(gathering, "assess_documents", counted)
    with ThreadPoolExecutor(len(asked)) as many:
        together = list(many.map(lambda each: each[0].post("/v1/assessments", json=each[1]), asked))
    for first, again in zip(alone, together, strict=True):
        assert (again.status_code, again.content) == (first.status_code, first.content)
    assert {answer.status_code for answer in alone} >= {200, 404, 422}
    assert max(sizes) > 1


def test_only_those_that_are_alike_are_assessed_together(office: Office) -> None:
    everywhere = office.program()
    code, other = office.households()[:2]
    documents = {
        each: HouseholdDocument.model_validate(
            everywhere.get(f"/v1/households/{each}/document", params={"as_of": str(DAY)}).json()
        )
        for each in (code, other)
    }
    instruments = office.app.state.resources.instruments()
    here, there = Jurisdiction.of("99"), Jurisdiction.of("88")
    sent = [
        gathering.Sent(documents[each], where, instruments)
        for each, where in ((code, here), (other, here), (code, there), (code, here), (other, there))
    ]
    assert gathering.alike(sent) == [[0, 1], [2, 4], [3]]

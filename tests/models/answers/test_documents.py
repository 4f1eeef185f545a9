"""A document answered once is the same document however its names are ordered, and makes the same rows outside the API."""

from __future__ import annotations

import copy
import json

import pytest

from features.records.tables import TABLES
from models.answers.documents import document_digest, records_of
from service.documents import HouseholdDocument
from service.example import EXAMPLE_HOUSEHOLD


def test_the_rows_are_those_that_the_api_read() -> None:
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    document["records"]["members"][0] |= {"source_row": None, "record_id": "own"}
    document["records"]["illness"][0] |= {"source_row": 7, "delivery_id": "d"}
    document["records"]["support"] = []
    sent, again = HouseholdDocument.model_validate(document).to_records(), records_of(document)
    for table in TABLES:
        assert again.tables[table].equals(sent.tables[table], null_equal=True)
        assert again.tables[table].schema == sent.tables[table].schema


def test_order_and_blanks_make_no_other_document_and_all_else_does() -> None:
    digest = document_digest(EXAMPLE_HOUSEHOLD)
    text = json.dumps(EXAMPLE_HOUSEHOLD, indent=3)
    assert document_digest(json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))) == digest
    assert HouseholdDocument.model_validate(EXAMPLE_HOUSEHOLD).digest == digest
    other = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    other["records"]["members"].reverse()
    assert document_digest(other) != digest
    assert document_digest({**EXAMPLE_HOUSEHOLD, "as_of": "2024-06-29"}) != digest


@pytest.mark.parametrize("broken", [{}, {"records": 3}, {"records": {"no table": [{}]}, "household_id": "H"}])
def test_what_is_no_document_makes_no_rows(broken: dict[str, object]) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        records_of(broken)

"""Amounts and numbers that cannot be: each is refused with its path, and no sum of them becomes an answer."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from features.records.tables import TABLES
from models.impossible import ImpossibleRecordsError, not_finite
from service.documents import HouseholdDocument
from service.example import EXAMPLE_HOUSEHOLD
from service.impossible import of_a_document, of_the_store
from service.problems import field_problems
from tests.service.conftest import AS_OF

ONE_ROW: dict[str, dict[str, Any]] = {
    **{table: rows[0] for table, rows in EXAMPLE_HOUSEHOLD["records"].items()},
    "disability": {"person_id": "P-1"},
    "relocation": {"kind": "moved"},
    "education": {"person_id": "P-3", "status": "enrolled"},
    "housing": {},
    "water": {},
    "shocks": {"kind": "crime"},
    "support": {"kind": "dibao", "started_on": "2024-01-10"},
    "monitoring": {"step": "removed"},
    "visits": {"outcome": "confirmed"},
}
NUMBERS = [
    (table, name, column)
    for table, schema in TABLES.items()
    for name, column in schema.columns().items()
    if isinstance(column, dy.Float64)
]


def with_cell(table: str, name: str, value: float) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    row = {"event_date": "2024-01-10", "known_date": "2024-02-05", **ONE_ROW[table], name: value}
    document["records"][table] = [*document["records"].get(table, []), row]
    return document


def problems_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        HouseholdDocument.model_validate(document)
    except ValidationError as error:
        return [(told.path, told.message) for told in field_problems(error.errors())]
    return []


@pytest.mark.parametrize(("table", "name", "column"), NUMBERS)
def test_a_number_beyond_its_column_is_refused_with_its_path(table: str, name: str, column: dy.Float64) -> None:
    position = len(EXAMPLE_HOUSEHOLD["records"].get(table, []))
    path = f"records.{table}[{position}].{name}"
    for value in (math.inf, -math.inf, math.nan):
        assert problems_of(with_cell(table, name, value))[0] == (path, "须为有限的数 | must be a finite number")
    for bound, beyond, zh in ((column.max, math.inf, "大于上限"), (column.min, -math.inf, "小于下限")):
        if bound is not None:
            told = problems_of(with_cell(table, name, math.nextafter(bound, beyond)))
            assert [(place, words[:4]) for place, words in told] == [(path, zh)]
            # As a person writes it.
            assert "e+" not in told[0][1]


def test_amounts_that_add_up_to_no_number_give_no_number(client: TestClient) -> None:
    bills = [{**ONE_ROW["illness"], "self_paid_yuan": 1e308, "total_yuan": 1e308}] * 3
    document = copy.deepcopy(EXAMPLE_HOUSEHOLD)
    document["records"]["illness"] = bills
    answer = client.post("/v1/assessments", json=document)
    assert answer.status_code == 422, answer.text
    assert all(problem["path"].startswith("records.illness") for problem in answer.json()["problems"])
    assert "inf元" not in answer.text
    assert "probability" not in answer.text


def test_what_is_written_larger_than_any_number_is_told_so(client: TestClient) -> None:
    text = json.dumps(EXAMPLE_HOUSEHOLD)
    for written in ("1e999", "-1e999", "9" * 5000, "NaN", "Infinity"):
        sent = text.replace('"self_paid_yuan": 23400', f'"self_paid_yuan": {written}')
        answer = client.post("/v1/assessments", content=sent, headers={"content-type": "application/json"})
        assert answer.status_code == 422, answer.text
        assert [problem["path"] for problem in answer.json()["problems"]] == ["records.illness[0].self_paid_yuan"]


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_no_fact_that_is_no_number_is_scored(value: float) -> None:
    frame = pl.DataFrame(
        {"household_id": ["h"], "as_of": [AS_OF], "self_paid_12m": [value], "persons": [None], "land_mu": [4.5]}
    )
    (tables,) = not_finite(frame)["tables"].to_list()
    assert tables == ["illness"]
    told = ImpossibleRecordsError(tables)
    for problem in (of_a_document(told).problem, of_the_store(told).problem):
        assert "illness" in problem.model_dump_json()
    assert not_finite(frame.with_columns(self_paid_12m=pl.lit(None, pl.Float64))).is_empty()

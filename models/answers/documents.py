"""A household's records as one nested document: a digest of it, and its rows as record tables.

Three columns may be left out of a row: `household_id` (the document's), `record_id` (then every row is a fact of its
own) and `delivery_id`. A row that leaves out `source_row` takes its position, counted from 1, so that of two versions of
a fact known on one day the later row holds; one that says null means it, as a stored row may.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from features.records.gate import Records
from features.records.tables import polars_schema
from models.risk_model import DIGITS

DEFAULT_DELIVERY = "api"


def document_digest(document: Any) -> str:
    """What tells a document from all others: of its JSON with names in order and without blanks, numbers as they were sent."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def frame_of(table: str, rows: Mapping[int, Mapping[str, Any]], household_id: str) -> pl.DataFrame:
    """Rows by their position in the document as a frame of the table's schema, with what was left out filled in.

    Args:
        rows: what each says, days as days; a column that is not there was left out.
    """
    schema = polars_schema(table)
    filled = []
    for position, row in rows.items():
        values = {**dict.fromkeys(schema), **row}
        values["household_id"] = values["household_id"] or household_id
        values["record_id"] = values["record_id"] or f"{DEFAULT_DELIVERY}:{table}:{position + 1}"
        values["delivery_id"] = values["delivery_id"] or DEFAULT_DELIVERY
        if "source_row" not in row:
            values["source_row"] = position + 1
        filled.append(values)
    return pl.DataFrame(filled, schema=schema)


def records_of(document: Mapping[str, Any]) -> Records:
    """The rows of a document that was answered before, so that nothing is wrong with it.

    Raises:
        AttributeError, KeyError, TypeError, ValueError, polars.exceptions.PolarsError: it is none.
    """
    by_table = {table: _rows(table, rows) for table, rows in document["records"].items() if rows}
    return Records({table: frame_of(table, rows, document["household_id"]) for table, rows in by_table.items()})


def _rows(table: str, rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The rows of a table as JSON gives them, days as days and amounts as floats."""
    schema = polars_schema(table)
    return {
        position: {name: _typed(value, schema[name]) for name, value in row.items()}
        for position, row in enumerate(rows)
    }


def _typed(value: Any, kind: pl.DataType) -> Any:
    if value is None:
        return None
    if kind == pl.Date:
        return dt.date.fromisoformat(value)
    return float(value) if kind == pl.Float64 else value

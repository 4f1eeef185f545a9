"""The rows that the API takes: Pydantic models made from the record tables, so that a record is defined once.

What may be left out of a row is filled in by `models.answers.documents`. A number is a number and a day is a day: text such
as "12" is not taken for one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import dataframely as dy
import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from features.records.collecting import collect_as_written
from features.records.contracts import keeps_what_types_leave_open
from features.records.tables import TABLES
from models.answers.documents import frame_of

LONGEST_TEXT = 200
MAY_BE_LEFT_OUT = ("household_id", "record_id", "delivery_id")

STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, protected_namespaces=())

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_date(value: Any) -> dt.date:
    """Only `YYYY-MM-DD`: a time stamp, a number or `20240630` would have to be guessed at."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("iso_date", "must be a day of the form YYYY-MM-DD")


Day = Annotated[dt.date, BeforeValidator(iso_date)]
"""A calendar day, written `YYYY-MM-DD`."""


def _python_type(column: dy.Column) -> Any:
    values = (column.metadata or {}).get("values")
    if values:
        return Literal[tuple(values)]
    if isinstance(column, dy.String):
        return Annotated[str, Field(min_length=column.min_length, max_length=LONGEST_TEXT, pattern=column.regex)]
    if isinstance(column, dy.Float64):
        return Annotated[float, Field(ge=column.min, le=column.max, allow_inf_nan=False)]
    if isinstance(column, dy.Int32):
        return Annotated[int, Field(ge=1, le=2**31 - 1)]
    if isinstance(column, dy.Bool):
        return bool
    if isinstance(column, dy.Date):
        return Annotated[Day, Field(ge=column.min, le=column.max)]
    raise TypeError(f"the API has no type for {type(column).__name__} columns: add one to service.rows.")


def _row_model(table: str) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, column in TABLES[table].columns().items():
        about = column.metadata or {}
        unit = f" Unit: {about['unit']}." if about.get("unit") else ""
        kind: Any = Annotated[
            _python_type(column), Field(description=f"{about.get('zh', name)} | {about.get('en', '')}{unit}")
        ]
        fields[name] = (kind | None, None) if column.nullable or name in MAY_BE_LEFT_OUT else (kind, ...)
    return create_model(f"{TABLES[table].__name__}Row", __config__=STRICT, __doc__=TABLES[table].__doc__, **fields)


ROWS: dict[str, type[BaseModel]] = {table: _row_model(table) for table in TABLES}
"""The model of a row of each table."""


def frame_of_rows(table: str, rows: Mapping[int, BaseModel], household_id: str) -> pl.DataFrame:
    """Rows by their position in the document as a frame of the table's schema (`models.answers.documents.frame_of`)."""
    sent = {position: {name: getattr(row, name) for name in row.model_fields_set} for position, row in rows.items()}
    return frame_of(table, sent, household_id)


def broken_rules(
    frames: Mapping[str, pl.DataFrame], positions: Mapping[str, Iterable[int]]
) -> list[tuple[str, int, str]]:
    """The rules of the tables' schemas that rows break, as (table, position, rule).

    A rule about a single column is named `column|check`.

    Args:
        frames: by table, as `frame_of_rows` makes them.
        positions: by table, of each row in the document.
    """
    # The columns by themselves were asked when the rows were made; a sound document, the usual one, needs no more.
    asked = [frame.lazy().select(keeps_what_types_leave_open(table)) for table, frame in frames.items()]
    if all(kept.item() for kept in collect_as_written(asked)):
        return []
    return [broken for table, frame in frames.items() for broken in _broken_rules_of(table, frame, positions[table])]


def _broken_rules_of(table: str, frame: pl.DataFrame, positions: Iterable[int]) -> list[tuple[str, int, str]]:
    # The schema knows no column for a position; the number of the source's row is free to carry it here.
    _, failure = TABLES[table].filter(frame.with_columns(pl.Series("source_row", list(positions), dtype=pl.Int32)))
    details = failure.details()
    rules = [name for name in details.columns if name not in frame.columns]
    return [
        (table, row["source_row"], rule)
        for row in details.iter_rows(named=True)
        for rule in rules
        if row[rule] == "invalid"
    ]

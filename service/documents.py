"""A household's records as one nested document: the same tables, columns, words and rules as in the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any

import polars as pl
from pydantic import (
    BaseModel,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from features.records.contracts import rules
from features.records.gate import Records
from features.records.tables import TABLES, polars_schema
from models.answers import document_digest
from service.columns import column_words, kind_of
from service.problem_wording import NOBODY, OTHER_HOUSEHOLD, REPEATED, RULE_BROKEN, TOO_MANY_ROWS
from service.repeated import repeated_names
from service.rows import LONGEST_TEXT, ROWS, STRICT, Day, broken_rules, frame_of_rows

MOST_ROWS = 5_000
"""Of all tables together; a household followed for years has a few hundred."""

MOST_FIELDS = 150_000
"""Of all rows together: so many rows with every column that their table has."""

_TABLE_FIELDS: dict[str, Any] = {
    table: (
        list[row],  # type: ignore[valid-type]
        Field(
            default_factory=list,
            description=TABLES[table].__doc__,
            json_schema_extra={"minItems": 1} if table == "members" else None,
        ),
    )
    for table, row in ROWS.items()
}

HouseholdRecords: type[BaseModel] = create_model(
    "HouseholdRecords",
    __config__={
        **STRICT,
        # Asked for where the whole document is looked at, so that it is told with everything else.
        "json_schema_extra": {"required": ["members"]},
    },
    __doc__="Rows by table; a table left out has no rows. Without members nothing can be said.",
    **_TABLE_FIELDS,
)


class HouseholdDocument(BaseModel):
    """What is known about one household, and the day on which to assess it.

    Rows known after `as_of` may be in it; they change nothing.
    """

    model_config = STRICT

    household_id: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, description="户标识 | The household.")]
    as_of: Annotated[Day, Field(description="评估日期 | The day to assess it on: what became known later is not seen.")]
    records: HouseholdRecords  # type: ignore[valid-type]

    _sent: Any = PrivateAttr(default=None)
    _frames: dict[str, pl.DataFrame] = PrivateAttr(default_factory=dict)
    """The rows by table, as their rules were asked of them."""

    @model_validator(mode="wrap")
    @classmethod
    def _everything_at_once(cls, sent: Any, check: ModelWrapValidatorHandler[HouseholdDocument]) -> HouseholdDocument:
        """Wrong fields, strange households and broken rules together: a second try brings no new complaints."""
        rows = _rows_sent(sent)
        repeated = [_error(REPEATED, place, {}) for place in repeated_names(sent)]
        if sum(len(of_table) for of_table in rows.values()) > MOST_ROWS or _fields_sent(sent) > MOST_FIELDS:
            raise PydanticCustomError(TOO_MANY_ROWS, "too many rows")
        document, errors = None, repeated
        frames: dict[str, pl.DataFrame] = {}
        try:
            document = check(sent)
        except ValidationError as error:
            errors += [_again(each) for each in error.errors(include_url=False)]
        if not errors and not rows.get("members"):
            errors.append(_error(NOBODY, ("records", "members"), {}))
        if rows:
            wrong = {tuple(error["loc"][:3]) for error in errors}
            errors += _other_households(sent.get("household_id"), rows)
            # One that is told already may be no text that a frame can hold.
            usable = "-" if ("household_id",) in wrong else str(sent.get("household_id") or "-")
            kept = _rows_kept(rows, wrong, document)
            frames = {table: frame_of_rows(table, of_table, usable) for table, of_table in kept.items()}
            errors += _rules(rows, kept, frames)
        if errors or document is None:
            raise ValidationError.from_exception_data(cls.__name__, errors)
        document._sent, document._frames = sent, frames
        return document

    @property
    def digest(self) -> str:
        """What tells it from all others, as it was sent (`models.answers.document_digest`)."""
        return document_digest(self._sent)

    def to_records(self) -> Records:
        """The document's rows as record tables."""
        return Records(self._frames)


def records_of_many(documents: Iterable[HouseholdDocument]) -> Records:
    """The rows of documents of several households as record tables."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for document in documents:
        for table, frame in document._frames.items():
            frames.setdefault(table, []).append(frame)
    return Records({table: pl.concat(of_table) for table, of_table in frames.items()})


def document_of(tables: Mapping[str, pl.DataFrame], household_id: str, as_of: dt.date) -> dict[str, Any]:
    """A stored household as the document that says the same, ready for JSON.

    Args:
        tables: record tables, of this household or of many.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    for table, frame in tables.items():
        of_household = frame.filter(pl.col("household_id") == household_id).select(list(polars_schema(table)))
        rows = [
            {
                name: value.isoformat() if isinstance(value, dt.date) else value
                for name, value in row.items()
                if name == "source_row" or (value is not None and name != "household_id")
            }
            for row in of_household.iter_rows(named=True)
        ]
        if rows:
            records[table] = rows
    return {"household_id": household_id, "as_of": as_of.isoformat(), "records": records}


def _rows_sent(sent: Any) -> dict[str, list[Any]]:
    """The lists of rows in what was sent, whatever else may be wrong with it."""
    records = sent.get("records") if isinstance(sent, dict) else None
    if not isinstance(records, dict):
        return {}
    return {table: records[table] for table in TABLES if isinstance(records.get(table), list)}


def _fields_sent(sent: Any) -> int:
    """The names in what was sent, down to those of rows."""
    records = sent.get("records") if isinstance(sent, dict) else None
    tables = records.values() if isinstance(records, dict) else ()
    rows = (row for of_table in tables if isinstance(of_table, list) for row in of_table)
    objects = [sent, records, *(of_table for of_table in tables), *rows]
    return sum(len(each) for each in objects if isinstance(each, dict))


def _again(error: Mapping[str, Any]) -> InitErrorDetails:
    """A validation error to be raised once more, with what would have been right."""
    location, context = error["loc"], dict(error.get("ctx") or {})
    table = str(location[1]) if len(location) > 3 and location[1] in ROWS else None
    if error["type"] == "extra_forbidden":
        model = ROWS[table] if table else HouseholdRecords if len(location) == 2 else HouseholdDocument
        return _error(error["type"], location, {"fields": _names(model)})
    words = column_words(table, str(location[3])) if table else {}
    return _error(kind_of(error["type"], words), location, {**context, **words})


@cache
def _names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _error(kind: str, location: tuple[int | str, ...], context: dict[str, Any]) -> InitErrorDetails:
    # The input stays out: an error travels further than the value should.
    return InitErrorDetails(type=PydanticCustomError(kind, kind, context), loc=location, input=None)


def _other_households(household_id: Any, rows: Mapping[str, list[Any]]) -> list[InitErrorDetails]:
    return [
        _error(OTHER_HOUSEHOLD, ("records", table, position, "household_id"), {})
        for table, of_table in rows.items()
        for position, row in enumerate(of_table)
        if isinstance(row, dict) and row.get("household_id") not in (None, household_id)
    ]


def _rows_kept(
    rows: Mapping[str, list[Any]], wrong: set[tuple[Any, ...]], document: HouseholdDocument | None
) -> dict[str, dict[int, BaseModel]]:
    """By table and position the rows whose fields are all right: those of the document, when all of it is."""
    kept = {
        table: dict(enumerate(getattr(document.records, table)))
        if document is not None
        else {
            position: ROWS[table].model_validate(row)
            for position, row in enumerate(of_table)
            if ("records", table, position) not in wrong
        }
        for table, of_table in rows.items()
    }
    return {table: of_table for table, of_table in kept.items() if of_table}


def _rules(
    rows: Mapping[str, list[Any]], kept: Mapping[str, Mapping[int, BaseModel]], frames: Mapping[str, pl.DataFrame]
) -> list[InitErrorDetails]:
    """The rules that rows break."""
    errors: dict[tuple[int | str, ...], InitErrorDetails] = {}
    for table, position, rule in broken_rules(frames, kept):
        column = rule.rpartition("|")[0]
        row = rows[table][position]
        place: tuple[int | str, ...] = ("records", table, position, *([column] if column else []))
        if column == "household_id" and not row.get(column):
            # What is wrong with the document's own code is wrong in every row; it is told once.
            place = (column,)
        contract = rules(table)[rule]
        errors[place] = _error(RULE_BROKEN, place, {"meaning": contract.meaning, "to_do": contract.to_do})
    return list(errors.values())

"""Examples: a feature worked out by the engine itself on a few made-up households (`example.yaml`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from features.catalogue.entry import Entry
from features.frame import feature_frame, known_rows
from features.frame.context.columns import add_columns
from features.frame.context.counting import with_own_context
from features.language import Measure
from features.language.marks import READ
from features.policy.loading import Policy, PolicyError
from features.records.gate import Records
from features.records.tables import TABLES, polars_schema
from features.texts.unrepeated import read_yaml

FILE = Path(__file__).with_name("example.yaml")


@dataclass(frozen=True)
class Household:
    """A made-up household, and the day on which it is looked at."""

    id: str
    zh: str
    en: str
    as_of: dt.date


@dataclass(frozen=True)
class Example:
    """A feature of a made-up household.

    Attributes:
        household: whose value it is.
        value: None when it is unknown for every one of them.
        rows: for a measure: its table's rows known on the day with `counts`, whether the row makes part of the value.
        ingredients: for a combination: what it is made of, features, counts of neighbours and `policy.` values.
    """

    household: Household
    value: float | None
    rows: pl.DataFrame
    ingredients: Mapping[str, float | None]


@cache
def households() -> tuple[Household, ...]:
    """The made-up households, in the order of the file."""
    return tuple(Household(name, about["zh"], about["en"], about["as_of"]) for name, about in _document().items())


@cache
def records() -> Records:
    """What is recorded of all of them, who are each other's neighbours."""
    tables = {
        table: pl.concat(_rows_of(table, name, about["records"].get(table, [])) for name, about in _document().items())
        for table in TABLES
    }
    return with_own_context(tables, [one.as_of for one in households()])


def example_of(entry: Entry, policy: Policy) -> Example | None:
    """The feature of the household for which it says most: a value that is neither unknown nor its absence.

    None where the policy has no value for the day of the examples: a panel's folder may begin later, or lack it.
    """
    try:
        known = feature_frame(records(), _index(households()), policy, [entry.name, *entry.made_of, *READ])
    except PolicyError:
        return None
    row = min(range(known.height), key=lambda each: _silence(known.item(each, entry.name), entry))
    known = add_columns(known, records(), entry.context)
    given = (*entry.made_of, *entry.context, *(f"policy.{name}" for name in entry.policy))
    return Example(
        household=households()[row],
        value=known.item(row, entry.name),
        rows=_looked_at(households()[row], entry),
        ingredients={name: known.item(row, name) for name in given},
    )


def _silence(value: float | None, entry: Entry) -> int:
    """0 for a value that tells something, 1 for nought or the absence, 2 for an unknown one."""
    return (value in (None, 0.0, entry.feature.when_no_rows)) + (value is None)


def _index(asked: tuple[Household, ...]) -> pl.DataFrame:
    return pl.DataFrame({"household_id": [one.id for one in asked], "as_of": [one.as_of for one in asked]})


def _looked_at(household: Household, entry: Entry) -> pl.DataFrame:
    """The rows that the feature looks at, what happened last first."""
    view, definition = entry.feature.view, entry.feature.definition
    if view is None or not isinstance(definition, Measure):
        return pl.DataFrame()
    rows = known_rows(records(), _index((household,)), view)
    shown = ["person_id"] if "person_id" in rows.columns else []
    shown += ["event_date", "known_date", *(column.name for column in entry.columns)]
    return (
        rows.with_columns(definition.rows.fill_null(value=False).alias("counts"))
        .sort("event_date", descending=True, maintain_order=True)
        .select(*dict.fromkeys(shown), "counts")
    )


@cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = read_yaml(FILE.read_text(encoding="utf-8"))
    return document


def _rows_of(table: str, household: str, rows: list[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as written, with what is left out: the household, and that each row is a fact of its own."""
    schema = polars_schema(table)
    if unknown := sorted({name for row in rows for name in row} - set(schema)):
        raise ValueError(f"{FILE.name}, {household}: {table} has no column {', '.join(unknown)}.")
    stamped = [
        {"household_id": household, "record_id": f"{table}-{number}", "delivery_id": "example", **row}
        for number, row in enumerate(rows)
    ]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in stamped], schema=schema)

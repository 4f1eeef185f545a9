"""Rows as a department would deliver them, and records with these rows among them: how anything is supposed of a household.

Nothing is overwritten: a new fact is a new row, a changed one a later version of its row, and the gate decides which of them
the day sees, as it does of what was really delivered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from features.records.gate import KNOWN_DATE, Records
from features.records.tables import polars_schema

Rows = Mapping[str, pl.DataFrame]
"""Rows by record table, with the columns of their schema."""

APART = "\x1f"
"""Stands in no name: a sign that separates."""

SUPPOSED = "supposed"
"""The delivery that brings what is supposed: no delivery is called so."""


def delivered(table: str, known: dt.date, facts: Iterable[Mapping[str, Any]], *, turn: int = 0) -> pl.DataFrame:
    """New facts as rows of a table.

    Args:
        known: the day on which they become known, and on which they happened where a fact tells no `event_date`.
        facts: `household_id`, `record_id` and what else is stated of each.
        turn: of several rounds of supposing the later one has the last word.
    """
    schema = polars_schema(table)
    stated = pl.DataFrame([{"event_date": known, **fact} for fact in facts], schema=schema)
    return stated.with_columns(**_supposed(turn), known_date=pl.lit(known))


def corrected(
    table: str, rows: pl.DataFrame, known: dt.date, changes: Mapping[str, pl.Expr], *, turn: int = 0
) -> pl.DataFrame:
    """Later versions of rows: the same facts, with some columns changed.

    Args:
        rows: the versions that the day sees, with the columns of their table and any others.
        known: the day on which the change becomes known; of a row that was itself learned later, that day.
        changes: what becomes of each changed column, as an expression over the rows.
    """
    schema = polars_schema(table)
    changed = rows.with_columns(expression.alias(name) for name, expression in changes.items())
    return changed.with_columns(**_supposed(turn), known_date=pl.max_horizontal(KNOWN_DATE, pl.lit(known))).select(
        pl.col(name).cast(kind) for name, kind in schema.items()
    )


def _supposed(turn: int) -> dict[str, pl.Expr]:
    return {
        # Of versions known on one day the last to arrive holds, and one without a place in the order comes after all others.
        "arrival": pl.lit(None, pl.Int32),
        "delivery_id": pl.lit(f"{SUPPOSED}-{turn:03d}"),
        "source_sheet": pl.lit(None, pl.String),
        "source_row": pl.lit(None, pl.Int32),
        "withdrawn": pl.lit(None, pl.Boolean),
    }


def with_rows(records: Records, rows: Rows) -> Records:
    """The records with these rows among them; the context that they carry stays the same."""
    added = {table: pl.concat([records.tables[table], new]) for table, new in rows.items() if new.height}
    return Records({**records.tables, **added}, records.context)


def side_by_side(supposed: Iterable[Records]) -> Records:
    """The same household in several ways, each as a household of its own under the name that `beside` gives it.

    Its people and facts need no other names: they are told apart within their household (`features.records.gate.FACT`).

    Args:
        supposed: records of one household alone, all among the same neighbours.
    """
    every = list(supposed)
    tables = {
        table: pl.concat(_renamed(records.tables[table], place) for place, records in enumerate(every))
        for table in every[0].tables
    }
    return Records(tables, every[0].context)


def beside(name: str, place: int) -> str:
    """What something of a household is called where the household stands `place` ways side by side."""
    return f"{name}{APART}{place}"


def _renamed(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    return rows.with_columns(pl.col("household_id") + beside("", place))

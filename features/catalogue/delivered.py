"""Which kinds of file fill which column: found by landing a drawn row of each, so that it is never a second list.

A column that no file fills is always unknown, and a feature that reads it always takes its absence.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl

from features.intake.landing import LANDINGS
from features.intake.recognising.catalogue import Column, Kind, Source, catalogue
from features.intake.sheets.typed import TYPES

A_DAY = dt.date(2024, 3, 1)
EVERY_ROW_HAS = frozenset({"household_id", "record_id", "event_date", "known_date", "delivery_id", "person_id"})
"""What intake itself gives to each row."""


@cache
def delivered_by(table: str, column: str) -> tuple[str, ...]:
    """The kinds of file that fill the column, as `department · kind of file`, in the order of the alias table."""
    sources = catalogue().expected
    return tuple(
        f"{source.department} · {source.zh}"
        for name, source in sources.items()
        if (column in EVERY_ROW_HAS and table in filled(name)) or column in filled(name).get(table, ())
    )


@cache
def tables_of(department: str) -> frozenset[str]:
    """The record tables that the files of a department fill, by its official word; none of a department without files."""
    sources = catalogue().expected
    return frozenset(
        table for name, source in sources.items() if source.department == department for table in filled(name)
    )


@cache
def filled(source: str) -> dict[str, frozenset[str]]:
    """The columns of each record table that a kind of file fills."""
    known = catalogue().sources[source]
    landed = LANDINGS[known.lands_as](_a_file(known), A_DAY)
    return {
        table: frozenset(name for name in rows.columns if rows[name].null_count() < rows.height)
        for table, rows in landed.items()
        if rows.height
    }


def _a_file(source: Source) -> pl.DataFrame:
    """Rows in which every field says something, each word of each closed set at least once."""
    columns = [column for column in source.columns.values() if column.field is not None]
    height = max([1, *(len(set(column.words.values())) for column in columns if column.words)])
    fields = {str(column.field): pl.Series(_cells(column, height), dtype=TYPES[column.kind]) for column in columns}
    worked_out: dict[str, object] = {"household_id": "H1", "person_id": "P1", "id_check": "sound"}
    if "card_number" in fields:
        # The last two digits of a card's number.
        worked_out |= {"category": 1.0, "grade": 1.0}
    rows = pl.DataFrame(fields).with_row_index("source_row", offset=2)
    return rows.with_columns(pl.lit(value).alias(name) for name, value in worked_out.items())


def _cells(column: Column, height: int) -> list[object]:
    words = sorted(set((column.words or {}).values()))
    if column.kind is Kind.WORD:
        return [words[row % len(words)] for row in range(height)]
    cell: dict[Kind, object] = {
        Kind.SEVERAL: words,
        Kind.DATE: A_DAY,
        Kind.BIRTH: dt.date(1980, 1, 1),
        Kind.FLAG: True,
        Kind.NUMBER: 2023.0 if column.field == "year" else 1.0,
    }
    # A grade is a letter, in a sentence or alone; of any other text it does not matter what it says.
    return [cell.get(column.kind, "C")] * height

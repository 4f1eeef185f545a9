"""Entries of a household's ledger from drawn rows."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.ledgers.ledger import entries_in
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn

HERE = drawn("households", "event_date | region_code | household_type\n2023-01-01 | 990101001001 | general")


def ledger(as_of: str, **tables: str) -> pl.DataFrame:
    """All entries of the drawn households as known on a day."""
    records = Records({"households": HERE} | {name: drawn(name, rows) for name, rows in tables.items()})
    return entries_in(records, dt.date.fromisoformat(as_of), POLICY)


def standing(as_of: str, **tables: str) -> list[tuple[str, str, str | None, str | None]]:
    """Of each entry: how it stands, since when, put right on, struck off on."""
    rows = ledger(as_of, **tables).sort("put_in_on")
    return [
        (
            row["standing"],
            *(None if row[day] is None else str(row[day]) for day in ("put_in_on", "right_on", "struck_on")),
        )
        for row in rows.iter_rows(named=True)
    ]

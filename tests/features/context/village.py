"""A village of three households, a hamlet of one, and a settlement to which two have moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from features.frame.context.counting import context_of
from features.frame.context.table import known_hits
from features.language.marks import Mark
from features.records.context import Context, Level
from features.records.gate import Records
from tests.drawn_tables import drawn

VALLEY, HAMLET = "990101001001", "990101001002"
COUNTY = "990101"

WHO_LIVES_WHERE = f"""
    household_id | event_date | region_code | household_type
    A            | 2023-01-10 | {VALLEY}    | lifted_out
    B            | 2023-01-10 | {VALLEY}    | lifted_out
    C            | 2023-01-10 | {VALLEY}    | general
    D            | 2023-01-10 | {HAMLET}    | general
"""
WHO_MOVED = """
    household_id | event_date | known_date | kind | moved_on   | settlement_id
    A            | 2023-06-15 | 2023-07-05 | move | 2023-06-15 | S1
    D            | 2023-06-15 | 2023-07-05 | move | 2023-06-15 | S1
"""


def tables(**drawings: str) -> dict[str, pl.DataFrame]:
    """The village's records, with what a story adds or draws anew."""
    told = {"households": WHO_LIVES_WHERE, "relocation": WHO_MOVED, **drawings}
    return {table: drawn(table, drawing) for table, drawing in told.items()}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def by_household(all_tables: Mapping[str, pl.DataFrame]) -> list[Records]:
    """Each household in a bucket of its own."""
    ids = sorted({household for rows in all_tables.values() for household in rows["household_id"]})
    return [
        Records({table: rows.filter(pl.col("household_id") == one) for table, rows in all_tables.items()})
        for one in ids
    ]


def counted(context: Context, on: str, level: Level, place: str, mark: Mark) -> tuple[int, int] | None:
    """Hits and households of a place; None where the table has no such place on the day."""
    found = context.of_level(level).filter(pl.col("day") == day(on), pl.col("place") == place)
    all_known, all_hits = known_hits(mark)
    return None if found.is_empty() else (found[all_hits][0], found[all_known][0])


def context(on: str, **drawings: str) -> Context:
    return context_of([Records(tables(**drawings))], [day(on)])

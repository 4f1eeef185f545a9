"""Records drawn at random, with gaps, duplicates, corrections and late knowledge: what the laws look at."""

from __future__ import annotations

import datetime as dt
from functools import cache

import dataframely as dy
import numpy as np
import polars as pl

from features.frame import feature_frame, index_of
from features.frame.context.counting import context_of
from features.frame.context.table import context_days
from features.records.context import Context
from features.records.gate import Records
from features.records.tables import TABLES, polars_schema
from tests.drawn_tables import POLICY, drawn

DAYS = [dt.date(2023, 1, 31), dt.date(2023, 12, 31), dt.date(2024, 6, 30)]
HOUSEHOLDS = [f"H{number:02d}" for number in range(80)]

SMALL_NUMBERS = {
    "category": (1, 8),
    "grade": (1, 5),
    "period_months": (1, 5),
    "work_months": (0, 5),
    "days_out": (0, 60),
    "fetch_minutes": (0, 40),
}
"""Columns drawn as whole numbers from the first up to below the second, so that each rule is met by some and not by all."""


A_COUPLE = """
    household_id | record_id | event_date | person_id | listing | relation | sex    | work_months | work_place
    H00          | husband   | 2022-12-31 | P8        | full    | head     | male   | 10          | outside
    H00          | wife      | 2022-12-31 | P9        | full    | spouse   | female | 0           |
"""
TWO_HEADS = """
    household_id | record_id | event_date | person_id | listing | relation | birth_month | schooling | delivery_id | source_row
    H01          | one       | 2022-12-31 | Q8        | full    | head     | 1970-03-01  | primary   | D1          | 2
    H01          | other     | 2022-12-31 | Q9        | full    | head     | 1972-03-01  | senior    | D1          | 3
"""
"""What chance hardly draws."""


@cache
def some_records() -> dict[str, pl.DataFrame]:
    """Rows of every table drawn at random, with gaps, duplicates, corrections and late knowledge."""
    draws = np.random.default_rng(7)
    # Whole periods inside a window are rare among periods and categories at random: income needs more rows.
    tables = {table: rows_of(table, draws, 4000 if table == "income" else 1500) for table in TABLES}
    return {
        **tables,
        "members": pl.concat([tables["members"], drawn("members", A_COUPLE), drawn("members", TWO_HEADS)]),
    }


def rows_of(table: str, draws: np.random.Generator, height: int) -> pl.DataFrame:
    # Few different days, so that many rows share one; households with hardly a row and households with hundreds.
    event = [dt.date(2021, 1, 1) + dt.timedelta(days=30 * int(n)) for n in draws.integers(0, 43, height)]
    weight = np.arange(1, len(HOUSEHOLDS) - 4) ** 2.0
    # Half of them known at once, so that short windows are not empty.
    late = draws.integers(0, 120, height) * draws.integers(0, 2, height)
    given: dict[str, list[object]] = {
        # The last five households have no rows at all.
        "household_id": [HOUSEHOLDS[n] for n in draws.choice(len(weight), height, p=weight / weight.sum())],
        "record_id": [f"R{n}" for n in draws.integers(0, height // 2, height)],
        "event_date": list(event),
        "known_date": [day + dt.timedelta(days=int(n)) for day, n in zip(event, late, strict=True)],
        "delivery_id": [f"d{n}" for n in draws.integers(0, 9, height)],
        "source_row": list(range(height)),
        "withdrawn": [bool(n) for n in draws.random(height) < 0.05],
        "person_id": [f"P{n}" for n in draws.integers(0, 5, height)],
        "region_code": [f"99010100{n}001" for n in draws.integers(1, 9, height)],
    }
    return pl.DataFrame(
        {
            name: given.get(name) or _cells(name, column, event, draws)
            for name, column in TABLES[table].columns().items()
        },
        schema=polars_schema(table),
        strict=False,
    )


def _cells(name: str, column: dy.Column, event: list[dt.date], draws: np.random.Generator) -> list[object]:
    """A column's cells, one in ten unknown; days before the event, except for the days on which something ends."""
    words_allowed = (column.metadata or {}).get("values")
    known = draws.random(len(event)) < 0.9
    if name in ("left_on", "ended_on", "remedied_on"):
        known = draws.random(len(event)) < 0.6
        cells: list[object] = [day + dt.timedelta(days=90) for day in event]
    elif column.dtype == pl.Date:
        longest = 800 if name in ("started_on", "moved_on") else 33_000
        cells = [
            day - dt.timedelta(days=int(n))
            for day, n in zip(event, draws.integers(0, longest, len(event)), strict=True)
        ]
    elif words_allowed:
        cells = [str(word) for word in draws.choice(words_allowed, len(event))]
    elif column.dtype == pl.Boolean:
        cells = [bool(n) for n in draws.integers(0, 2, len(event))]
    elif name in SMALL_NUMBERS:
        cells = [float(n) for n in draws.integers(*SMALL_NUMBERS[name], len(event))]
    elif column.dtype == pl.Float64:
        # Of the amounts of money a third is nothing and a third large enough for the departments' lines.
        times = draws.choice([0, 1, 1000], len(event)) if name.endswith("_yuan") else 1
        cells = [round(float(n), 2) for n in draws.uniform(0, 200, len(event)) * times]
    else:
        cells = [str(n) for n in draws.integers(0, 9, len(event))]
    return [cell if is_known else None for cell, is_known in zip(cells, known, strict=True)]


def index() -> pl.DataFrame:
    return pl.concat(index_of(HOUSEHOLDS, day) for day in DAYS)


@cache
def context() -> Context:
    return context_of([Records(some_records())], context_days(DAYS))


@cache
def frame() -> pl.DataFrame:
    return feature_frame(Records(some_records(), context()), index(), POLICY)

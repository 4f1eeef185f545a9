"""Records as a county has them, drawn at random for benchmarks: about sixty rows a household over every table.

Everybody in them is made up. Rosters are told once a year, extracts month by month, one fact in thirty is corrected
later, and what happened becomes known five to thirty-five days on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from features import vocabulary as words
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.records.tables import TABLES, polars_schema

AS_OF = dt.date(2024, 6, 30)
FIRST = dt.date(2021, 7, 1)
DAYS = (AS_OF - FIRST).days + 20
AT_ONCE = 50_000
"""Households that are drawn and landed together."""

ROWS_A_HOUSEHOLD = {
    "households": 3.0,
    "members": 10.0,
    "income": 15.0,
    "illness": 9.0,
    "disability": 0.6,
    "employment": 6.0,
    "relocation": 0.4,
    "education": 3.0,
    "housing": 2.5,
    "water": 2.5,
    "shocks": 1.0,
    "support": 7.0,
}
"""Sixty in all: rosters of three years, a year's income by source, extracts of three years."""

MONEY = {"total_yuan": 6_000.0, "amount_yuan": 4_000.0, "monthly_wage_yuan": 3_500.0}
DAYS_THAT_END = ("ended_on", "remedied_on", "left_on")


def draw(folder: Path, households: int, buckets: int) -> RecordStore:
    """A store of so many households; what is there already is left as it is."""
    store = RecordStore.open_or_create(folder, buckets=buckets)
    there = store.deliveries().height * AT_ONCE
    for first in range(there, households, AT_ONCE):
        number = first // AT_ONCE
        delivery = f"drawn-{number}"
        tables = dict(drawn(range(first, min(first + AT_ONCE, households)), delivery, seed=number))
        with store.writing():
            store.land(tables, _delivered(delivery))
    return store


def _delivered(delivery: str) -> pl.DataFrame:
    known = {"delivery_id": delivery, "known_date": AS_OF, "source": "county_household", "file": f"{delivery}.xlsx"}
    return pl.DataFrame({name: [known.get(name)] for name in DELIVERIES}, schema=dict(DELIVERIES), strict=False)


def drawn(households: range, delivery: str, seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each table of these households."""
    draws = np.random.default_rng(seed)
    for table, mean in ROWS_A_HOUSEHOLD.items():
        yield table, _rows(table, households, round(mean * len(households)), delivery, draws)


def _rows(table: str, households: range, height: int, delivery: str, draws: np.random.Generator) -> pl.DataFrame:
    # Some households have hardly a row, some have three times as many as others.
    of = np.sort(households.start + (draws.beta(1.6, 1.6, height) * len(households)).astype(np.int64))
    event = draws.integers(0, DAYS, height)
    if table in ("households", "members", "income"):
        event = (event // 365) * 365 + 92
    known = event + draws.integers(5, 36, height)
    frame = pl.DataFrame({"of": of, "event": event, "known": known, "fact": np.arange(height)})
    person = pl.Series(draws.integers(0, 4, height))
    columns = {
        "household_id": pl.format("H{}", pl.col("of").cast(pl.String).str.zfill(9)),
        "record_id": pl.format("{}-{}-{}", pl.lit(table), pl.lit(households.start), pl.col("fact")),
        "event_date": pl.lit(FIRST) + pl.duration(days=pl.col("event")),
        "known_date": pl.lit(FIRST) + pl.duration(days=pl.col("known")),
        "delivery_id": pl.lit(delivery),
        "source_row": pl.col("fact"),
        "person_id": pl.format("P{}-{}", pl.col("of"), person),
        "region_code": pl.format("9901{}", (pl.col("of") % 30_000 + 10_000_000).cast(pl.String)),
        "settlement_id": pl.format("S{}", pl.col("of") % 40),
    }
    for name, column in TABLES[table].columns().items():
        if name not in columns:
            columns[name] = _cells(name, column.dtype, (column.metadata or {}).get("values"), height, draws)
    frame = frame.select(columns[name].cast(dtype).alias(name) for name, dtype in polars_schema(table).items())
    corrected = frame.gather_every(30).with_columns(known_date=pl.col("known_date") + pl.duration(days=40))
    return pl.concat([frame, corrected])


def _cells(name: str, dtype: pl.DataType, values: list[str] | None, height: int, draws: np.random.Generator) -> pl.Expr:
    known = pl.lit(pl.Series(draws.random(height) < (0.5 if name in DAYS_THAT_END else 0.9)))
    if name in ("withdrawn", "arrival", "left_reason", "left_on"):
        # One person in two hundred has left: the day and the reason are on the same rows.
        gone = pl.col("fact") % 200 == 0
        if name == "left_on":
            return pl.when(gone).then(pl.lit(FIRST) + pl.duration(days=pl.col("event")))
        return pl.when(gone).then(pl.lit(words.LeftReason.DIED.value)) if name == "left_reason" else pl.lit(None)
    if dtype == pl.Date:
        longest = 400 if name in DAYS_THAT_END else -900 if name in ("started_on", "moved_on") else -29_000
        shift = pl.Series(draws.integers(min(longest, 0), max(longest, 1), height))
        value = pl.lit(FIRST) + pl.duration(days=pl.col("event") + pl.lit(shift))
    elif values:
        value = pl.lit(pl.Series(np.asarray(values)[draws.integers(0, len(values), height)]))
    elif dtype == pl.Boolean:
        value = pl.lit(pl.Series(draws.random(height) < 0.5))
    elif dtype == pl.Float64:
        most = next((most for ending, most in MONEY.items() if name == ending), 200.0)
        value = pl.lit(pl.Series(np.round(draws.uniform(0, most, height), 2)))
        if name == "period_months":
            value = pl.lit(12.0)
    elif dtype.is_integer():
        value = pl.lit(12 if name == "period_months" else None)
        if name != "period_months":
            value = pl.lit(pl.Series(draws.integers(1, 5, height)))
    else:
        value = pl.lit(None)
    return pl.when(known).then(value)

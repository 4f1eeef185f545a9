"""Drawn households with bills, measures and identifications, and what an identification may write too early."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl

from features.records.tables import polars_schema

FIRST = dt.date(2022, 1, 1)
DAYS = 730
HOUSEHOLDS = 600
IDENTIFIED = 200


def typed(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with all columns of the table; a row's number is its record."""
    rows = rows.with_row_index("n").with_columns(
        pl.format(f"{table}-{{}}", "n").alias("record_id"), pl.lit("d1").alias("delivery_id")
    )
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in polars_schema(table).items()
    )


def drawn_tables(*, days_early: int | None = None, decision_shows: float = 1.0) -> dict[str, pl.DataFrame]:
    """600 households, every third identified on some day; hospital bills pile up over the months before.

    Args:
        days_early: support that the identification brings is stated as known so many days before it; None: some weeks
            after it, as it should be.
        decision_shows: share of the identified of whom that is so.
    """
    draws = np.random.default_rng(11)
    ids = np.array([f"H{n:03d}" for n in range(HOUSEHOLDS)])
    found = ids[:: HOUSEHOLDS // IDENTIFIED]
    on = [FIRST + dt.timedelta(days=int(n)) for n in draws.integers(250, DAYS, found.size)]
    described = pl.DataFrame(
        {
            "household_id": ids,
            "event_date": [dt.date(2021, 12, 31)] * HOUSEHOLDS,
            "known_date": [FIRST] * HOUSEHOLDS,
            "region_code": [f"990101001{n % 12:03d}" for n in range(HOUSEHOLDS)],
            "household_type": ["general"] * HOUSEHOLDS,
        }
    )
    steps = pl.DataFrame({"household_id": found, "event_date": on, "step": ["identified"] * found.size})
    steps = steps.with_columns(known_date=pl.col("event_date") + pl.duration(days=12))
    quiet = pl.DataFrame(
        {
            "household_id": draws.choice(ids, 1600),
            "event_date": [FIRST + dt.timedelta(days=int(n)) for n in draws.integers(0, DAYS, 1600)],
        }
    )
    trouble = [
        (household, day - dt.timedelta(days=int(back)))
        for household, day in zip(found, on, strict=True)
        for back in draws.integers(10, 500, 2)
    ]
    bills = pl.concat([quiet, pl.DataFrame(trouble, schema=quiet.schema, orient="row")]).with_columns(
        known_date=pl.col("event_date") + pl.duration(days=6),
        setting=pl.lit("inpatient"),
        total_yuan=pl.lit(4000.0),
        self_paid_yuan=pl.lit(2000.0),
        person_id=pl.concat_str("household_id", pl.lit("-1")),
    )
    early = draws.random(found.size) < (decision_shows if days_early is not None else 0.0)
    shift = np.where(early, -(days_early or 0), 20)
    told = [day + dt.timedelta(days=int(by)) for day, by in zip(on, shift, strict=True)]
    brought = pl.DataFrame({"household_id": found, "event_date": told, "known_date": told})
    others = quiet.head(60).with_columns(known_date=pl.col("event_date") + pl.duration(days=6))
    support = pl.concat([brought, others]).with_columns(
        kind=pl.lit("industry"), amount_yuan=pl.lit(2400.0), started_on=pl.col("event_date")
    )
    tables = {"households": described, "monitoring": steps, "illness": bills, "support": support}
    return {name: typed(name, rows) for name, rows in tables.items()}


def records_folder(folder: Path, tables: dict[str, pl.DataFrame]) -> Path:
    """The tables as files that `fanpin records import` reads."""
    folder.mkdir()
    for name, rows in tables.items():
        rows.write_parquet(folder / f"{name}.parquet")
    return folder

"""What the landing functions share: identities of facts, and the shape of the record tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from features.records.tables import polars_schema

Landed = dict[str, pl.DataFrame]
"""Rows for some record tables, with those of their columns that the source fills."""

Landing = Callable[[pl.DataFrame, date], Landed]
"""From a source's rows (its fields, `household_id`, `person_id` where it is about persons, `source_row`) and the day
of the delivery to rows of record tables. `record_id` is what makes the fact itself: the same fact delivered again
gets the same one, so that a correction replaces it and a repetition is dropped."""

PERSON = pl.col("person_id")


def identity(*parts: str | pl.Expr) -> pl.Expr:
    """A `record_id` of words, columns and dates, joined by `-`."""
    texts = [pl.lit(part) if isinstance(part, str) else part.cast(pl.String) for part in parts]
    return pl.concat_str(texts, separator="-", ignore_nulls=True).alias("record_id")


def year_identity(known_date: date) -> pl.Expr:
    """The year that a yearly sheet describes; the day of the delivery when it does not say."""
    return pl.coalesce(pl.col("year").cast(pl.Int32).cast(pl.String), pl.lit(known_date.isoformat()))


def described_day(known_date: date, month: int, day: int) -> pl.Expr:
    """The last day that a yearly sheet describes, never after the delivery: a year in progress ends with it."""
    last_day = pl.date(pl.col("year").cast(pl.Int32), month, day)
    return pl.min_horizontal(last_day, pl.lit(known_date)).alias("event_date")


def either(*fields: str) -> pl.Expr:
    """True when any of the flags is, false when none is and one says so, unknown when nobody says anything."""
    said = pl.any_horizontal(pl.col(field).is_not_null() for field in fields)
    return pl.when(said).then(pl.any_horizontal(pl.col(field).fill_null(False) for field in fields))


def shaped(
    table: str, rows: pl.DataFrame, known_date: date, delivery_id: str, sheet: str | None = None
) -> pl.DataFrame:
    """All columns of the table in its types; what the source does not say is null."""
    stamped = rows.with_columns(
        known_date=pl.lit(known_date, pl.Date),
        delivery_id=pl.lit(delivery_id, pl.String),
        source_sheet=pl.lit(sheet, pl.String),
    )
    return stamped.select(
        (pl.col(name) if name in stamped.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in polars_schema(table).items()
    )


def pick(rows: pl.DataFrame, *columns: str, **made: pl.Expr) -> pl.DataFrame:
    """`household_id`, `source_row`, the columns as they are, and those made."""
    return rows.select("household_id", "source_row", *columns, **made)


HEALTH_FLAGS: Mapping[str, str] = {"chronic": "chronic", "major_illness": "major_illness", "disabled": "disabled"}
"""Column of `members` by the word of the health set that sets it."""

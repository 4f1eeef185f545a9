"""Rows made to say something else in every column: what a feature that reads them could not help noticing."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from features.records.tables import COMMON_COLUMNS, TABLES, polars_schema

TURN = pl.int_range(pl.len())
"""The row's number: alterations go round by it, so that neighbours are altered differently and each run alike."""

LATE_ARRIVAL = 2_000_000_000
"""After any delivery that a store has taken in."""

CARRIED = ("person_id", "carried_by")


def altered(table: str, rows: pl.DataFrame, day: pl.Expr) -> pl.DataFrame:
    """The rows with another value in every column that tells something.

    Words become other words of their set, flags the opposite, amounts larger, days fall before `day` where old knowledge
    would look for them; of five rows one says less than before, and unknown cells become known. Who and which fact the
    row is about, its known date and whether it takes the fact back stay: they are `features.proofs.leaks.later`'s business.
    """
    columns = TABLES[table].columns()
    stated = [name for name in columns if name not in COMMON_COLUMNS and name not in CARRIED]
    said_less = TURN % 5 == 4
    return rows.select(
        pl.lit(LATE_ARRIVAL, dtype=pl.Int32).alias(name)
        if name == "arrival"
        else _when(name, day)
        if name == "event_date"
        else pl.when(said_less).then(None).otherwise(_other(columns[name], day)).cast(column_type).alias(name)
        if name in stated
        else pl.col(name)
        for name, column_type in polars_schema(table).items()
    )


def _when(name: str, day: pl.Expr) -> pl.Expr:
    """Half the events stay where they are; of the others some happened within days, some within three years."""
    recent, older = TURN % 28, TURN * 37 % 1100
    back = pl.when(TURN % 4 == 1).then(recent).otherwise(older)
    return pl.when(TURN % 2 == 0).then(pl.col(name)).otherwise(day - pl.duration(days=back)).alias(name)


def _other(column: dy.Column, day: pl.Expr) -> pl.Expr:
    words: list[str] | None = (column.metadata or {}).get("values")
    cell = pl.col(column.name)
    if words:
        onward = cell.replace_strict(dict(zip(words, [*words[1:], words[0]], strict=True)), default=words[0])
        chosen = pl.lit(pl.Series(words)).gather(TURN % len(words))
        return pl.when(cell.is_null()).then(chosen).otherwise(onward)
    if column.dtype == pl.Boolean:
        return ~cell.fill_null(TURN % 2 == 0)
    if column.dtype == pl.Date:
        return day - pl.duration(days=TURN * 11 % 900)
    if column.dtype.is_numeric():
        # Some so much larger that lines and thresholds are passed.
        larger = pl.when(TURN % 3 == 0).then(1000).otherwise(3)
        return cell.fill_null(0.0) * larger + 1 + TURN % 7
    return pl.concat_str(cell.fill_null(""), pl.lit("0"))

"""Which delivered rows say something new: a monthly roster tells the same facts again and again."""

from __future__ import annotations

import polars as pl

FACT = ("household_id", "record_id")
BROUGHT_BY = ("known_date", "delivery_id", "source_sheet", "source_row")


def only_new(rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The rows that differ from what was last known of the same fact on their own known date.

    Compared is with the version before, by `known_date`, not with the newest one: a late intake of an older delivery
    must not be measured by what only came after it. So the first known date of every version stays, and a value that
    changes and changes back keeps all its versions. Of several rows about one fact in one day's deliveries the last
    holds.

    Args:
        rows: rows of one record table in the order in which they were delivered.
        stored: rows of the same table that the store has about the same households, in any order.
    """
    if rows.is_empty():
        return rows
    versions = pl.concat([_fingerprints(stored, new=False), _fingerprints(rows, new=True)])
    versions = versions.sort("fact", "known_date", "new", "position")
    same_fact_next = pl.col("fact") == pl.col("fact").shift(-1)
    same_day_next = pl.col("known_date") == pl.col("known_date").shift(-1)
    versions = versions.filter(~(pl.col("new") & (same_fact_next & same_day_next).fill_null(False)))
    said_before = (pl.col("fact") == pl.col("fact").shift(1)) & (pl.col("content") == pl.col("content").shift(1))
    fresh = versions.filter(pl.col("new") & ~said_before.fill_null(False))
    return rows[fresh.get_column("position").sort()]


def _fingerprints(rows: pl.DataFrame, *, new: bool) -> pl.DataFrame:
    """One line per row: 64-bit hashes of the fact and of all that is said about it."""
    return pl.DataFrame(
        {
            "fact": rows.select(FACT).hash_rows(seed=1),
            "content": rows.select(pl.all().exclude(*FACT, *BROUGHT_BY)).hash_rows(seed=2),
            "known_date": rows.get_column("known_date"),
            "new": pl.repeat(new, rows.height, dtype=pl.Boolean, eager=True),
            "position": pl.int_range(rows.height, dtype=pl.Int64, eager=True),
        }
    )

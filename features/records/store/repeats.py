"""Which delivered rows say something new: a monthly roster tells the same facts again and again."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.records.gate import FACT
from features.records.store.side_tables import REPEATED

BROUGHT_BY = ("known_date", "arrival", "delivery_id", "carried_by", "source_sheet", "source_row")
"""Columns that say who told a fact and when, and nothing about the fact."""

_TELLER = ("known_date", "delivery_id")


@dataclass(frozen=True)
class Novelty:
    """Delivered rows of one table: `fresh` ones say something new; `repeated` ones (columns of REPEATED but `table`)
    say again what the version that they name said.
    """

    fresh: pl.DataFrame
    repeated: pl.DataFrame


def novelty(rows: pl.DataFrame, stored: pl.DataFrame, always: pl.DataFrame | None = None) -> Novelty:
    """Part the rows that differ from what was last known of the same fact on their own known date from those that don't.

    Compared is with the version before, by `known_date`, not with the newest one: a late intake of an older delivery
    must not be measured by what only came after it. So the first known date of every version stays, and a value that
    changes and changes back keeps all its versions. Of several rows about one fact in one delivery of one day the last
    holds; of several deliveries of that day each keeps its word, for any of them may be withdrawn.

    Args:
        rows: rows of one record table in the order in which they were delivered.
        stored: rows of the same table that the store has about the same households, in any order.
        always: facts (`household_id`, `record_id`) of which a repetition is kept as a row: what was withdrawn is no row
            that a repetition could name.
    """
    if rows.is_empty():
        return Novelty(rows, _repeated(rows, rows))
    lines = pl.concat([_fingerprints(stored, new=False), _fingerprints(rows, new=True)])
    lines = lines.sort("fact", "known_date", "new", "arrival", "position")
    told_again_below = pl.all_horizontal(
        pl.col(name) == pl.col(name).shift(-1) for name in ("fact", "known_date", "delivery")
    )
    lines = lines.filter(~(pl.col("new") & told_again_below.fill_null(False)))
    said_before = (pl.col("fact") == pl.col("fact").shift(1)) & (pl.col("content") == pl.col("content").shift(1))
    repeats = pl.col("new") & said_before.fill_null(False)
    if always is not None and always.height:
        repeats &= ~pl.col("fact").is_in(_fact(always).implode())
    lines = lines.with_columns(repeats.alias("repeats"), _line=pl.col("position") + stored.height * pl.col("new"))
    # What a repetition repeats, through a chain of them: the last line above it that is none.
    lines = lines.with_columns(pl.when(~pl.col("repeats")).then("_line").forward_fill().alias("said"))
    fresh = lines.filter(pl.col("new") & ~pl.col("repeats")).get_column("position").sort()
    again = lines.filter("repeats").sort("position")
    said = pl.concat([stored.select(_TELLER), rows.select(_TELLER)])[again.get_column("said")]
    return Novelty(rows[fresh], _repeated(rows[again.get_column("position")], said))


def _repeated(again: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    repetitions = again.with_columns(
        said.get_column("known_date").alias("said_on"), said.get_column("delivery_id").alias("said_by")
    )
    return repetitions.select(
        (pl.col(name) if name in repetitions.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in REPEATED.items()
        if name != "table"
    )


def _fact(rows: pl.DataFrame) -> pl.Series:
    return rows.select(FACT).hash_rows(seed=1)


def _fingerprints(rows: pl.DataFrame, *, new: bool) -> pl.DataFrame:
    """One line per row: 64-bit hashes of the fact, of all that is said about it, and of who says it."""
    return pl.DataFrame(
        {
            "fact": _fact(rows),
            "content": rows.select(pl.all().exclude(*FACT, *BROUGHT_BY)).hash_rows(seed=2),
            "known_date": rows.get_column("known_date"),
            "delivery": rows.get_column("delivery_id").hash(seed=3),
            "new": pl.repeat(new, rows.height, dtype=pl.Boolean, eager=True),
            # New rows come after all that is stored, in their own order.
            "arrival": pl.repeat(None, rows.height, dtype=pl.Int32, eager=True) if new else rows.get_column("arrival"),
            "position": pl.int_range(rows.height, dtype=pl.Int64, eager=True),
        }
    )

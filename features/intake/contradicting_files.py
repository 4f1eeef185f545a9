"""Which of the rows that are about to land another file of their day contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.intake.problems import placed
from features.records.gate import FACT
from features.records.store import RecordStore
from features.records.store.contradictions import contradictions, repetitions_as_claims
from features.records.tables import TABLES


@dataclass(frozen=True)
class Contradiction:
    """A row of one file and the row of another file of the same day that holds in its place.

    Attributes:
        row, holds: file, sheet and row of each, in words.
        columns: what they tell differently, in words.
        files: the two files, that of the row first.
    """

    files: tuple[str, str]
    row: Bilingual
    holds: Bilingual
    columns: Bilingual


def same_day_contradictions(table: str, rows: pl.DataFrame, stored: pl.DataFrame, store: RecordStore) -> pl.DataFrame:
    """The contradictions of these rows among each other and with what the store has of their days.

    Args:
        rows: rows of one table in the order in which they were delivered.
        stored: rows of the same table that the store has about the same households.
    """
    days = rows.select("known_date").unique()
    earlier = store.deliveries().join(days, on="known_date", how="semi")
    if earlier.height:
        facts = rows.select(*FACT, "known_date").unique()
        again = store.repeated(table).join(facts, on=[*FACT, "known_date"], how="semi")
        before = pl.concat([stored, repetitions_as_claims(again, stored)])
        before = before.join(facts, on=[*FACT, "known_date"], how="semi")
        before = before.join(
            earlier.join(store.withdrawals(), on="delivery_id", how="anti"), on="delivery_id", how="semi"
        )
        rows = pl.concat([before.sort("arrival"), rows.select(before.columns)])
    return contradictions(table, rows)


def as_contradictions(rows: pl.DataFrame, files: Mapping[str, str]) -> tuple[Contradiction, ...]:
    """Contradictions in words.

    Args:
        rows: columns of CONTRADICTIONS.
        files: the file of each delivery.
    """
    return tuple(
        Contradiction(
            (files[row["delivery_id"]], files[row["holds_by"]]),
            placed(files[row["delivery_id"]], row["source_sheet"], row["source_row"]),
            placed(files[row["holds_by"]], row["holds_sheet"], row["holds_row"]),
            columns_named(row["table"], row["columns"]),
        )
        for row in rows.iter_rows(named=True)
    )


def columns_named(table: str, columns: list[str]) -> Bilingual:
    """The columns in the office's words, and by their names."""
    declared = TABLES[table].columns()
    words = [str((declared[name].metadata or {}).get("zh", name)) for name in columns]
    return Bilingual("、".join(words), ", ".join(columns))

"""What type a household is when its sheet does not say: the national household sheet has no column 户类型.

That sheet lists once-poor households and, beside them, monitored ones that never were; the roster of monitored
households tells which those are.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

import polars as pl

from features.intake.sheets.columns import Rows
from features.records.store import RecordStore


class HouseholdTypes:
    """Household types as monitoring rosters told them, growing while rosters come in."""

    def __init__(self, told: pl.DataFrame) -> None:
        self._told: dict[str, list[tuple[date, str]]] = {}
        self.learn(told)

    @classmethod
    def of(cls, store: RecordStore) -> HouseholdTypes:
        return cls(store.collected(store.scan("monitoring").select("household_id", "household_type", "known_date"))[0])

    def learn(self, told: pl.DataFrame) -> None:
        """Take in `household_id`, `household_type` and `known_date` of rows of the table `monitoring`."""
        columns = ("household_id", "known_date", "household_type")
        for household, known_date, kind in told.select(columns).drop_nulls().unique().sort(columns).iter_rows():
            self._told.setdefault(household, []).append((known_date, kind))
            self._told[household].sort()

    def and_also(self, told: pl.DataFrame) -> HouseholdTypes:
        """A copy that knows this too: what one sheet of a workbook tells the others before any of it is taken in."""
        if told.is_empty():
            return self
        copy = HouseholdTypes(told)
        for household, words in self._told.items():
            copy._told[household] = sorted([*words, *copy._told.get(household, [])])
        return copy

    def type_of(self, household: str, on: date) -> str | None:
        """What was told last by that day; None when nothing was."""
        told = self._told.get(household, [])
        earlier = bisect_right(told, on, key=lambda word: word[0])
        return told[earlier - 1][1] if earlier else None


def told_types(rows: Rows, known_date: date) -> pl.DataFrame:
    """`household_id`, `household_type` and `known_date` of a roster of monitored households; no rows of other sheets."""
    told = rows.frame if {"household_type", "category"} <= set(rows.frame.columns) else pl.DataFrame()
    if told.is_empty():
        return pl.DataFrame(schema={"household_id": pl.String, "household_type": pl.String, "known_date": pl.Date})
    return told.select("household_id", "household_type", pl.lit(known_date).alias("known_date"))


def with_household_types(rows: Rows, types: HouseholdTypes, known_date: date) -> Rows:
    """The rows of a sheet that has no column 户类型 with the type that a roster told by then, else the sheet's own."""
    otherwise = rows.source.household_type_untold
    if otherwise is None or rows.has("household_type"):
        return rows
    households = rows.frame.get_column("household_id")
    told = [types.type_of(household, known_date) or otherwise for household in households]
    return rows.with_frame(rows.frame.with_columns(pl.Series("household_type", told, dtype=pl.String)))

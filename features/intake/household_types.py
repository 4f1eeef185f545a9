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

    def __init__(self, roster: pl.DataFrame) -> None:
        self._types: dict[str, list[tuple[date, str]]] = {}
        self.learn(roster)

    @classmethod
    def of(cls, store: RecordStore) -> HouseholdTypes:
        return cls(store.collected(store.scan("monitoring").select("household_id", "household_type", "known_date"))[0])

    def learn(self, roster: pl.DataFrame) -> None:
        """Take in `household_id`, `household_type` and `known_date` of rows of the table `monitoring`."""
        columns = ("household_id", "known_date", "household_type")
        for household, known_date, kind in roster.select(columns).drop_nulls().unique().sort(columns).iter_rows():
            self._types.setdefault(household, []).append((known_date, kind))
            self._types[household].sort()

    def and_also(self, roster: pl.DataFrame) -> HouseholdTypes:
        """A copy that knows this too: what one sheet of a workbook tells the others before any of it is taken in."""
        if roster.is_empty():
            return self
        copy = HouseholdTypes(roster)
        for household, words in self._types.items():
            copy._types[household] = sorted([*words, *copy._types.get(household, [])])
        return copy

    def type_of(self, household: str, on: date) -> str | None:
        """What was told last by that day; None when nothing was."""
        types = self._types.get(household, [])
        earlier = bisect_right(types, on, key=lambda word: word[0])
        return types[earlier - 1][1] if earlier else None


def roster_types(rows: Rows, known_date: date) -> pl.DataFrame:
    """`household_id`, `household_type` and `known_date` of a roster of monitored households; no rows of other sheets."""
    roster = rows.frame if {"household_type", "category"} <= set(rows.frame.columns) else pl.DataFrame()
    if roster.is_empty():
        return pl.DataFrame(schema={"household_id": pl.String, "household_type": pl.String, "known_date": pl.Date})
    return roster.select("household_id", "household_type", pl.lit(known_date).alias("known_date"))


def with_household_types(rows: Rows, types: HouseholdTypes, known_date: date) -> Rows:
    """The rows of a sheet that has no column 户类型 with the type that a roster told by then, else the sheet's own."""
    otherwise = rows.source.household_type_untold
    if otherwise is None or rows.has("household_type"):
        return rows
    households = rows.frame.get_column("household_id")
    told = [types.type_of(household, known_date) or otherwise for household in households]
    return rows.with_frame(rows.frame.with_columns(pl.Series("household_type", told, dtype=pl.String)))

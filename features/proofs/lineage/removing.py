"""What each row does to a household's values: all of them computed again without it, one row at a time, in one call.

Asking the features themselves is the only description of a row's part in them that cannot go out of date: whatever a
view or a measure does with a row shows here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from features.frame import feature_frame, index_of
from features.language.views import HOUSEHOLD, MEMBERS
from features.policy.loading import Policy
from features.records.gate import FACT, Records, as_index, rows_known_by
from features.registry import Feature

PLACE = "_place"
"""A row's number among all that was known of the household that day."""


@dataclass(frozen=True)
class KnownRows:
    """What was known of one household on a day: each fact in its last version then.

    Attributes:
        rows: by table, with the columns of the table and `_place`.
    """

    household_id: str
    as_of: dt.date
    rows: dict[str, pl.DataFrame]

    @classmethod
    def of(cls, records: Records, household_id: str, as_of: dt.date, tables: Iterable[str]) -> KnownRows:
        """The rows of these tables, numbered through."""
        base = as_index(index_of([household_id], as_of))
        rows: dict[str, pl.DataFrame] = {}
        number = 0
        for table in sorted(set(tables)):
            known = rows_known_by(base, records.versions[table]).select(records.tables[table].columns)
            rows[table] = known.with_row_index(PLACE, offset=number)
            number += known.height
        return cls(household_id, as_of, rows)

    @property
    def height(self) -> int:
        return sum(rows.height for rows in self.rows.values())

    def place_of(self, table: str, facts: pl.DataFrame) -> set[int]:
        """The places of these facts: of each a household knows one version on a day."""
        return set(self.rows[table].join(facts.select(FACT), on=FACT, how="semi")[PLACE].to_list())

    def made_of(self, choices: Mapping[str, set[int]]) -> Records:
        """As many households as there are choices, each with the rows of its places only."""
        chosen = pl.DataFrame(
            [(household, place) for household, places in choices.items() for place in sorted(places)],
            schema={"household_id": pl.String, PLACE: pl.UInt32},
            orient="row",
        )
        return Records(
            {
                table: rows.drop("household_id").join(chosen, on=PLACE)
                for table, rows in self.rows.items()
                if rows.height
            }
        )

    def values(self, choices: Mapping[str, set[int]], policy: Policy, measures: Iterable[str]) -> pl.DataFrame:
        """The measures of each choice of rows, in the order of the choices: `household_id` (the choice) and the measures.

        Combinations are left out: what a row does to them it does through their measures.
        """
        return feature_frame(self.made_of(choices), index_of(list(choices), self.as_of), policy, measures)


def tables_read(features: Iterable[Feature]) -> set[str]:
    """The tables on which these features stand; where the household lives decides which policy holds."""
    views = [feature.view for feature in features if feature.view is not None]
    told_by_members = any(view.of_the_living or view.goes_along for view in views)
    return {view.table for view in views} | {HOUSEHOLD.table} | ({MEMBERS.table} if told_by_members else set())


def without_each(known: KnownRows, policy: Policy, measures: Iterable[str]) -> pl.DataFrame:
    """The measures of the household without each row: `_place` and the measures."""
    everything = set(range(known.height))
    frame = known.values({str(place): everything - {place} for place in everything}, policy, measures)
    return frame.with_columns(pl.col("household_id").cast(pl.UInt32).alias(PLACE))


def needed_besides(known: KnownRows, policy: Policy, listed: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Rows that a measure needs besides those listed for it: where several say the same, none of them alone decides.

    Args:
        listed: for each measure the places of the rows that are known to take part.

    Returns:
        For each measure for which the listed rows alone do not give its value, as few further rows as will do, of those
        that say the same the last.
    """
    everything = set(range(known.height))
    if not listed:
        return {}
    alone = known.values({"all": everything, **listed}, policy, listed)
    short = [name for at, name in enumerate(listed, start=1) if not _same(alone[name], 0, at)]
    besides = {}
    for name in short:
        kept = everything
        for place in sorted(everything - listed[name]):
            tried = known.values({"all": everything, "without": kept - {place}}, policy, [name])
            if _same(tried[name], 0, 1):
                kept = kept - {place}
        besides[name] = kept - listed[name]
    return besides


def _same(values: pl.Series, one: int, other: int) -> bool:
    return bool(values[one] == values[other])

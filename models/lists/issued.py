"""An issued list: who is on it and why, and of everybody else why not. Numbers and names; words are made where somebody reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from models.lists.rules import Rules
from models.lists.slots import ANNOUNCED, LeftOut, Slot
from models.lists.state import State, as_previous

HOUSEHOLDS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "place": pl.String(),
    "score": pl.Float64(),
    "score_rank": pl.Int64(),
    "rank": pl.Int64(),
    "slot": pl.String(),
    "left_out": pl.String(),
    "chance": pl.Float64(),
    "was_listed": pl.Boolean(),
    "listed_since": pl.Date(),
    "visited_on": pl.Date(),
    "severity": pl.Int32(),
    "hit_since": pl.Date(),
}
"""One row per household that was considered, or was on the last list, or hits a severe rule. `score_rank` counts everybody of the
place, `rank` those who may be visited; one of `slot` and `left_out` is null. `chance` is the probability of being on this list, given
what was known before it."""

PLACES: dict[str, pl.DataType] = {
    "place": pl.String(),
    "households": pl.Int64(),
    "visits": pl.Int64(),
    "audits": pl.Int64(),
    "audits_expected": pl.Float64(),
    "must_include_bound": pl.Int64(),
}
"""One row per township or village: what fell to it (`models.lists.capacity.visits_by_place`)."""


@dataclass(frozen=True, eq=False)
class IssuedList:
    """A list of one day.

    Attributes:
        as_of: None where nobody has a score.
        seed: of everything that was drawn.
        rules: by county, or one for all under the empty text.
        households: columns of HOUSEHOLDS, by place and score; who was removed last.
        places: columns of PLACES.
        waiting_villages: `village`, `visited_on`: whose turn it is by the floor, and for whom no visit was left.
    """

    as_of: dt.date | None
    seed: int
    rules: Mapping[str, Rules]
    households: pl.DataFrame
    places: pl.DataFrame
    waiting_villages: pl.DataFrame

    @cached_property
    def listed(self) -> pl.DataFrame:
        """Who is on the list, with `number` from 1 in each place: must-includes above the others, then by score."""
        return listed_of(self.households)

    @cached_property
    def left_out(self) -> pl.DataFrame:
        """Who is not on it for another reason than the score alone."""
        told = pl.col("left_out").is_not_null() & (pl.col("left_out") != LeftOut.OUTRANKED.value)
        return self.households.filter(told)

    def announced(self, households: pl.DataFrame) -> dict[str, int]:
        """How many of some households are not listed for a reason that is told, by its name (ANNOUNCED)."""
        absent = _counted(self.left_out.join(households, on="household_id", how="semi"), "left_out", LeftOut.values())
        return {reason.value: absent[reason.value] for reason in ANNOUNCED}

    @cached_property
    def counts(self) -> dict[str, Any]:
        """`visits` that fell to the places; households `listed` against them, `must_include` counted apart, by `slots` and `left_out`."""
        slots = _counted(self.listed, "slot", Slot.values())
        must = slots[Slot.MUST_INCLUDE.value]
        return {
            "visits": int(self.places["visits"].sum()),
            "listed": self.listed.height - must,
            "must_include": must,
            "slots": slots,
            "left_out": _counted(self.households, "left_out", LeftOut.values()),
        }

    def state(self, **known: pl.DataFrame) -> State:
        """What is known before the next list: this one, and the fields of `State` that are handed over."""
        return State(previous=as_previous(self.listed), **known)


def listed_of(households: pl.DataFrame) -> pl.DataFrame:
    """Of everybody who was considered (HOUSEHOLDS) who is on the list, with `number`, as `IssuedList.listed`."""
    must = pl.col("slot") == Slot.MUST_INCLUDE.value
    on_list = households.filter(pl.col("slot").is_not_null()).sort("place", ~must, "rank", "household_id")
    return on_list.with_columns(pl.int_range(1, pl.len() + 1).over("place").alias("number"))


def _counted(rows: pl.DataFrame, column: str, names: list[str]) -> dict[str, int]:
    found = dict(rows.group_by(column).len().iter_rows())
    return {name: int(found.get(name, 0)) for name in names}

"""The dated table of places: of each day and place, how many households are known and how many are marked.

A table is made for ends of months; the context of any day is that of the last month's end on or before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from features.context.marks import MARKS, Level, Mark
from features.errors import FanpinError
from features.records.gate import AS_OF

COUNTED = [f"{mark}_{number}" for mark in MARKS for number in ("households", "hits")]

TABLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "level": pl.String,
    "county": pl.String,
    "place": pl.String,
    **dict.fromkeys(["households", *COUNTED], pl.Int64),
}
"""Columns of the table. `place` is a county's 6 digits, a village's 12 or a settlement's name, within its `county`."""

KEY = ["day", "level", "county", "place"]


class ContextError(FanpinError, ValueError):
    """There is no context for a day, or it is not of these records; the message says what to run."""


def known_hits(mark: Mark) -> tuple[str, str]:
    """The table's columns for a mark: households of which it is known, and those marked."""
    return f"{mark.name}_households", f"{mark.name}_hits"


def context_day(as_of: dt.date) -> dt.date:
    """The day whose context holds on a day: the last month's end on or before it, the day itself included."""
    return (as_of + dt.timedelta(days=1)).replace(day=1) - dt.timedelta(days=1)


CONTEXT_DAY = AS_OF.dt.offset_by("1d").dt.truncate("1mo").dt.offset_by("-1d")
"""`context_day` of each row."""


def context_days(as_of: Iterable[dt.date]) -> list[dt.date]:
    """The days whose contexts these days need, in order."""
    return sorted({context_day(day) for day in as_of})


@dataclass(frozen=True)
class Context:
    """What is counted at the places, on some days.

    Attributes:
        table: columns of `TABLE`.
        days: the days that were counted; a day may have no row, when nobody was described by then.
        counts_them: the households that it is asked for are counted in it, so that their own part is taken out.
            False for a table from which they are out already (`features.context.counting.leaving_out`).
    """

    table: pl.DataFrame
    days: frozenset[dt.date]
    counts_them: bool = True

    def of_level(self, level: Level) -> pl.DataFrame:
        """The rows of one kind of place: `day`, `county`, `place` and the counts."""
        return self._by_level[level.value]

    @cached_property
    def _by_level(self) -> dict[str, pl.DataFrame]:
        return {level.value: self.table.filter(pl.col("level") == level.value).drop("level") for level in Level}

    def check_days(self, days: Iterable[dt.date]) -> None:
        """Raise where a day was not counted.

        Raises:
            ContextError: naming the days and the command that counts them.
        """
        if missing := sorted(set(days) - self.days):
            raise ContextError(
                f"没有 {missing[0]} 的村和安置点统计：先运行 fanpin context --as-of {missing[0]} | There is no context of villages and "
                f"settlements for {', '.join(map(str, missing))}. Run `fanpin context --as-of {missing[0]}` first."
            )


def require_context(context: Context | None, columns: Collection[str]) -> None:
    """Raise where figures of villages and settlements are read and nobody brought them.

    Args:
        columns: the figures read (`features.registry.context_read`).

    Raises:
        ContextError: an answer without them would take unknown for known.
    """
    if columns and context is None:
        raise ContextError(
            "缺少村和安置点统计：模型或训练需要它 | The figures of villages and settlements are missing: these features stand on them. Give "
            "the records their context (features.context.keeping)."
        )

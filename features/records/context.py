"""What records carry of the places of their households: how many households are known there, and how many are marked.

It is counted by `features.context`; here is only what it holds, so that the gate can carry it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from features.errors import FanpinError
from features.vocabulary import Labelled


class Level(Labelled):
    """The places of a household, by the column that holds each."""

    COUNTY = "county", "全县", "county"
    VILLAGE = "village", "行政村", "village"
    SETTLEMENT = "settlement", "安置点", "settlement"


class ContextError(FanpinError, ValueError):
    """There is no context for a day, or it is not of these records; the message says what to run."""


@dataclass(frozen=True)
class Context:
    """What is counted at the places, on some days.

    Attributes:
        table: columns of `TABLE`.
        days: the days that were counted; a day may have no row, when nobody was described by then.
        counts_them: the households that it is asked for are counted in it, so that their own part is taken out.
            False for a table from which they are out already (`features.frame.context.counting.leaving_out`).
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
        columns: the figures read (`features.frame.fingerprint.context_read`).

    Raises:
        ContextError: an answer without them would take unknown for known.
    """
    if columns and context is None:
        raise ContextError(
            "缺少村和安置点统计：模型或训练需要它 | The figures of villages and settlements are missing: these features stand on them. Give "
            "the records their context (features.context.cache)."
        )

"""Households whose records hold, or give, a number that cannot be: they get no score, and whoever asks is told which.

One such household must not cost all others of the county their scores, and its own would be made of nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Set

import polars as pl

from features.basis import TABLE_NAMES
from features.bilingual import Bilingual
from features.records.contracts.impossible import by_household
from features.registry import features
from models.refusal import NotScoreableError, Refusal

FEW_ROWS = 8
"""Up to so many rows are looked through one by one: a question to each column costs more."""

NAMED = 20
"""Households named one by one where people read; the number of all is told beside them."""


class ImpossibleRecordsError(NotScoreableError):
    """Numbers of one household cannot be; `tables` says in which record tables. The message does not name it."""

    refusal = Refusal.IMPOSSIBLE_NUMBERS

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables = list(tables)
        super().__init__(str(self.detail))

    @property
    def detail(self) -> Bilingual:
        zh, en = _in_chinese(self.tables), ", ".join(self.tables)
        return Bilingual(
            f"{zh}中有超出界限的金额或数量，或相加、相除后不是有限的数；请核对并更正这些记录，没有给出得分",
            f"Amounts or numbers in {en} lie beyond their bounds, or give no finite number when added or divided. Have them "
            "corrected; nothing was scored.",
        )


def not_finite(frame: pl.DataFrame, among: Iterable[str] | None = None) -> pl.DataFrame:
    """The rows of a feature frame with a fact that is no finite number.

    Args:
        among: the features asked about; all of the frame when None.

    Returns:
        `household_id`, `as_of`, `tables`.
    """
    facts = _with_an_endless_number(frame, features().keys() if among is None else set(among))
    # Of all other columns nothing is asked: to name the types of hundreds costs as much as to look through them.
    asked = frame[["household_id", "as_of", *facts]]
    wrong = asked.filter(pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_finite().not_() for name in facts)))
    rows = [
        (row["household_id"], row["as_of"], _table_of(name))
        for row in wrong.iter_rows(named=True)
        for name in facts
        if row[name] is not None and not math.isfinite(row[name])
    ]
    schema = {"household_id": pl.String, "as_of": pl.Date, "table": pl.String}
    return by_household(pl.DataFrame(rows, schema=schema, orient="row"))


def _with_an_endless_number(frame: pl.DataFrame, asked: Set[str]) -> list[str]:
    """The facts of the frame of which some row holds an infinite number or none."""
    names = frame.columns
    if frame.height <= FEW_ROWS:
        rows = frame.rows()
        return [
            name
            for place, name in enumerate(names)
            if name in asked and any(isinstance(row[place], float) and not math.isfinite(row[place]) for row in rows)
        ]
    return [
        name
        for name, kind in frame.schema.items()
        # A sum tells at once of a whole column that nothing is wrong with it, as it is of nearly all.
        if kind.is_float() and name in asked and not math.isfinite(frame.get_column(name).sum() or 0.0)
    ]


def lines_about(impossible: pl.DataFrame, region: str = "") -> list[Bilingual]:
    """A line about all of them that live in a region and one about each of the first, for people; nothing where there are none."""
    impossible = impossible.filter(pl.col("region_code").str.starts_with(region)) if region else impossible
    if impossible.is_empty():
        return []
    count, first = impossible.height, impossible.head(NAMED)
    named = [
        Bilingual(f"  户 {row['household_id']}：{_in_chinese(row['tables'])}", "")
        for row in first.iter_rows(named=True)
    ]
    return [
        Bilingual(
            f"{count:,} 户未评分：记录中有不可能的金额或数量，请核对并更正",
            f"{count:,} households not scored: amounts or numbers in their records can't be; have them corrected",
        ),
        *named,
        *([Bilingual(f"  另有 {count - NAMED:,} 户", f"and {count - NAMED:,} more")] if count > NAMED else []),
    ]


def _in_chinese(tables: Iterable[str]) -> str:
    return "、".join(f"“{TABLE_NAMES[table].zh}”" for table in tables)


def _table_of(feature: str) -> str:
    view = features()[feature].view
    return view.table if view is not None else "households"

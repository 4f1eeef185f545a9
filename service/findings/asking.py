"""Which findings, hits or gaps somebody wants, and which of them are theirs to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from features.deliveries.departments import DeliveringDepartment
from service.findings.listing import PLACE, ListedDay
from service.jurisdiction import Jurisdiction
from service.principal import Reach

WHOSE_WORK_IT_ALL_IS = frozenset({DeliveringDepartment.AGRICULTURE, DeliveringDepartment.TOWNSHIP})
"""Whoever answers for the monitoring, and whoever visits, look at what every department has to do."""


def lives_there(day: ListedDay, place: Jurisdiction) -> bool:
    """Whether somebody was known to live in a place on the day."""
    return any(village in place for village in day.villages)


def seen(
    day: ListedDay,
    place: Jurisdiction,
    reach: Reach,
    wanted: Mapping[str, str],
    acting: str | None,
) -> pl.DataFrame:
    """Those of a place that somebody asks for and may see, in order.

    Args:
        place: what of the asker's reach is asked for; what lies wider than it is not seen.
        reach: where the asker speaks for a department, they see what it has to act on itself, unless all of it is its work.
        wanted: values of columns; nothing else is seen.
        acting: the department that has to act, where one is asked for.
    """
    return _seen(day.rows, pl.col("departments").list.contains, place, reach, wanted, acting)


def messages_seen(
    day: ListedDay, place: Jurisdiction, reach: Reach, wanted: Mapping[str, str], acting: str | None
) -> pl.DataFrame:
    """The same of `ListedDay.by_department`: of what two departments have to do a liaison sees their own's part."""
    return _seen(day.by_department, lambda department: pl.col("acting") == department, place, reach, wanted, acting)


def _seen(
    rows: pl.DataFrame,
    is_of: Callable[[str], pl.Expr],
    place: Jurisdiction,
    reach: Reach,
    wanted: Mapping[str, str],
    acting: str | None,
) -> pl.DataFrame:
    whole = reach.places if reach.department in WHOSE_WORK_IT_ALL_IS else reach.whole
    theirs = _lies_within(whole)
    if reach.department is not None:
        theirs |= _lies_within(reach.own) & is_of(reach.department.value)
    conditions = [_lies_within(place), theirs, *(pl.col(column) == value for column, value in wanted.items())]
    if acting is not None:
        conditions.append(is_of(acting))
    return rows.filter(pl.all_horizontal(conditions))


def place_in_order(rows: pl.DataFrame, number: int) -> list[str | int]:
    """Where a row stands, in values of JSON."""
    return list(rows.select(PLACE).row(number))


def _lies_within(place: Jurisdiction) -> pl.Expr:
    return pl.any_horizontal(
        pl.lit(value=False), *(pl.col("region_code").str.starts_with(prefix) for prefix in place.prefixes)
    )

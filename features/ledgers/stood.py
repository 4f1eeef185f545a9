"""Frames of what stood day after day, brought to the days of which entries are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from features.ledgers.entries import Ground, Stood

BY, RIGHT, CONFIRMED = "by", "right", "confirmed"
THERE, COUNTED = "there", "counted"

Days = Mapping[tuple[str, str], list[Stood]]
"""By household and person, the person empty where it is of the household as a whole; in the order of the days."""


def ground(prefix: str, day: str = "event_date") -> list[pl.Expr]:
    """The record of a row as columns."""
    return [
        pl.col(day).alias(f"{prefix}_on"),
        pl.col("delivery_id").alias(f"{prefix}_delivery"),
        pl.col("record_id").alias(f"{prefix}_record"),
    ]


def days_of(frame: pl.DataFrame, ended: pl.DataFrame) -> Days:
    """The days of each household or person.

    Args:
        frame: `household_id`, `as_of`, `row`, `lacks`, the columns of `ground` for each of `BY`, and of `RIGHT` and `CONFIRMED` where there are
            such, and where it is told `person_id`, `detail`, `THERE`, `COUNTED`.
        ended: facts of which a version ended on the day of a row (`features.records.changes.ended_on`).
    """
    retracted = ended.group_by("row").agg(pl.col("record_id").alias("retracted"))
    ordered = frame.join(retracted, on="row", how="left").sort("household_id", "as_of")
    days: dict[tuple[str, str], list[Stood]] = defaultdict(list)
    for row in ordered.iter_rows(named=True):
        days[row["household_id"], row.get("person_id", "")].append(
            Stood(
                day=row["as_of"],
                lacks=row["lacks"],
                by=_ground(row, BY),
                detail=row.get("detail"),
                right=_ground(row, RIGHT),
                confirmed=_ground(row, CONFIRMED),
                there=row.get(THERE, True),
                counted=row.get(COUNTED, True),
                retracted=frozenset(row["retracted"] or ()),
            )
        )
    return days


def _ground(row: Mapping[str, Any], prefix: str) -> Ground | None:
    on = row.get(f"{prefix}_on")
    return None if on is None else Ground(on, row[f"{prefix}_delivery"], row[f"{prefix}_record"])

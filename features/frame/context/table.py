"""The dated table of places: of each day and place, how many households are known and how many are marked.

A table is made for ends of months; the context of any day is that of the last month's end on or before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from features.language.marks import MARKS, Mark
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

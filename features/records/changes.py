"""The days on which what is known of households changed: where somebody follows them from day to day, as the gate showed them on each.

What was visible on such a day is the gate's to say. Here is only on which days it may have begun to say something else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, KNOWN_DATE, SUPERSEDED_ON


def days_of_change(every: Iterable[pl.DataFrame], until: dt.date, *told_days: str) -> pl.DataFrame:
    """The days up to one on which what is known of each household changed: `household_id`, `as_of`, in order.

    A row counts from the day on which it is known, or when it happens where it is announced; its fact in that version ends when a later
    version is known.

    Args:
        every: versions of the tables that are looked at.
        told_days: columns with further days from which on a row says something else, such as the end of what it tells of.
    """
    parts = []
    for versions in every:
        days = [pl.max_horizontal(KNOWN_DATE, EVENT_DATE), SUPERSEDED_ON]
        days += [pl.max_horizontal(KNOWN_DATE, pl.col(name)) for name in told_days if name in versions.columns]
        parts += [versions.select("household_id", day.alias("as_of")) for day in days]
    return pl.concat(parts).drop_nulls().filter(AS_OF <= until).unique().sort("household_id", "as_of")


def ended_on(days: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """The facts of which a version was corrected or taken back on the very day of a row: `row`, `record_id`.

    Args:
        days: `household_id`, `as_of`, `row`.
    """
    ended = versions.select("household_id", "record_id", SUPERSEDED_ON.alias("as_of")).drop_nulls()
    return days.join(ended, on=["household_id", "as_of"]).select("row", "record_id").unique()

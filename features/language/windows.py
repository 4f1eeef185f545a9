"""When something happened: windows over the days of a row, and months between days.

A window of n months is `(as_of - n months, as_of]`; the gate measures where it begins, from the day after the as-of
day, so that the windows of the last days of months lie side by side.
"""

from __future__ import annotations

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, WINDOWS

EVERY_ROW = EVENT_DATE.is_not_null()
"""True of each row."""


def in_last(*, months: int) -> pl.Expr:
    """Happened in `(as_of - months, as_of]`.

    Raises:
        ValueError: a length that the index does not carry.
    """
    return between_months(months, 0)


def between_months(oldest: int, newest: int) -> pl.Expr:
    """Happened in `(as_of - oldest months, as_of - newest months]`: the year before, for comparison."""
    return (EVENT_DATE > _start_of(oldest)) & (EVENT_DATE <= (AS_OF if newest == 0 else _start_of(newest)))


def day_in_last(column: str, *, months: int) -> pl.Expr:
    """Another day of the row, such as the end of a spell, lies in `(as_of - months, as_of]`."""
    return (pl.col(column) > _start_of(months)) & (pl.col(column) <= AS_OF)


def ended_in_last(*, months: int, end: str = "ended_on") -> pl.Expr:
    """A spell that is over, and lately so: the day after its last day lies in `(as_of - months, as_of]`.

    The last day itself is still part of the spell (`underway`), so that no spell is underway and ended on one day.
    """
    return (pl.col(end) >= _start_of(months)) & (pl.col(end) < AS_OF)


def whole_period_in_last(*, months: int) -> pl.Expr:
    """The row's period, `period_months` up to its day, lies wholly in `(as_of - months, as_of]`: a year is no quarter."""
    inside = whole_months(_day_after(_start_of(months)), _day_after(EVENT_DATE)) >= pl.col("period_months")
    return inside & (EVENT_DATE <= AS_OF)


def before(*, months: int) -> pl.Expr:
    """Happened by the day so many months before the as-of day: what a value was then, as it is known now."""
    return EVENT_DATE <= _start_of(months)


def ever() -> pl.Expr:
    """Happened by the as-of day: a plan delivered ahead of its date is not yet a fact."""
    return EVENT_DATE <= AS_OF


def underway(*, start: str = "started_on", end: str = "ended_on", months_ago: int = 0) -> pl.Expr:
    """A spell that has begun and has not ended on the as-of day, or on the day so many months before it."""
    day = _start_of(months_ago) if months_ago else AS_OF
    return (pl.col(start) <= day) & (pl.col(end).is_null() | (pl.col(end) >= day))


def months_back(day: pl.Expr = EVENT_DATE) -> pl.Expr:
    """A day's place among the months of a window: 0 in the month that ends on the as-of day, 1 in the one before."""
    return whole_months(_day_after(day), _day_after(AS_OF))


def whole_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Completed months between two days, negative when `end` comes first."""
    months = (end.dt.year() - start.dt.year()) * 12 + (end.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32))
    return months - (end.dt.day() < start.dt.day()).cast(pl.Int32)


def _day_after(day: pl.Expr) -> pl.Expr:
    # Days are counted in whole numbers; a duration would be worked out in microseconds first.
    return (day.cast(pl.Int32) + 1).cast(pl.Date)


def _start_of(months: int) -> pl.Expr:
    if months not in WINDOWS:
        raise ValueError(f"no window of {months} months; features.records.gate.WINDOWS has {WINDOWS}")
    return pl.col(f"after_{months}m")

"""The words that features are written in: windows, and measures over one household's rows.

A measure says what it looks at (`over`), what it counts (`of`), and keeps apart two absences: *nothing fits*, which
takes the feature's declared `when_no_rows`, and *something fits but its value is unknown*, which stays unknown.
Amounts are summed as whole fen, so that a sum does not depend on the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, WINDOWS

TRUE = pl.lit(value=True)

EVERY_ROW = EVENT_DATE.is_not_null()
"""True of each row. The literal is one value for the whole group: counting it gives 1, however many rows there are."""

MONTHS_IN_A_DAY = 12 / 365.25

COMPULSORY_AGES = (6, 15)
"""Ages of compulsory schooling, both included (Compulsory Education Law: nine years from the age of six)."""


@dataclass(frozen=True)
class Measure:
    """A value over the rows of one household, and whether any row fitted at all."""

    value: pl.Expr
    fits: pl.Expr

    def or_absent(self, absent: float | None) -> pl.Expr:
        """The value, with `absent` where no row fitted."""
        return pl.when(self.fits).then(self.value.cast(pl.Float64)).otherwise(pl.lit(absent, dtype=pl.Float64))


def in_last(*, months: int) -> pl.Expr:
    """Happened in `(as_of - months, as_of]`.

    Raises:
        ValueError: a length that the index does not carry.
    """
    return between_months(months, 0)


def between_months(oldest: int, newest: int) -> pl.Expr:
    """Happened in `(as_of - oldest months, as_of - newest months]`: the year before, for comparison."""
    for months in {oldest, newest} - {0}:
        if months not in WINDOWS:
            raise ValueError(f"no window of {months} months; features.records.gate.WINDOWS has {WINDOWS}")
    end = AS_OF if newest == 0 else pl.col(f"after_{newest}m")
    return (EVENT_DATE > pl.col(f"after_{oldest}m")) & (EVENT_DATE <= end)


def day_in_last(column: str, *, months: int) -> pl.Expr:
    """Another day of the row, such as the end of a spell, lies in `(as_of - months, as_of]`."""
    return (pl.col(column) > pl.col(f"after_{months}m")) & (pl.col(column) <= AS_OF)


def ever() -> pl.Expr:
    """Happened by the as-of day: a plan delivered ahead of its date is not yet a fact."""
    return EVENT_DATE <= AS_OF


def total(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Sum of an amount, to the fen. Nothing fits: absent. Fits but no amount known: unknown."""
    fits = of & (ever() if over is None else over)
    amount = pl.col(column) if isinstance(column, str) else column
    fen = (amount * 100).round().filter(fits)
    known = amount.filter(fits).is_not_null().any()
    return Measure(pl.when(known).then(_in_yuan(fen.sum())).otherwise(None), _any(fits))


def yearly(amount: pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The amounts of the latest period that ended inside `over` (the last 12 months), scaled to a year, to the fen.

    Figures that are collected once a year give that year's sum, quarterly ones four times the last quarter. Two
    collections inside one window (a late one and an early one) are not added up; beside a year's figure a single
    month's is left out, since a month says little of a year.
    """
    inside = of & (in_last(months=12) if over is None else over)
    period = pl.col("period_months")
    longest = inside & (period == period.filter(inside).max())
    fits = longest & (EVENT_DATE == EVENT_DATE.filter(longest).max())
    fen = (amount * 1200 / pl.col("period_months")).round().filter(fits)
    known = amount.filter(fits).is_not_null().any()
    return Measure(pl.when(known).then(_in_yuan(fen.sum())).otherwise(None), _any(fits))


def count(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW, stated: str | None = None) -> Measure:
    """How many rows fit. A household with rows of which none fits has 0; one without rows takes its absence.

    Args:
        stated: the column that tells; where no row states it, the household takes its absence too, not 0.
    """
    tells = TRUE if stated is None else pl.col(stated).is_not_null().any()
    return Measure((of & over).fill_null(value=False).sum(), tells)


def any_of(of: pl.Expr, *, over: pl.Expr = EVERY_ROW) -> Measure:
    """1 if a row fits, else 0."""
    return Measure((of & over).fill_null(value=False).any().cast(pl.Float64), TRUE)


def people(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW) -> Measure:
    """How many different persons the fitting rows are about."""
    return Measure(pl.col("person_id").filter(of & over).n_unique(), TRUE)


def latest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The value of the row that happened last, among those that state one."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits & value.is_not_null()).last(), _any(fits))


def largest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The greatest value among the fitting rows."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits).max(), _any(fits))


def smallest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The smallest value among the fitting rows."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits).min(), _any(fits))


def months_since(day: str | pl.Expr = "event_date", *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Whole months from the last fitting day to the as-of day."""
    value = pl.col(day) if isinstance(day, str) else day
    fits = of & (ever() if over is None else over)
    return Measure(whole_months(value.filter(fits).max(), AS_OF.first()), _any(fits))


def share(of: pl.Expr, *, among: pl.Expr = EVERY_ROW) -> Measure:
    """Part of the rows `among` that fit, 0 to 1."""
    base = among.fill_null(value=False)
    return Measure((of & base).fill_null(value=False).sum() / base.sum(), _any(base))


def whole_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Completed months between two days, negative when `end` comes first."""
    months = (end.dt.year() - start.dt.year()) * 12 + (end.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32))
    return months - (end.dt.day() < start.dt.day()).cast(pl.Int32)


def months_of_spells(*, start: str, end: str, months: int, of: pl.Expr = EVERY_ROW) -> Measure:
    """Months covered by spells inside the window, overlapping spells of different people added up, to 0.1 month."""
    begins = pl.max_horizontal(pl.col(start), pl.col(f"after_{months}m"))
    ends = pl.min_horizontal(pl.col(end).fill_null(AS_OF), AS_OF)
    days = (ends - begins).dt.total_days().clip(lower_bound=0)
    fits = of & (pl.col(start) <= AS_OF)
    return Measure((days.filter(fits).sum() * MONTHS_IN_A_DAY).round(1), _any(fits))


def underway(*, start: str = "started_on", end: str = "ended_on") -> pl.Expr:
    """A spell that has begun and has not ended on the as-of day."""
    return (pl.col(start) <= AS_OF) & (pl.col(end).is_null() | (pl.col(end) >= AS_OF))


def _in_yuan(fen: pl.Expr) -> pl.Expr:
    # Not `/ 100`: Polars divides a column by a literal through its reciprocal, and a single value truly, so that one
    # household and a batch would differ in the last bit.
    return (fen * 0.01).round(2)


def _any(fits: pl.Expr) -> pl.Expr:
    return fits.fill_null(value=False).any()


def ratio(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """A quotient that is unknown, not infinite, when there is nothing to divide by."""
    return pl.when(denominator > 0).then(numerator / denominator).otherwise(None)


def value_of(feature: str) -> pl.Expr:
    """Another feature's value, for features that combine domains."""
    return pl.col(feature)


def policy(name: str) -> pl.Expr:
    """The policy value in force at the household's place on the as-of day."""
    return pl.col(f"policy.{name}")

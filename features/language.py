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
    """A value over the rows of one household, and whether any row fitted at all.

    Attributes:
        value: over the household's rows.
        fits: whether some row could tell; where none could, the feature takes its absence.
        rows: of each row, whether it makes part of the value: what lineage lists.
    """

    value: pl.Expr
    fits: pl.Expr
    rows: pl.Expr = EVERY_ROW

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
    a_day = pl.duration(days=1)
    inside = whole_months(_start_of(months) + a_day, EVENT_DATE + a_day) >= pl.col("period_months")
    return inside & (EVENT_DATE <= AS_OF)


def _start_of(months: int) -> pl.Expr:
    if months not in WINDOWS:
        raise ValueError(f"no window of {months} months; features.records.gate.WINDOWS has {WINDOWS}")
    return pl.col(f"after_{months}m")


def before(*, months: int) -> pl.Expr:
    """Happened by the day so many months before the as-of day: what a value was then, as it is known now."""
    return EVENT_DATE <= _start_of(months)


def ever() -> pl.Expr:
    """Happened by the as-of day: a plan delivered ahead of its date is not yet a fact."""
    return EVENT_DATE <= AS_OF


def total(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Sum of an amount, to the fen. Nothing fits: absent. Fits but no amount known: unknown."""
    fits = of & (ever() if over is None else over)
    amount = pl.col(column) if isinstance(column, str) else column
    fen = (amount * 100).round().filter(fits)
    known = amount.filter(fits).is_not_null().any()
    return Measure(pl.when(known).then(_in_yuan(fen.sum())).otherwise(None), _any(fits), fits)


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
    return Measure(pl.when(known).then(_in_yuan(fen.sum())).otherwise(None), _any(fits), fits)


def count(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW, stated: str | None = None) -> Measure:
    """How many rows fit. A household with rows of which none fits has 0; one without rows takes its absence.

    Args:
        stated: the column that tells; where no row states it, the household takes its absence too, not 0.
    """
    tells = TRUE if stated is None else pl.col(stated).is_not_null().any()
    return Measure((of & over).fill_null(value=False).sum(), tells, of & over)


def any_of(of: pl.Expr, *, over: pl.Expr = EVERY_ROW) -> Measure:
    """1 if a row fits, else 0."""
    return Measure((of & over).fill_null(value=False).any().cast(pl.Float64), TRUE, of & over)


def all_of(of: pl.Expr) -> Measure:
    """1 if every row fits, 0 if one is known not to, unknown while that hangs on a row that does not tell."""
    fails = (~of).fill_null(value=False).any()
    return Measure(pl.when(fails).then(0.0).when(of.is_null().any()).then(None).otherwise(1.0), TRUE)


def people(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW) -> Measure:
    """How many different persons the fitting rows are about."""
    return Measure(pl.col("person_id").filter(of & over).n_unique(), TRUE, of & over)


def latest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The value of the row that happened last, among those that state one."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits & value.is_not_null()).last(), _any(fits), fits)


def largest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The greatest value among the fitting rows."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits).max(), _any(fits), fits)


def smallest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The smallest value among the fitting rows."""
    value = pl.col(column) if isinstance(column, str) else column
    fits = of & (ever() if over is None else over)
    return Measure(value.filter(fits).min(), _any(fits), fits)


def quotient(numerator: str, denominator: str, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Sum of one amount over the sum of another, both to the fen, over the rows that state both."""
    whole = of & (ever() if over is None else over)
    whole &= pl.col(numerator).is_not_null() & pl.col(denominator).is_not_null()
    above, below = ((pl.col(name) * 100).round().filter(whole).sum() for name in (numerator, denominator))
    return Measure(ratio(above, below), _any(whole), whole)


def slope(column: str, *, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """By how much the monthly total rises from month to month over the last n months: the least-squares slope.

    A month without a fitting row counts as nothing, so it is for amounts that are recorded when they occur.
    """
    fits = of & in_last(months=months)
    fen = (pl.col(column) * 100).round()
    known = pl.col(column).filter(fits).is_not_null().any()
    weighted = (12 * fen * months_back()).filter(fits).sum() - (6 * (months - 1) * fen).filter(fits).sum()
    per_month = (weighted * (-0.01 / (months * (months * months - 1)))).round(2)
    return Measure(pl.when(known).then(per_month).otherwise(None), _any(fits), fits)


def against_history(column: str, *, of: pl.Expr = EVERY_ROW, recent: int, history: int) -> Measure:
    """The mean month of the last `recent` months less that of the `history - recent` months before them, to the fen."""
    whole = of & in_last(months=history)
    fen = (pl.col(column) * 100).round()
    known = pl.col(column).filter(whole).is_not_null().any()
    now = fen.filter(of & in_last(months=recent)).sum() * (0.01 / recent)
    then = fen.filter(of & between_months(history, recent)).sum() * (0.01 / (history - recent))
    return Measure(pl.when(known).then((now - then).round(2)).otherwise(None), _any(whole), whole)


def months_with(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """In how many of the last n months some row fits."""
    fits = of & in_last(months=months)
    return Measure(_months_seen(fits).bitwise_count_ones(), _any(fits), fits)


def longest_run(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """The most months one after the other with a fitting row, within the last n months."""
    fits = of & in_last(months=months)
    return Measure(_longest_run_of_ones(_months_seen(fits), months), _any(fits), fits)


def longest_gap(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """The most months one after the other without a fitting row, within the last n months."""
    fits = of & in_last(months=months)
    unseen = pl.lit(2**months - 1, dtype=pl.Int64) - _months_seen(fits)
    return Measure(_longest_run_of_ones(unseen, months), _any(fits), fits)


def longest_gap_of_spells(*, months: int, start: str = "started_on", end: str = "ended_on") -> Measure:
    """The most months one after the other in which no spell was underway on any day, within the last n months."""
    first = months_back(pl.col(start)).clip(upper_bound=months - 1).cast(pl.Float64)
    last = months_back(pl.min_horizontal(pl.col(end).fill_null(AS_OF), AS_OF)).cast(pl.Float64)
    inside = pl.when(last <= first).then(2 ** (first + 1) - 2**last).otherwise(0.0).cast(pl.Int64)
    fits = pl.col(start) <= AS_OF
    unseen = pl.lit(2**months - 1, dtype=pl.Int64) - inside.filter(fits).bitwise_or()
    return Measure(_longest_run_of_ones(unseen, months), _any(fits), fits)


def months_back(day: pl.Expr = EVENT_DATE) -> pl.Expr:
    """A day's place among the months of a window: 0 in the month that ends on the as-of day, 1 in the one before."""
    a_day = pl.duration(days=1)
    return whole_months(day + a_day, AS_OF + a_day)


def _months_seen(fits: pl.Expr) -> pl.Expr:
    """One bit for each month back, set where a row fits."""
    return (2 ** months_back().cast(pl.Float64)).cast(pl.Int64, strict=False).filter(fits).bitwise_or()


def _longest_run_of_ones(bits: pl.Expr, most: int) -> pl.Expr:
    # Each step shortens every run by one: the longest run is the number of steps until nothing is left.
    steps = pl.lit(0)
    for _ in range(most):
        steps = steps + (bits > 0).cast(pl.Int32)
        bits = bits.and_(bits // 2)
    return steps


def months_since(day: str | pl.Expr = "event_date", *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Whole months from the last fitting day to the as-of day."""
    value = pl.col(day) if isinstance(day, str) else day
    fits = of & (ever() if over is None else over)
    return Measure(whole_months(value.filter(fits).max(), AS_OF.first()), _any(fits), fits)


def share(of: pl.Expr, *, among: pl.Expr = EVERY_ROW) -> Measure:
    """Part of the rows `among` that fit, 0 to 1."""
    base = among.fill_null(value=False)
    return Measure((of & base).fill_null(value=False).sum() / base.sum(), _any(base), base)


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
    return Measure((days.filter(fits).sum() * MONTHS_IN_A_DAY).round(1), _any(fits), fits)


def underway(*, start: str = "started_on", end: str = "ended_on", months_ago: int = 0) -> pl.Expr:
    """A spell that has begun and has not ended on the as-of day, or on the day so many months before it."""
    day = _start_of(months_ago) if months_ago else AS_OF
    return (pl.col(start) <= day) & (pl.col(end).is_null() | (pl.col(end) >= day))


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

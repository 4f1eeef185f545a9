"""The words that features are written in: windows, and measures over one household's rows.

A measure says what it looks at (`over`), what it counts (`of`), and keeps apart two absences: *nothing fits*, which
takes the feature's declared `when_no_rows`, and *something fits but its value is unknown*, which stays unknown.
Amounts are summed as whole fen, so that a sum does not depend on the order of the rows.

Conditions and amounts are expressions over one row. What is aggregated of them, and how a measure is finished from the
aggregates, is said here once for each measure (`features.language.parts`).
"""

from __future__ import annotations

import polars as pl

from features.language.measure import (
    TRUE,
    Measure,
    any_row,
    both,
    column_of,
    fen_of,
    fitting,
    in_yuan,
    masked,
    ratio,
    yuan_of,
)
from features.language.parts import How, aggregate, named, within
from features.language.windows import (
    EVERY_ROW,
    in_last,
    whole_months,
)
from features.records.gate import AS_OF, EVENT_DATE

MONTHS_IN_A_DAY = 12 / 365.25

COMPULSORY_AGES = (6, 15)
"""Ages of compulsory schooling, both included (Compulsory Education Law: nine years from the age of six)."""


def total(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Sum of an amount, to the fen. Nothing fits: absent. Fits but no amount known: unknown."""
    fits = fitting(of, over)
    return Measure(yuan_of(masked(fen_of(column), fits)), any_row(fits), both(of, over))


def yearly(amount: pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The amounts of the latest period that ended inside `over` (the last 12 months), scaled to a year, to the fen.

    Figures that are collected once a year give that year's sum, quarterly ones four times the last quarter. Two
    collections inside one window (a late one and an early one) are not added up; beside a year's figure a single
    month's is left out, since a month says little of a year.
    """
    over = in_last(months=12) if over is None else over
    period = pl.col("period_months")
    inside = fitting(named(of) & period.is_not_null(), over)
    of_the_year = masked((amount * 1200 / period).round(), inside)
    collected = within(COLLECTION, How.ANY, inside)
    # Groups come in the order of their length and end: the last with a fitting row is the one to take.
    fen, known = (
        aggregate(How.LAST, pl.when(collected).then(within(COLLECTION, how, of_the_year)))
        for how in (How.SUM, How.COUNT)
    )
    return Measure(pl.when(known > 0).then(in_yuan(fen)), aggregate(How.ANY, inside), _latest_collection(of & over))


COLLECTION = ("period_months", "event_date")
"""What is collected together: amounts for periods of one length that end on one day."""


def _latest_collection(inside: pl.Expr) -> pl.Expr:
    """Of each row of one household, whether it is of the longest period, and of those of the latest."""
    longest = pl.col("period_months") == pl.col("period_months").filter(inside).max()
    return inside & longest & (EVENT_DATE == EVENT_DATE.filter(inside & longest).max())


def count(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW, stated: str | None = None) -> Measure:
    """How many rows fit. A household with rows of which none fits has 0; one without rows takes its absence.

    Args:
        stated: the column that tells; where no row states it, the household takes its absence too, not 0.
    """
    number = aggregate(How.SUM, fitting(of, over))
    if stated is None:
        return Measure(number, TRUE, of & over)
    tells = aggregate(How.COUNT, pl.col(stated)) > 0
    return Measure(pl.when(tells).then(number), tells, of & over)


def any_of(of: pl.Expr, *, over: pl.Expr = EVERY_ROW) -> Measure:
    """1 if a row fits, else 0."""
    return Measure(any_row(fitting(of, over)), TRUE, of & over)


def all_of(of: pl.Expr) -> Measure:
    """1 if every row fits, 0 if one is known not to, unknown while that hangs on a row that does not tell."""
    fails, unclear = aggregate(How.ANY, ~named(of)), aggregate(How.ANY, named(of).is_null())
    return Measure(pl.when(fails | ~unclear).then(~fails), TRUE, EVERY_ROW)


def people(*, of: pl.Expr = EVERY_ROW, over: pl.Expr = EVERY_ROW) -> Measure:
    """How many different persons the fitting rows are about."""
    concerned = within(("person_id",), How.ANY, fitting(of, over))
    return Measure(aggregate(How.SUM, concerned), TRUE, of & over)


def latest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The value of the row that happened last, among those that state one."""
    fits = fitting(of, over)
    last = aggregate(How.LAST, masked(column_of(column), fits))
    stated = both(of, over) & _as_expression(column).is_not_null()
    return Measure(last, any_row(fits), _furthest(pl.int_range(pl.len()), stated))


def agreed(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The value on which all fitting rows that state one agree; unknown where two of them differ.

    Of two heads of one household nobody knows which is the right one: whatever put their rows in order would choose.
    """
    fits = fitting(of, over)
    values = masked(column_of(column), fits)
    least, most = aggregate(How.MIN, values), aggregate(How.MAX, values)
    return Measure(
        pl.when(least == most).then(most), any_row(fits), both(of, over) & _as_expression(column).is_not_null()
    )


def largest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The greatest value among the fitting rows."""
    fits = fitting(of, over)
    most = aggregate(How.MAX, masked(column_of(column), fits))
    return Measure(most, any_row(fits), _furthest(_as_expression(column), both(of, over)))


def smallest(column: str | pl.Expr, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """The smallest value among the fitting rows."""
    fits = fitting(of, over)
    least = aggregate(How.MIN, masked(column_of(column), fits))
    return Measure(least, any_row(fits), _furthest(-_as_expression(column), both(of, over)))


def _as_expression(column: str | pl.Expr) -> pl.Expr:
    return pl.col(column) if isinstance(column, str) else column


def _furthest(along: pl.Expr, fits: pl.Expr) -> pl.Expr:
    """Of each row of one household, whether it fits and no other that fits lies further along."""
    return fits & (along == along.filter(fits).max())


def quotient(numerator: str, denominator: str, *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Sum of one amount over the sum of another, both to the fen, over the rows that state both."""
    both_stated = pl.col(numerator).is_not_null() & pl.col(denominator).is_not_null()
    whole = fitting(named(both_stated) & named(of), over)
    above, below = (aggregate(How.SUM, masked(fen_of(name), whole)) for name in (numerator, denominator))
    return Measure(ratio(above, below), any_row(whole), both(both_stated & of, over))


def months_since(day: str | pl.Expr = "event_date", *, of: pl.Expr = EVERY_ROW, over: pl.Expr | None = None) -> Measure:
    """Whole months from the last fitting day to the as-of day."""
    fits = fitting(of, over)
    last = aggregate(How.MAX, masked(column_of(day), fits))
    return Measure(whole_months(last, AS_OF), any_row(fits), _furthest(_as_expression(day), both(of, over)))


def share(of: pl.Expr, *, among: pl.Expr = EVERY_ROW) -> Measure:
    """Part of the rows `among` that fit, 0 to 1."""
    base = aggregate(How.SUM, named(among))
    return Measure(ratio(aggregate(How.SUM, fitting(of, among)), base), base > 0, among)


def months_of_spells(*, start: str, end: str, months: int, of: pl.Expr = EVERY_ROW) -> Measure:
    """Months covered by spells inside the window, overlapping spells of different people added up, to 0.1 month."""
    begins = pl.max_horizontal(pl.col(start), pl.col(f"after_{months}m"))
    ends = pl.min_horizontal(pl.col(end).fill_null(AS_OF), AS_OF)
    days = (ends - begins).dt.total_days().clip(lower_bound=0)
    begun = pl.col(start) <= AS_OF
    fits = fitting(of, begun)
    worked = (aggregate(How.SUM, masked(days, fits)) * MONTHS_IN_A_DAY).round(1)
    return Measure(pl.when(any_row(fits)).then(worked), any_row(fits), of & begun)


def value_of(feature: str) -> pl.Expr:
    """Another feature's value, for features that combine domains."""
    return pl.col(feature)


def policy(name: str) -> pl.Expr:
    """The policy value in force at the household's place on the as-of day."""
    return pl.col(f"policy.{name}")

"""Measures that follow the months: how an amount rises, and how long something went on or was missing."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.language.measure import Measure, any_row, fen_of, fitting, masked
from features.language.parts import How, aggregate, named
from features.language.windows import EVERY_ROW, between_months, in_last, months_back
from features.records.gate import AS_OF


def slope(column: str, *, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """By how much the monthly total rises from month to month over the last n months: the least-squares slope.

    A month without a fitting row counts as nothing, so it is for amounts that are recorded when they occur.
    """
    over = in_last(months=months)
    fits = fitting(of, over)
    # Twelve times an amount by its distance from the middle of the window: whole numbers, as the fen are.
    leaning = masked(fen_of(column) * (12 * named(months_back()) - 6 * (months - 1)), fits)
    per_month = (aggregate(How.SUM, leaning) * (-0.01 / (months * (months * months - 1)))).round(2)
    return Measure(pl.when(aggregate(How.COUNT, leaning) > 0).then(per_month), any_row(fits), of & over)


def against_history(column: str, *, of: pl.Expr = EVERY_ROW, recent: int, history: int) -> Measure:
    """The mean month of the last `recent` months less that of the `history - recent` months before them, to the fen."""
    over = in_last(months=history)
    whole, lately, earlier = (
        fitting(of, part) for part in (over, in_last(months=recent), between_months(history, recent))
    )
    known = aggregate(How.COUNT, masked(fen_of(column), whole)) > 0
    now = aggregate(How.SUM, masked(fen_of(column), lately)) * (0.01 / recent)
    then = aggregate(How.SUM, masked(fen_of(column), earlier)) * (0.01 / (history - recent))
    return Measure(pl.when(known).then((now - then).round(2)), any_row(whole), of & over)


def months_with(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """In how many of the last n months some row fits."""
    fits = any_row(fitting(of, in_last(months=months)))
    seen = _months_seen(of, months).bitwise_count_ones()
    return Measure(pl.when(fits).then(seen), fits, of & in_last(months=months))


def longest_run(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """The most months one after the other with a fitting row, within the last n months."""
    fits = any_row(fitting(of, in_last(months=months)))
    run = _longest_run_of_ones(_months_seen(of, months))
    return Measure(pl.when(fits).then(run), fits, of & in_last(months=months))


def longest_gap(*, of: pl.Expr = EVERY_ROW, months: int) -> Measure:
    """The most months one after the other without a fitting row, within the last n months."""
    fits = any_row(fitting(of, in_last(months=months)))
    unseen = pl.lit(2**months - 1, dtype=pl.Int64) - _months_seen(of, months)
    return Measure(pl.when(fits).then(_longest_run_of_ones(unseen)), fits, of & in_last(months=months))


def longest_gap_of_spells(*, months: int, start: str = "started_on", end: str = "ended_on") -> Measure:
    """The most months one after the other in which no spell was underway on any day, within the last n months."""
    first = named(months_back(pl.col(start)).clip(upper_bound=months - 1).cast(pl.Float64))
    last = named(months_back(pl.min_horizontal(pl.col(end).fill_null(AS_OF), AS_OF)).cast(pl.Float64))
    inside = pl.when(last <= first).then(2 ** (first + 1) - 2**last).otherwise(0.0).cast(pl.Int64)
    begun = pl.col(start) <= AS_OF
    fits = any_row(named(begun))
    unseen = pl.lit(2**months - 1, dtype=pl.Int64) - aggregate(How.OR, masked(inside, named(begun)))
    return Measure(pl.when(fits).then(_longest_run_of_ones(unseen)), fits, begun)


def _months_seen(of: pl.Expr, months: int) -> pl.Expr:
    """One bit for each month back, set where a row fits."""
    bit = (2.0 ** named(months_back())).cast(pl.Int64, strict=False)
    return aggregate(How.OR, masked(bit, fitting(of, in_last(months=months))))


def _longest_run_of_ones(bits: pl.Expr) -> pl.Expr:
    def longest(column: pl.Series) -> pl.Series:
        # Without any fitting row no month was seen, which is not asked for.
        left, steps = column.fill_null(0).to_numpy().copy(), np.zeros(len(column), dtype=np.int64)
        # Each step shortens every run by one: the longest run is the number of steps until nothing is left.
        while left.any():
            steps += left > 0
            left &= left >> 1
        return pl.Series(steps)

    return bits.map_batches(longest, return_dtype=pl.Int64, is_elementwise=True)

"""What measures are built of: which rows fit, amounts in whole fen, and the value with its two absences."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.language.parts import How, aggregate, named
from features.language.windows import EVERY_ROW, ever

TRUE = pl.lit(value=True)


@dataclass(frozen=True)
class Measure:
    """A value of one household, and whether any of its rows fitted at all.

    Attributes:
        value: over aggregates of the household's rows; null where no row fitted.
        fits: whether some row could tell; where none could, the feature takes its absence.
        rows: of each of one household's rows, whether it makes part of the value: what lineage lists.
    """

    value: pl.Expr
    fits: pl.Expr
    rows: pl.Expr = EVERY_ROW

    def or_absent(self, absent: float | None) -> pl.Expr:
        """The value, with `absent` where no row fitted."""
        value = self.value.cast(pl.Float64)
        if absent is None or self.fits is TRUE:
            return value
        return pl.when(self.fits).then(value).otherwise(pl.lit(absent, dtype=pl.Float64))


def fitting(of: pl.Expr, over: pl.Expr | None) -> pl.Expr:
    """The column that tells which rows fit; by default what has happened."""
    conditions = [
        named(condition) for condition in (of, ever() if over is None else over) if condition is not EVERY_ROW
    ]
    return named(pl.all_horizontal(conditions)) if conditions else named(EVERY_ROW)


def both(of: pl.Expr, over: pl.Expr | None) -> pl.Expr:
    return of & (ever() if over is None else over)


def column_of(column: str | pl.Expr) -> pl.Expr:
    return pl.col(column) if isinstance(column, str) else named(column)


def fen_of(column: str | pl.Expr) -> pl.Expr:
    return named((column_of(column) * 100).round())


def masked(column: pl.Expr, fits: pl.Expr) -> pl.Expr:
    """The column where a row fits, else nothing."""
    return named(pl.when(fits).then(named(column)))


def yuan_of(fen: pl.Expr) -> pl.Expr:
    """The sum of whole fen in yuan; unknown where no amount is known."""
    return pl.when(aggregate(How.COUNT, fen) > 0).then(in_yuan(aggregate(How.SUM, fen)))


def in_yuan(fen: pl.Expr) -> pl.Expr:
    # Not `/ 100`: Polars divides a column by a literal through its reciprocal, and a single value truly, so that one
    # household and a batch would differ in the last bit.
    return (fen * 0.01).round(2)


def any_row(fits: pl.Expr) -> pl.Expr:
    return aggregate(How.ANY, fits)


def ratio(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """A quotient that is unknown, not infinite, when there is nothing to divide by."""
    return pl.when(denominator > 0).then(numerator / denominator).otherwise(None)

"""What a cell of a number says: read where there is one way to read it, in doubt where there are two, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

PLAIN = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
GROUPED = r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
"""Commas between every three digits before the point. Of 1200,3000 and 3,5 and 0,500 nobody knows what the comma is."""

_NUMBER_THEN_UNIT = r"^¥?\s*([+-]?[0-9.,]+)\s*([^0-9.,\s+-].*)?$"
_NO_WORD_BUT_THE_LAST = r"^[^\p{L}]*[0-9][^\p{L}]*?(\p{L}.*)?$"
_ROUNDED_BY_ITS_COLUMN = r"^[+-]?[0-9.,]+[eE][+-]?[0-9]+$"
"""1.2E+05 is what a narrow column shows; which digits stood behind it nobody knows."""


def as_plain_number(text: pl.Expr) -> pl.Expr:
    """A finite number written with nothing but digits, sign and point."""
    number = pl.when(text.str.contains(PLAIN)).then(text).cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def as_number(text: pl.Expr, units: Mapping[str, float] | None = None, factor: float = 1.0) -> pl.Expr:
    """A finite number, in the unit of its header; commas between thousands, ¥ and a known unit behind it are taken off.

    Args:
        units: of the column, each with its factor to the column's own unit.
        factor: that of the unit which the header tells; a cell that tells another unit is converted.
    """
    told = _with_one_minus(text).str.extract_groups(_NUMBER_THEN_UNIT)
    digits, unit = told.struct.field("1"), _unit(told.struct.field("2"))
    written = pl.when(digits.str.contains(PLAIN) | digits.str.contains(GROUPED)).then(digits)
    number = written.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    converted = (number * _factor(unit, units) / factor).round(9)
    number = pl.when(unit.is_null()).then(number).otherwise(converted)
    return pl.when(number.is_finite()).then(number)


def number_in_doubt(text: pl.Expr, units: Mapping[str, float] | None = None) -> pl.Expr:
    """Whether a cell that is no number consists of digits and signs all the same, beside a unit that is known.

    A cell with other words (约三千, 6个月左右) makes no claim to be a number; nobody could take it for another one.
    """
    unit = _unit(text.str.extract(_NO_WORD_BUT_THE_LAST))
    no_words = text.str.contains(_NO_WORD_BUT_THE_LAST) & (unit.is_null() | _factor(unit, units).is_not_null())
    return (no_words | text.str.contains(_ROUNDED_BY_ITS_COLUMN)).fill_null(False)


def _with_one_minus(text: pl.Expr) -> pl.Expr:
    """The sign of mathematics is a minus; NFKC leaves it as it is."""
    return text.str.replace_all("\u2212", "-", literal=True)


def _unit(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s", "").str.to_lowercase()


def _factor(unit: pl.Expr, units: Mapping[str, float] | None) -> pl.Expr:
    return unit.replace_strict(dict(units or {"": 1.0}), default=None, return_dtype=pl.Float64)

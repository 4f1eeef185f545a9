"""What a cell of a number says: read where there is one way to read it, in doubt where there are two, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

PLAIN = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
GROUPED = r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
"""Commas between every three digits before the point. Of 1200,3000 and 3,5 and 0,500 nobody knows what the comma is."""

_NUMBER_THEN_UNIT = r"^¥?\s*(?<digits>[+-]?[0-9.,]+)\s*(?<unit>[^0-9.,\s+-].*)?$"
_NO_WORD_BUT_THE_LAST = r"^[^\p{L}]*[0-9][^\p{L}]*?(\p{L}.*)?$"
_ROUNDED_BY_ITS_COLUMN = r"^[+-]?[0-9.,]+[eE][+-]?[0-9]+$"
"""1.2E+05 is what a narrow column shows; which digits stood behind it nobody knows."""


def as_plain_number(text: pl.Expr) -> pl.Expr:
    """A finite number written with nothing but digits, sign and point."""
    number = pl.when(text.str.contains(PLAIN)).then(text).cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def as_numbers(texts: pl.Series, units: Mapping[str, float] | None = None, factor: float = 1.0) -> pl.DataFrame:
    """What the cells of a column say, two columns: `number`, null where none can be read, and `in_doubt`.

    A finite number, in the unit of its header; commas between thousands, ¥ and a known unit behind it are taken off. In
    doubt is a cell that is no number and yet consists of digits and signs, beside a unit that is known. One with other
    words (约三千, 6个月左右) makes no claim to be a number; nobody could take it for another one.

    Args:
        texts: all cells of the column, or each different one once.
        units: of the column, each with its factor to the column's own unit.
        factor: that of the unit which the header tells; a cell that tells another unit is converted.
    """
    # In steps, each a frame: as one expression every regular expression would be asked again wherever its answer counts.
    parsed = pl.DataFrame({"text": texts}).with_columns(
        # The sign of mathematics is a minus; NFKC leaves it as it is.
        pl.col("text")
        .str.replace_all("\u2212", "-", literal=True)
        .str.extract_groups(_NUMBER_THEN_UNIT)
        .struct.unnest(),
        _unit(pl.col("text").str.extract(_NO_WORD_BUT_THE_LAST)).alias("last_word"),
    )
    parsed = parsed.with_columns(_unit(pl.col("unit")), _number(pl.col("digits")).alias("number"))
    converted = (pl.col("number") * _factor(pl.col("unit"), units) / factor).round(9)
    number = pl.when(pl.col("unit").is_null()).then(pl.col("number")).otherwise(converted)
    parsed = parsed.with_columns(pl.when(number.is_finite()).then(number).alias("number"))
    text, last = pl.col("text"), pl.col("last_word")
    no_words = text.str.contains(_NO_WORD_BUT_THE_LAST) & (last.is_null() | _factor(last, units).is_not_null())
    claims = (no_words | text.str.contains(_ROUNDED_BY_ITS_COLUMN)).fill_null(False)
    return parsed.select("number", (pl.col("number").is_null() & claims).alias("in_doubt"))


def _number(digits: pl.Expr) -> pl.Expr:
    written = pl.when(digits.str.contains(PLAIN) | digits.str.contains(GROUPED)).then(digits)
    return written.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)


def _unit(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s", "").str.to_lowercase()


def _factor(unit: pl.Expr, units: Mapping[str, float] | None) -> pl.Expr:
    return unit.replace_strict(dict(units or {"": 1.0}), default=None, return_dtype=pl.Float64)

"""From the texts of one column to values of its kind: the usual form at once, any other where that does not fit.

Every cell that says something gives a value, or nothing, or the reason why it has two readings.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.intake.problems import Reason
from features.intake.recognising.catalogue import Column, Kind
from features.intake.sheets.cells import ERROR_VALUE, as_flag, as_identifier, as_word, as_words, blank_as_null
from features.intake.sheets.dates import as_dates, as_iso_date
from features.intake.sheets.numbers import as_numbers, as_plain_number
from features.intake.sheets.whole import ID_NUMBERS
from features.texts.invisible import TURNS_AROUND

TYPES: Mapping[Kind, type[pl.DataType] | pl.DataType] = {
    Kind.TEXT: pl.String,
    Kind.NUMBER: pl.Float64,
    Kind.DATE: pl.Date,
    Kind.BIRTH: pl.Date,
    Kind.FLAG: pl.Boolean,
    Kind.ID: pl.String,
    Kind.WORD: pl.String,
    Kind.SEVERAL: pl.List(pl.String),
}

DOUBTS = (Reason.ERROR_VALUE, Reason.TURNED_AROUND, Reason.DOUBTFUL_NUMBER, Reason.DOUBTFUL_DATE)
"""Why a cell that says something costs its row: there are two ways to read it."""


def in_usual_form(text: pl.Expr, column: Column) -> pl.Expr:
    """The value of each cell; of a number or a date only where it is written in the plainest form."""
    match column.kind:
        case Kind.NUMBER:
            return as_plain_number(blank_as_null(text))
        case Kind.DATE | Kind.BIRTH:
            return as_iso_date(blank_as_null(text))
        case Kind.FLAG:
            return as_flag(text)
        case Kind.WORD:
            return as_word(text, column.words or {})
        case Kind.SEVERAL:
            return as_words(text, column.words or {})
        case Kind.TEXT:
            return pl.when(~text.str.contains(ERROR_VALUE)).then(blank_as_null(text))
        case Kind.ID if column.field not in ID_NUMBERS:
            return as_identifier(blank_as_null(text))
        case _:
            return blank_as_null(text)


def looks_odd(text: pl.Expr) -> pl.Expr:
    """Whether a cell is to be asked for a doubt though it was read."""
    return text.str.contains(f"{TURNS_AROUND}|{ERROR_VALUE}")


def in_every_form(texts: pl.Series, column: Column) -> pl.DataFrame:
    """`value` of each cell in whatever form it is written, and `doubt`: why a cell that says something costs its row.

    Args:
        texts: cleaned cells, all that are read together.
    """
    cells = pl.DataFrame({"text": texts}).with_columns(blank_as_null(pl.col("text")).alias("filled"))
    read = _values(cells, column)
    failed = pl.lit(column.kind in {Kind.ID, Kind.DATE}) & pl.col("text").str.contains(ERROR_VALUE)
    doubt = (
        pl.when(pl.col("text").str.contains(TURNS_AROUND, literal=True))
        .then(pl.lit(Reason.TURNED_AROUND.value))
        .when(failed)
        .then(pl.lit(Reason.ERROR_VALUE.value))
        .otherwise("doubt")
    )
    return cells.hstack(read).select("value", doubt.alias("doubt"))


def _values(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    texts = cells.get_column("filled")
    if column.kind in {Kind.DATE, Kind.BIRTH}:
        dates = as_dates(texts, born=column.kind is Kind.BIRTH)
        # Of two days of birth neither is taken, and the person stays.
        doubt = pl.when(pl.lit(column.kind is Kind.DATE) & pl.col("in_doubt")).then(pl.lit(Reason.DOUBTFUL_DATE.value))
        return dates.select(pl.col("date").alias("value"), doubt.alias("doubt"))
    if column.kind is Kind.NUMBER:
        numbers = as_numbers(texts, column.units, column.factor)
        if column.field == "year":
            # A cell that shows a year may hold a whole day of it.
            years = as_dates(texts).get_column("date").dt.year()
            numbers = numbers.with_columns(pl.coalesce("number", years.cast(pl.Float64)))
            numbers = numbers.with_columns(pl.col("in_doubt") & pl.col("number").is_null())
        doubt = pl.when("in_doubt").then(pl.lit(Reason.DOUBTFUL_NUMBER.value))
        return numbers.select(pl.col("number").alias("value"), doubt.alias("doubt"))
    return cells.select(in_usual_form(pl.col("text"), column).alias("value"), pl.lit(None, pl.String).alias("doubt"))

"""Situations of a household as a whole."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from features.policy.loading import Policy
from training.simulator.situations import registers, sheets
from training.simulator.situations.members import members
from training.simulator.situations.reading import CODE, DAY, Reader

DIBAO = "最低生活保障"


def underway(reader: Reader) -> pl.Expr:
    """The measure has not ended."""
    return pl.col("ended").is_null() | (pl.col("ended") >= reader.today)


def below_line_not_monitored(reader: Reader) -> pl.DataFrame:
    """Income of a year that ended within the last twelve months, with payouts and without self-paid expense, per person."""
    line = Policy.load().value("monitoring_line", None, reader.today)
    people = reader.once(members).group_by(CODE).len("people")
    recent = reader.once(sheets.income).filter(pl.col(DAY).dt.offset_by("12mo") > reader.today)
    poor = recent.join(people, on=CODE).filter((pl.col("net") + pl.col("aside")) / pl.col("people") < line)
    return poor.join(reader.once(sheets.monitoring).filter("monitored"), on=CODE, how="anti")


def unsafe_water_not_monitored(reader: Reader) -> pl.DataFrame:
    return registers.unsafe_water(reader).join(reader.once(sheets.monitoring), on=CODE, how="anti")


def unsafe_house_not_monitored(reader: Reader) -> pl.DataFrame:
    return reader.once(registers.unsafe_houses).join(reader.once(sheets.monitoring), on=CODE, how="anti")


def month_without_measure(reader: Reader) -> pl.DataFrame:
    """Nothing is underway, and the identification and the last measure are more than a month ago."""
    now = underway(reader)
    seen = reader.once(registers.measures).group_by(CODE).agg(
        now.any().alias("now"), pl.max_horizontal("started", pl.when(~now).then("ended")).max().alias("seen")
    )  # fmt: skip
    watched = reader.once(sheets.monitoring).filter("monitored").join(seen, on=CODE, how="left")
    idle_since = pl.max_horizontal("entered", "seen")
    return watched.filter(~pl.col("now").fill_null(value=False), idle_since.dt.offset_by("1mo") < reader.today)


def relocated_house_unsafe(reader: Reader) -> pl.DataFrame:
    return reader.once(registers.unsafe_houses).join(registers.relocated(reader), on=CODE, how="semi")


def dibao_income_without_grant(reader: Reader) -> pl.DataFrame:
    """The last national sheet tells an allowance, and no grant reaches into its year."""
    told = reader.once(sheets.income).filter(pl.col("dibao") > 0)
    return told.join(_granted(reader, told, whole=False), on=CODE, how="anti")


def grant_without_dibao_income(reader: Reader) -> pl.DataFrame:
    """A grant covers the whole year of the last national sheet, which tells no allowance."""
    told = reader.once(sheets.income).filter(pl.col("national") & (pl.col("dibao") <= 0))
    return told.join(_granted(reader, told, whole=True), on=CODE, how="semi")


def _granted(reader: Reader, told: pl.DataFrame, *, whole: bool) -> pl.DataFrame:
    """Households with the allowance in some part, or the whole, of the year that the sheets in `told` describe."""
    grants = reader.once(registers.measures).filter(pl.col("kind") == DIBAO).join(told.select(CODE, DAY), on=CODE)
    begins, ends = pl.col(DAY).dt.offset_by("-12mo"), pl.col(DAY)
    until = pl.col("ended").fill_null(ends)
    if whole:
        return grants.filter(pl.col("started") <= begins, until >= ends)
    return grants.filter(pl.col("started") <= ends, until > begins)


HOUSEHOLD_SITUATIONS: dict[str, Callable[[Reader], pl.DataFrame]] = {
    one.__name__: one
    for one in (
        below_line_not_monitored,
        unsafe_water_not_monitored,
        unsafe_house_not_monitored,
        month_without_measure,
        relocated_house_unsafe,
        dibao_income_without_grant,
        grant_without_dibao_income,
    )
}

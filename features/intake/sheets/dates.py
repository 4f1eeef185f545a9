"""What a cell of a date says: the day that people in China see, in doubt where there are two, never guessed.

Some of it only the column tells, so these expressions look at all cells of the column that they are given.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

EXCEL_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, with its 29 February 1900 that never was already taken off."""

BEIJING = 8 * 60
"""Minutes east of Greenwich: a time that tells its zone is of the day that it was here."""

LAST_SECONDS_LOST = 86_400 - 43
"""Second of the day at which exports of a common script library put midnight: the clock of Shanghai before 1901 was 43
seconds off whole minutes, and the library reckons with it."""

EARLIEST_SERIAL = 32_874
"""1 January 1990: of what happens, an earlier day stands nowhere as a bare number. 24310 is 10 March 2024, cut short."""

LATEST_SERIAL = 73_415
"""31 December 2100."""

ENOUGH_MONTHS = 10
"""Different cells of six digits that end in 01 to 12. Were they days, so many would do so once in 10,000 columns."""

_WHOLE = r"^\d{4}-\d{2}-\d{2}$"
_TIME = (
    r"(?:[T ]+(?:上午|下午)?\s*([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?"
    r"\s*(?:[AaPp][Mm])?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_SEPARATED = r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?" + _TIME + "$"
_COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})?$"
_SERIAL = r"^(\d{5})(\.\d+)?$"
_MAY_HAVE_LOST_A_ZERO = r"^\d{4}\.1$"
_YEAR_AND_ONE_DIGIT = r"^(?:19|20)\d{2}[1-9]$"
_SIX = r"^\d{6}$"
_YEAR_MONTH = r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$"
_SHORT_YEAR = r"^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"


def as_iso_date(text: pl.Expr) -> pl.Expr:
    """yyyy-MM-dd and nothing else."""
    return pl.when(text.str.contains(_WHOLE)).then(text).str.to_date("%Y-%m-%d", strict=False)


def as_date(text: pl.Expr, *, born: bool = False) -> pl.Expr:
    """yyyy-MM-dd, yyyy/M/d, yyyy.M.d, yyyy年M月d日, yyyyMMdd, an Excel serial; without a day the first of the month.

    A time behind it is allowed: with a zone it is told in Beijing's.

    Args:
        born: it is a day of birth, which may lie far back.
    """
    return pl.when(~date_in_doubt(text, born=born)).then(_read(text))


def date_in_doubt(text: pl.Expr, *, born: bool = False) -> pl.Expr:
    """Whether a cell may mean either of two days.

    2024.1 as a number was January or October; 200312 with a short year is 12 March 2020; 20241 is a serial or January
    2024; 43 seconds before midnight is the next day in an export of dates, and late in the evening among true times.
    """
    serial = text.str.extract(_SERIAL).cast(pl.Int32, strict=False)
    whole_serial = serial.is_not_null() & text.str.contains(r"^\d{5}$")
    short_years = _short_years(text)
    doubts = [
        text.str.contains(_MAY_HAVE_LOST_A_ZERO),
        text.str.contains(_SHORT_YEAR) & text.str.contains(_YEAR_MONTH) & (short_years | ~_whole_years(text)),
        text.str.contains(_SIX) & ~text.str.contains(_YEAR_MONTH),
        whole_serial & (text.str.contains(_YEAR_AND_ONE_DIGIT) | short_years),
        serial > LATEST_SERIAL,
        _seconds_lost(text) & _true_times(text),
    ]
    if not born:
        doubts.append(serial < EARLIEST_SERIAL)
    return pl.any_horizontal(doubt.fill_null(False) for doubt in doubts)


def _read(text: pl.Expr) -> pl.Expr:
    day, second = _day(text), _second(text)
    next_day = (second >= 86_400) | _seconds_lost(text)
    return (
        pl.when(next_day.fill_null(False))
        .then(day.dt.offset_by("1d"))
        .when(second < 0)
        .then(day.dt.offset_by("-1d"))
        .otherwise(day)
    )


def _day(text: pl.Expr) -> pl.Expr:
    """The day as written, whatever the time behind it."""
    separated, compact = text.str.extract_groups(_SEPARATED), text.str.extract_groups(_COMPACT)
    parts = [
        pl.coalesce(separated.struct.field(group), compact.struct.field(group)).str.zfill(2) for group in ("1", "2")
    ]
    day = pl.coalesce(separated.struct.field("3"), compact.struct.field("3"), pl.lit("01")).str.zfill(2)
    written = pl.concat_str([*parts, day], separator="-").str.to_date("%Y-%m-%d", strict=False)
    serial = text.str.extract(_SERIAL).cast(pl.Int32, strict=False)
    return pl.coalesce(written, pl.lit(EXCEL_EPOCH) + pl.duration(days=serial))


def _second(text: pl.Expr) -> pl.Expr:
    """Second of the written day, in Beijing: below 0 on the day before, from 86,400 on the day after; null without a time."""
    told = text.str.extract_groups(_SEPARATED)
    hour, minute, second = (told.struct.field(group).cast(pl.Float64) for group in ("4", "5", "6"))
    zone = told.struct.field("7")
    ahead = zone.str.slice(1, 2).cast(pl.Int32, strict=False) * 60 + zone.str.slice(-2).cast(pl.Int32, strict=False)
    east = pl.when(zone.str.starts_with("-")).then(-ahead).otherwise(ahead).fill_null(0)
    shift = pl.when(zone.is_null()).then(0).otherwise((BEIJING - east) * 60)
    clock = hour * 3600 + minute * 60 + second.fill_null(0.0) + shift
    of_serial = text.str.extract(_SERIAL, 2).cast(pl.Float64, strict=False) * 86_400
    return pl.coalesce(clock, of_serial).round().cast(pl.Int64)


def _seconds_lost(text: pl.Expr) -> pl.Expr:
    return _second(text) % 86_400 == LAST_SECONDS_LOST


def _true_times(text: pl.Expr) -> pl.Expr:
    """Whether the column tells other times of day than midnight."""
    second = _second(text) % 86_400
    return ((second != LAST_SECONDS_LOST) & (second != 0)).any()


def _short_years(text: pl.Expr) -> pl.Expr:
    """Whether the column has six digits that can only be a short year, month and day."""
    return (text.str.contains(_SHORT_YEAR) & ~text.str.contains(_YEAR_MONTH)).any()


def _whole_years(text: pl.Expr) -> pl.Expr:
    """Whether the column has six digits that can only be a year and a month, or so many that may that chance is none."""
    may_be = text.str.contains(_YEAR_MONTH)
    return (may_be & ~text.str.contains(_SHORT_YEAR)).any() | (text.filter(may_be).n_unique() >= ENOUGH_MONTHS)

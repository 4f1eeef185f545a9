"""What a cell of a date says: the day that people in China see, in doubt where there are two, never guessed.

Some of it only the column tells, so all its cells are looked at together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

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
    r"(?:[T ]+(?:上午|下午)?\s*(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d(?:\.\d+)?))?"
    r"\s*(?:[AaPp][Mm])?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_SEPARATED = r"^(?<year>\d{4})[-/.年](?<month>\d{1,2})(?:[-/.月](?<day>\d{1,2})日?|月)?" + _TIME + "$"
_COMPACT = r"^(?<compact_year>(?:19|20)\d{2})(?<compact_month>\d{2})(?<compact_day>\d{2})?$"
_SERIAL = r"^(?<serial>\d{5})(?<serial_time>\.\d+)?$"
_MAY_HAVE_LOST_A_ZERO = r"^\d{4}\.1$"
_YEAR_AND_ONE_DIGIT = r"^(?:19|20)\d{2}[1-9]$"
_SIX = r"^\d{6}$"
_YEAR_MONTH = r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$"
_SHORT_YEAR = r"^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"


def as_iso_date(text: pl.Expr) -> pl.Expr:
    """yyyy-MM-dd and nothing else."""
    return pl.when(text.str.contains(_WHOLE)).then(text).str.to_date("%Y-%m-%d", strict=False)


def as_dates(texts: pl.Series, *, born: bool = False) -> pl.DataFrame:
    """What the cells of a column say: yyyy-MM-dd, yyyy/M/d, yyyy.M.d, yyyy年M月d日, yyyyMMdd, an Excel serial; without a day
    the first of the month. A time behind it is allowed: with a zone it is told in Beijing's.

    Two columns: `date`, null where none can be read; and `in_doubt`, whether the cell may mean either of two days. 2024.1
    as a number was January or October; 200312 with a short year is 12 March 2020; 20241 is a serial or January 2024; 43
    seconds before midnight is the next day in an export of dates, and late in the evening among true times.

    Args:
        texts: all cells of the column, or each different one once.
        born: it is a day of birth, which may lie far back.
    """
    # In steps, each a frame: as one expression every regular expression would be asked again wherever its answer counts.
    parsed = pl.DataFrame({"text": texts}).with_columns(
        pl.col("text").str.extract_groups(form).struct.unnest() for form in (_SEPARATED, _COMPACT, _SERIAL)
    )
    parsed = parsed.select(
        "text",
        _written().alias("date"),
        _second().alias("second"),
        pl.col("serial").cast(pl.Int32),
        (pl.col("serial").is_not_null() & pl.col("serial_time").is_null()).alias("whole_serial"),
        pl.col("text").str.contains(_SIX).alias("six_digits"),
        pl.col("text").str.contains(_YEAR_MONTH).alias("year_month"),
        pl.col("text").str.contains(_SHORT_YEAR).alias("short_year"),
    )
    parsed = parsed.with_columns((pl.col("second") % 86_400).alias("clock"))
    parsed = parsed.with_columns((pl.col("clock") == LAST_SECONDS_LOST).alias("seconds_lost"))
    parsed = parsed.with_columns(pl.any_horizontal(doubt.fill_null(False) for doubt in _doubts(born)).alias("in_doubt"))
    return parsed.select(pl.when(~pl.col("in_doubt")).then(_in_beijing()).alias("date"), "in_doubt")


def _written() -> pl.Expr:
    """The day as written, whatever the time behind it."""
    year, month = (pl.coalesce(part, f"compact_{part}").str.zfill(2) for part in ("year", "month"))
    day = pl.coalesce("day", "compact_day", pl.lit("01")).str.zfill(2)
    written = pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(written, pl.lit(EXCEL_EPOCH) + pl.duration(days=pl.col("serial").cast(pl.Int32)))


def _second() -> pl.Expr:
    """Second of the written day, in Beijing: below 0 on the day before, from 86,400 on the day after; null without a time."""
    hour, minute, second = (pl.col(name).cast(pl.Float64) for name in ("hour", "minute", "second"))
    zone = pl.col("zone")
    ahead = zone.str.slice(1, 2).cast(pl.Int32, strict=False) * 60 + zone.str.slice(-2).cast(pl.Int32, strict=False)
    east = pl.when(zone.str.starts_with("-")).then(-ahead).otherwise(ahead).fill_null(0)
    shift = pl.when(zone.is_null()).then(0).otherwise((BEIJING - east) * 60)
    clock = hour * 3600 + minute * 60 + second.fill_null(0.0) + shift
    of_serial = pl.col("serial_time").cast(pl.Float64) * 86_400
    return pl.coalesce(clock, of_serial).round().cast(pl.Int64)


def _in_beijing() -> pl.Expr:
    """The day that it was in Beijing, or that an export meant which lost seconds of it."""
    day = pl.col("date")
    next_day = ((pl.col("second") >= 86_400) | pl.col("seconds_lost")).fill_null(False)
    return (
        pl.when(next_day)
        .then(day.dt.offset_by("1d"))
        .when(pl.col("second") < 0)
        .then(day.dt.offset_by("-1d"))
        .otherwise(day)
    )


def _doubts(born: bool) -> Iterator[pl.Expr]:
    """Each way in which a cell may mean either of two days; where only the column can tell, it is asked."""
    six, year_month, short = pl.col("six_digits"), pl.col("year_month"), pl.col("short_year")
    # Six digits that can only be a short year, month and day; or only a year and a month, or so many that chance is none.
    has_short_years = (short & ~year_month).any()
    has_whole_years = (year_month & ~short).any() | (pl.col("text").filter(year_month).n_unique() >= ENOUGH_MONTHS)
    yield pl.col("text").str.contains(_MAY_HAVE_LOST_A_ZERO)
    yield short & year_month & (has_short_years | ~has_whole_years)
    yield six & ~year_month
    yield pl.col("whole_serial") & (pl.col("text").str.contains(_YEAR_AND_ONE_DIGIT) | has_short_years)
    yield pl.col("serial") > LATEST_SERIAL
    yield pl.col("seconds_lost") & (~pl.col("seconds_lost") & (pl.col("clock") != 0)).any()
    if not born:
        yield pl.col("serial") < EARLIEST_SERIAL

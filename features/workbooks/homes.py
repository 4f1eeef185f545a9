"""Where households live and what their villages are called, as it was known on a day."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.errors import FanpinError
from features.records.gate import EVENT_DATE, Records, as_index, rows_known_by, without_later_knowledge
from features.records.store import RecordStore, Versions

TOWNSHIP_DIGITS = 9
SHOWN_AT_MOST = 20


class NoSuchRegionError(FanpinError):
    """Nobody is known to live in the region; the message names where people do."""


def homes(store: RecordStore, as_of: dt.date, region: str = "") -> pl.DataFrame:
    """Each household of a region with its village: household_id, region_code, township, village.

    A place whose name nobody delivered goes by its code: 9 digits for the township, 12 for the village.

    Args:
        region: 2 to 12 digits with which the code of a village begins, or nothing for everywhere.

    Raises:
        NoSuchRegionError: nobody lives there on that day, or it is no region code at all.
    """
    if region and not (region.isascii() and region.isdigit() and len(region) <= 12):
        raise NoSuchRegionError(
            f"{region} 不是行政区划代码：写村代码的前几位，6位一个县，9位一个乡镇，12位一个村 | {region!r} is no region code. Give the 2 to 12 digits with which the codes of its villages begin: 6 for a "
            "county, 9 for a township, 12 for a village."
        )
    everybody = with_names(_described(store, as_of), names_on(store, as_of))
    there = everybody.filter(pl.col("region_code").str.starts_with(region))
    if there.is_empty():
        raise NoSuchRegionError(_nobody_there(region, as_of, everybody))
    return there


def _described(store: RecordStore, as_of: dt.date) -> pl.DataFrame:
    rows = store.collected(store.scan("households"))[0]
    index = as_index(rows.select(pl.col("household_id").unique().sort()).with_columns(as_of=pl.lit(as_of)))
    known = rows_known_by(index, Records({"households": rows}).versions["households"]).filter(EVENT_DATE <= as_of)
    return known.unique("household_id", keep="last", maintain_order=True).select("household_id", "region_code")


def names_on(store: RecordStore, as_of: dt.date, versions: Versions | None = None) -> pl.DataFrame:
    """What the villages were called as it was known on a day: region_code, township, village; one row a village.

    Args:
        versions: of the store's tables; its present ones when None.
    """
    places = without_later_knowledge({"places": store.places(versions)}, pl.lit(as_of))["places"]
    return (
        places.sort("known_date", "delivery_id", maintain_order=True)
        .group_by("region_code")
        .agg(pl.col("township", "village").drop_nulls().last())
    )


def names_by_village(names: pl.DataFrame) -> dict[str, dict[str, str | None]]:
    """The names of `names_on` by the village's code."""
    rows = names.select("region_code", "township", "village").iter_rows()
    return {code: {"township": township, "village": village} for code, township, village in rows}


def with_names(households: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The rows with `township` and `village`: the names of `names_on`, or the codes where nobody delivered a name."""
    code = pl.col("region_code")
    return households.join(names, on="region_code", how="left", maintain_order="left").with_columns(
        pl.col("township").fill_null(code.str.head(TOWNSHIP_DIGITS)), pl.col("village").fill_null(code)
    )


def _nobody_there(region: str, as_of: dt.date, everybody: pl.DataFrame) -> str:
    if everybody.is_empty():
        return (
            f"截至 {as_of} 还没有任何户：先交花名册，或用 --as-of 写晚一些的日期 | No household was known on {as_of}. Take the rosters in "
            "first, or ask for a later day (--as-of)."
        )
    townships = (
        everybody.select(pl.col("region_code").str.head(TOWNSHIP_DIGITS).alias("code"), "township")
        .unique()
        .sort("code", "township")
    )
    named = [code if code == name else f"{code} {name}" for code, name in townships.iter_rows()]
    more = f" and {len(named) - SHOWN_AT_MOST} more" if len(named) > SHOWN_AT_MOST else ""
    return (
        f"截至 {as_of}，区域 {region} 没有已知的户；有户的乡镇和代码见后 | Nobody is known to live in region {region} on {as_of}. Townships with households: "
        f"{', '.join(named[:SHOWN_AT_MOST])}{more}. A village's code is 12 digits; give the first of them."
    )

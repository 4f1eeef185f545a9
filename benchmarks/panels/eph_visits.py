"""Which households the benchmark follows in the Argentine panel, and which visits tell about each of them.

Dwellings are visited in quarters q, q+1, q+4 and q+5; the panel numbers a quarter `t = year * 4 + quarter - 1`. A
pair of visits a year apart to one and the same household, not poor at the first, becomes one household of the
records. All that it may bring along are the earlier visits that pairs link to the first one: whoever lived behind
the same dwelling number before is somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.errors import FanpinError

YEAR = 4
"""Quarters until the outcome."""

LINK_STEPS = 3
"""A dwelling is visited four times, so no chain of visits has more links than this."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "households": (
        "hid",
        "t",
        "region",
        "agglomerate",
        "members",
        "line",
        "income_ok",
        "itf",
        "wage_income",
        "business_income",
        "other_jobs_income",
        "property_income",
        "transfer_income",
        "pension_income",
        "social_aid_income",
        "water_in",
        "water_src",
        "got_cash_aid",
        "got_goods_govt",
    ),
    "persons": (
        "hid",
        "t",
        "line_no",
        "relation",
        "sex",
        "age",
        "health_cover",
        "attends_school",
        "educ_level",
        "activity",
        "occ_category",
        "inactive_reason",
        "tenure",
        "pension_contrib",
        "inc_main_job",
    ),
    "pairs": ("hid", "t", "t2", "k", "same_hh", "income_ok", "ok_next", "poor", "poor_next"),
}
"""What is read of each file of the panel."""


class PanelError(FanpinError, ValueError):
    """The panel's files are not as expected; the message says which and what to do."""


@dataclass(frozen=True)
class Panel:
    """The panel's three tables, with the columns of COLUMNS: one row per household and visit, person and visit, pair."""

    households: pl.DataFrame
    persons: pl.DataFrame
    pairs: pl.DataFrame

    @classmethod
    def read(cls, folder: Path) -> Panel:
        """The panel of a folder.

        Raises:
            PanelError: a file or a column is missing, all of them at once.
        """
        problems = [
            f"{folder / name}.parquet is missing." for name in COLUMNS if not (folder / f"{name}.parquet").is_file()
        ]
        if problems:
            raise PanelError("\n".join([*problems, "--panel must name the folder that holds the panel's files."]))
        frames = {}
        for name, wanted in COLUMNS.items():
            file = folder / f"{name}.parquet"
            absent = sorted(set(wanted) - set(pl.read_parquet_schema(file)))
            problems += [f"{file} has no column {column}." for column in absent]
            if not absent:
                frames[name] = pl.read_parquet(file, columns=list(wanted))
        if problems:
            raise PanelError("\n".join([*problems, "Get the panel's files again; their own notes list the columns."]))
        return cls(**frames)


def first_day(t: str = "t") -> pl.Expr:
    """First day of a quarter."""
    return pl.date(pl.col(t).cast(pl.Int32) // 4, (pl.col(t).cast(pl.Int32) % 4) * 3 + 1, 1)


def last_day(t: str = "t") -> pl.Expr:
    """Last day of a quarter: when all that its visits told is known."""
    return first_day(t).dt.offset_by("3mo").dt.offset_by("-1d")


def followed(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs a year apart with a known answer at both ends, not poor at the first visit.

    Returns:
        `household_id` ("<dwelling>-<quarter>"), `hid`, `as_of_t` (the quarter of the first visit), `poor_next`.
    """
    return pairs.filter(
        pl.col("k") == YEAR, pl.col("same_hh"), pl.col("income_ok"), pl.col("ok_next"), pl.col("poor") == 0
    ).select(
        pl.format("{}-{}", "hid", "t").alias("household_id"),
        "hid",
        pl.col("t").alias("as_of_t"),
        (pl.col("poor_next") == 1).alias("poor_next"),
    )


def known_visits(households: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The visits that tell about each followed household on its as-of day: that quarter's and linked earlier ones.

    Args:
        households: a `followed` frame.
        pairs: all pairs of the panel, of any distance.

    Returns:
        `household_id`, `hid`, `as_of_t`, `t`: one row per household and visit.
    """
    links = pairs.filter("same_hh").select("hid", pl.col("t2").alias("t"), pl.col("t").alias("earlier_t"))
    reached = households.select("household_id", "hid", "as_of_t", pl.col("as_of_t").alias("t"))
    for _ in range(LINK_STEPS):
        before = reached.join(links, on=["hid", "t"]).select("household_id", "hid", "as_of_t", t="earlier_t")
        reached = pl.concat([reached, before]).unique()
    return reached.sort("household_id", "t")

"""How well the rolls of the departments meet the rosters, by roll, and whether some groups of people meet them less well."""

from __future__ import annotations

import polars as pl

from features.intake.linkage.bands import LANDING, Band
from features.intake.linkage.describing import UNKNOWN

GROUPINGS = {"age_group": "年龄 age", "sex": "性别 sex", "township": "乡镇 township"}
_WORDS = {"male": "男 male", "female": "女 female", UNKNOWN: "不详 not told"}


def in_words(grouping: str, group: str) -> str:
    """A group's name as an office reads it; a township goes by its own name."""
    return _WORDS.get(group, f"{group}岁" if grouping == "age_group" else group)


def by_roll(links: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """`source` and the rows in each band, as things stand now: what people decided counts as decided.

    Args:
        links, counts: the side tables LINKS and LINK_COUNTS.
    """
    last = links.sort("known_date", maintain_order=True).unique(
        ["delivery_id", "sheet", "row"], keep="last", maintain_order=True
    )
    described = last.group_by("source", "band").agg(pl.len().cast(pl.Int64).alias("rows"))
    exact = counts.filter(pl.col("band") == Band.EXACT.value).group_by("source", "band").agg(pl.col("rows").sum())
    both = pl.concat([exact.select("source", "band", "rows"), described])
    wide = both.pivot("band", index="source", values="rows", aggregate_function="sum")
    missing = [band.value for band in Band if band.value not in wide.columns]
    filled = wide.with_columns(pl.lit(0, pl.Int64).alias(band) for band in missing).fill_null(0)
    return filled.select("source", *Band.values()).sort("source")


def by_group(counts: pl.DataFrame, grouping: str, at_least: float) -> pl.DataFrame:
    """`group`, `people`, `linked`, `rate`: of the people whom files describe the share that was linked, as files came in.

    A person is counted once per file. The rate of a group of fewer than `at_least` people is null: it says nothing.
    """
    linked = pl.col("band").is_in([band.value for band in LANDING])
    told = counts.group_by(pl.col(grouping).alias("group")).agg(
        pl.col("people").sum(), pl.col("people").filter(linked).sum().alias("linked")
    )
    return told.with_columns(
        pl.when(pl.col("people") >= at_least).then(pl.col("linked") / pl.col("people")).alias("rate")
    ).sort("group")

"""Who lives in each household on the last day, by the last lists and the police's changes since, and what the lists say."""

from __future__ import annotations

import polars as pl

from training.simulator.situations.reading import CODE, DAY, ORDER, PERSON, Reader, last
from training.simulator.situations.sheets import described

LISTS = {"national_member": 9, "county_member": 12}
RESIDENT, WORKER = "是否参加新型农村合作医疗(城乡居民基本医疗保险)", "是否参加城镇职工基本医疗保险"
GONE = ("死亡", "婚嫁迁出", "迁出")


def members(reader: Reader) -> pl.DataFrame:
    """One row per person who lives in a household: CODE, PERSON, DAY of the last word, `born` (first of the month),
    `health`, `insured`, `student` of the last list, and `damage` of the number there (null where a change is the last word).
    """
    lists = pl.concat([_listed(reader, source, month) for source, month in LISTS.items()]).sort(*ORDER)
    changes = _changes(reader)
    whole = lists.group_by(CODE).agg(pl.col(DAY).max().alias("_whole"))
    words = pl.concat([lists, changes], how="diagonal").sort(*ORDER, maintain_order=True)
    words = words.join(whole, on=CODE, how="left", maintain_order="left")
    standing = last(words.filter((pl.col(DAY) >= pl.col("_whole")) | pl.col("_whole").is_null()), CODE, PERSON)
    dead = changes.filter(pl.col("change") == "死亡").select(CODE, PERSON).unique()
    # Where two lists of one day name a person, both do; else the later word says where the person lives now.
    newest = words.group_by(PERSON).agg(pl.col(DAY).max().alias("_newest"))
    here = (
        standing.filter(~pl.col("change").is_in(GONE) | pl.col("change").is_null())
        .join(dead, on=[CODE, PERSON], how="anti")
        .join(newest, on=PERSON)
        .filter(pl.col(DAY) == pl.col("_newest"))
    )
    said = last(lists, PERSON).select(PERSON, "health", "insured", "student", "born")
    return here.select(CODE, PERSON, DAY, "damage", born_told="born").join(said, on=PERSON, how="left").with_columns(
        pl.coalesce("born_told", "born").alias("born")
    )  # fmt: skip


def _listed(reader: Reader, source: str, month: int) -> pl.DataFrame:
    national = source == "national_member"
    flags = (RESIDENT, WORKER) if national else ("是否参加医保",)
    insured = pl.any_horizontal(pl.col(flag) == "是" for flag in flags)
    born = pl.col("出生日期")
    rows = reader.rows(
        source,
        "年度",
        (_month(born) if national else born.str.strptime(pl.Date, "%Y-%m-%d").dt.truncate("1mo")).alias("born"),
        pl.col("_damage").alias("damage"),
        pl.col("健康状况").alias("health"),
        pl.col("在校生状况").alias("student"),
        insured.alias("insured"),
    )
    return described(rows, reader, month)


def _changes(reader: Reader) -> pl.DataFrame:
    born = _month(pl.col("出生日期"))
    rows = reader.rows("police_population", born.alias("born"), pl.col("变动类型").alias("change"))
    return rows.filter(pl.col(DAY) <= reader.today)


def _month(text: pl.Expr) -> pl.Expr:
    """The first day of a month written as yyyyMM."""
    return (text + "01").str.strptime(pl.Date, "%Y%m%d")

"""The counts of a day told to an office: the places with the highest rates, and every settlement with its trend."""

from __future__ import annotations

import datetime as dt

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.context.marks import MARKS, Level, Mark
from features.context.table import Context, known_hits
from features.policy.loading import Policy
from features.wording import number_in_words


def a_year_before(day: dt.date) -> dt.date:
    """The same month's end a year earlier."""
    next_day = day + dt.timedelta(days=1)
    return next_day.replace(year=next_day.year - 1) - dt.timedelta(days=1)


def highest(context: Context, day: dt.date, level: Level, mark: Mark, policy: Policy, most: int) -> pl.DataFrame:
    """The places of a kind in which a mark is most frequent, the highest first.

    Ordered by the rate drawn towards the county's, so that a place of two households does not stand first by chance.

    Returns:
        `county`, `place`, `hits`, `households` (of which the mark is known), `drawn`; places without a hit left out.
    """
    known, hits = known_hits(mark)
    here = context.of_level(level).filter(pl.col("day") == day, pl.col(hits) > 0)
    county = context.of_level(Level.COUNTY).filter(pl.col("day") == day)
    county = county.select("county", (pl.col(hits) / pl.col(known)).alias("share"))
    added = [policy.value("context_shrinkage_households", code, day) for code in here["county"]]
    drawn = (pl.col(hits) + pl.col("added") * pl.col("share")) / (pl.col(known) + pl.col("added"))
    return (
        here.with_columns(pl.Series("added", added, dtype=pl.Float64))
        .join(county, on="county", how="left", maintain_order="left")
        .select("county", "place", pl.col(hits).alias("hits"), pl.col(known).alias("households"), drawn.alias("drawn"))
        .sort("drawn", "county", "place", descending=[True, False, False])
        .head(most)
    )


def print_highest(
    context: Context, day: dt.date, names: pl.DataFrame, policy: Policy, console: Console, most: int
) -> None:
    """A table for each mark: the villages in which it is most frequent.

    Args:
        names: `region_code`, `township`, `village`.
    """
    for mark in MARKS.values():
        found = highest(context, day, Level.VILLAGE, mark, policy, most).join(
            names, left_on="place", right_on="region_code", how="left", maintain_order="left"
        )
        table = Table(
            Column("村代码", no_wrap=True),
            Column("乡镇", overflow="fold"),
            Column("村", overflow="fold"),
            Column("户数", justify="right"),
            Column("占比", justify="right"),
            Column("收缩后", justify="right"),
            box=SIMPLE_HEAD,
            padding=0,
            title=f"{mark.zh} | {mark.en}",
            title_justify="left",
            caption=f"全县 | county: {_county_words(context, day, mark)}",
            caption_justify="left",
        )
        for row in found.iter_rows(named=True):
            table.add_row(
                row["place"],
                row["township"] or "",
                row["village"] or "",
                f"{row['hits']}/{row['households']}",
                number_in_words(row["hits"] / row["households"], "share"),
                number_in_words(row["drawn"], "share"),
            )
        console.print(table)
    console.print(
        "列：村代码、乡镇、村、有此情况的户数/可知的户数、占比、向全县收缩后的比例（户数少的村不因偶然排在前面）\n"
        "columns: village code, township, village, households so marked of those of which it is known, share, share drawn "
        "towards the county's",
        highlight=False,
        soft_wrap=True,
    )


def print_settlements(context: Context, day: dt.date, before: dt.date, console: Console) -> None:
    """Every settlement with each mark on the day, and what it was a year before."""
    there = context.of_level(Level.SETTLEMENT)
    now, then = (there.filter(pl.col("day") == one) for one in (day, before))
    if now.is_empty():
        console.print(f"截至 {day} 没有已知的安置点。 | No settlement is known on {day}.")
        return
    earlier = {(row["county"], row["place"]): row for row in then.iter_rows(named=True)}
    table = Table(
        Column("安置点", overflow="fold"),
        Column("户数", justify="right"),
        *(Column(mark.zh, overflow="fold", justify="right") for mark in MARKS.values()),
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        caption=f"括号内为 {before} 的情况 | settlement, households; {', '.join(m.en for m in MARKS.values())}; in brackets on {before}",
        caption_justify="left",
    )
    for row in now.sort("county", "place").iter_rows(named=True):
        past = earlier.get((row["county"], row["place"]))
        told = [f"{_words(row, mark)} ({_words(past, mark) if past else '—'})" for mark in MARKS.values()]
        table.add_row(row["place"], f"{row['households']:,}", *told)
    console.print(table)


def _county_words(context: Context, day: dt.date, mark: Mark) -> str:
    everybody = context.of_level(Level.COUNTY).filter(pl.col("day") == day)
    known, hits = (int(everybody[column].sum()) for column in known_hits(mark))
    return f"{hits:,}/{known:,}" + (f" {number_in_words(hits / known, 'share')}" if known else "")


def _words(row: dict[str, int], mark: Mark) -> str:
    known, hits = (row[column] for column in known_hits(mark))
    return f"{hits}/{known}" + (f" {number_in_words(hits / known, 'share')}" if known else "")

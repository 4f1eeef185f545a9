"""The counts of a day told to an office: the places with the highest rates, and every settlement with its trend."""

from __future__ import annotations

import datetime as dt

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from features.frame.context.table import known_hits
from features.language.marks import MARKS, Mark
from features.policy.loading import Policy
from features.records.context import Context, Level


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
    """For each mark, the villages in which it is most frequent.

    Args:
        names: `region_code`, `township`, `village`.
    """
    for mark in MARKS.values():
        county = _share_in(context.of_level(Level.COUNTY).filter(pl.col("day") == day), mark)
        console.print(f"{mark.zh}（全县 {county}） | {mark.en} (county {county})", highlight=False, soft_wrap=True)
        places = highest(context, day, Level.VILLAGE, mark, policy, most).join(
            names, left_on="place", right_on="region_code", how="left", maintain_order="left"
        )
        table = Table(
            Column("村代码", no_wrap=True),
            Column("乡镇", no_wrap=True),
            Column("村", no_wrap=True),
            Column("户数", justify="right", no_wrap=True),
            Column("收缩后", justify="right", no_wrap=True),
            box=SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
        )
        for row in places.iter_rows(named=True):
            names_of_place = (row["township"] or "", row["village"] or "")
            counts = _share(row["hits"], row["households"])
            table.add_row(row["place"], *names_of_place, counts, _percent(row["drawn"]))
        console.print(table)
    console.print(
        "户数：有此情况的户/可知的户；收缩后：向全县比例收缩后的比例，户数少的村不因偶然排在前面\n"
        "Columns: village code, township, village, households so marked of those of which it is known, share drawn towards "
        "the county's, so that a small village does not stand first by chance.",
        highlight=False,
        soft_wrap=True,
    )


def print_settlements(context: Context, day: dt.date, before: dt.date, console: Console) -> None:
    """Every settlement with each mark on the day, and what it was a year before."""
    there = context.of_level(Level.SETTLEMENT)
    now, then = (there.filter(pl.col("day") == one) for one in (day, before))
    if now.is_empty():
        console.print(f"截至 {day} 没有已知的安置点。 | No settlement is known on {day}.", highlight=False)
        return
    earlier = {(row["county"], row["place"]): row for row in then.iter_rows(named=True)}
    table = Table(
        Column("安置点", overflow="fold"),
        Column("户数", justify="right"),
        *(Column(mark.zh, overflow="fold", justify="right") for mark in MARKS.values()),
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for row in now.sort("county", "place").iter_rows(named=True):
        past = earlier.get((row["county"], row["place"]))
        cells = [f"{_words(row, mark)}（{_words(past, mark) if past else '—'}）" for mark in MARKS.values()]
        table.add_row(row["place"], f"{row['households']:,}", *cells)
    console.print(table)
    marks = "; ".join(mark.en for mark in MARKS.values())
    console.print(
        f"有此情况的户/可知的户，括号内为 {before}\nColumns: settlement, households; {marks}. In brackets: on {before}.",
        highlight=False,
        soft_wrap=True,
    )


def _share_in(places: pl.DataFrame, mark: Mark) -> str:
    known, hits = (int(places[column].sum()) for column in known_hits(mark))
    return _share(hits, known)


def _words(row: dict[str, int], mark: Mark) -> str:
    known, hits = (row[column] for column in known_hits(mark))
    return _share(hits, known)


def _share(hits: int, known: int) -> str:
    return f"{hits:,}/{known:,}" + (f" {_percent(hits / known)}" if known else "")


def _percent(share: float) -> str:
    """One decimal below 10 %: identifications are a few in a thousand."""
    return f"{share * 100:.{1 if 0 < share < 0.1 else 0}f}%"

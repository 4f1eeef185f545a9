"""`fanpin people`: how the departments' rolls meet the rosters, and the doubtful links that people decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.cli.options import CountyFolder, console, data_folder, day_option, policy_of

app = typer.Typer(help="Who is who: how the departments' rolls meet the rosters.", no_args_is_help=True)

Workbook = Annotated[Path, typer.Argument(metavar="FILE.xlsx", exists=True, dir_okay=False)]


@app.command()
def report() -> None:
    """How many rows of each roll were linked exactly, probably, by decision, twice or not at all."""
    import polars as pl
    from rich.table import Column, Table

    from features.intake.linkage.bands import Band
    from features.intake.linkage.reporting import by_roll
    from features.intake.recognising.catalogue import catalogue
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    columns = (Column(f"{band.zh}\n{band.value}", justify="right", overflow="fold") for band in Band)
    table = Table(Column("名册 roll", overflow="fold"), *columns, caption="rows of files, as things stand now")
    for source, *rows in by_roll(store.links(), store.link_counts()).iter_rows():
        known = catalogue().sources.get(source)
        table.add_row(known.zh if known else source, *(f"{count:,}" for count in rows))
    console.print(table)
    waiting = store.links().filter(pl.col("band").is_in([Band.REVIEW.value, Band.TWICE.value])).height
    if waiting:
        console.print(
            "待核对的用 `fanpin people review --out FILE.xlsx` 导出 | write the doubtful ones for deciding",
            markup=False,
        )


@app.command()
def audit(
    as_of: Annotated[
        dt.date | None,
        day_option("--as-of", "按哪一天的政策判断人群是否过小 Day whose policy decides which groups are too small."),
    ] = None,
    county: CountyFolder = None,
) -> None:
    """Link rate by age group, sex and township: whether some groups are lost more often than others."""
    from rich.table import Column, Table

    from features.intake.linkage.reporting import GROUPINGS, by_group, in_words
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    day = as_of or dt.date.today()
    at_least = policy_of(county).value("link_group_at_least", None, day)
    table = Table(
        "分组 by",
        "组别 group",
        *(Column(heading, justify="right") for heading in ("人次 people", "匹配 linked", "匹配率 rate")),
    )
    for grouping, called in GROUPINGS.items():
        for group, people, linked, rate in by_group(store.link_counts(), grouping, at_least).iter_rows():
            cell = "样本不足 insufficient" if rate is None else f"{rate:.1%}"
            table.add_row(called, in_words(grouping, group), f"{people:,}", f"{linked:,}", cell)
    console.print(table)


@app.command()
def review(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="写出的工作簿 Workbook to write.")],
) -> None:
    """Write the doubtful links, both sides masked, with a column for the decision."""
    from features.disk import write_whole
    from features.disk.outputs import writable_workbook
    from features.intake.linkage.answers import may_be_written_over
    from features.intake.linkage.review import review_list
    from features.intake.who.deciding import doubtful
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    may_be_written_over(writable_workbook(out))
    pairs = doubtful(store)
    content = review_list(pairs, dt.date.today())
    write_whole(out, content)
    console.print(f"待核对 {pairs.height:,} 对 | {pairs.height:,} links to decide: {out}", markup=False, soft_wrap=True)


@app.command()
def decide(
    file: Workbook,
    on: Annotated[
        dt.date | None,
        day_option("--on", "作出结论的日期，不写为今天 Day of the decision; today when not given."),
    ] = None,
    county: CountyFolder = None,
) -> None:
    """Take over a decided list: confirmed rows land, known from the day of the decision on."""
    from features.deliveries.days import not_to_come
    from features.intake.who.deciding import decide as take_over
    from features.records.store import RecordStore

    store = RecordStore.open(data_folder())
    day = not_to_come(on or dt.date.today(), dt.date.today())
    done = take_over(store, file.read_bytes(), file.name, day, policy_of(county), landed_at=dt.datetime.now(dt.UTC))
    console.print(
        f"确认 {done.accepted:,}，否定 {done.rejected:,}，入库 {done.rows_landed:,} 条，此前已读入 {done.taken_before:,} 行 | "
        f"{done.accepted:,} confirmed, {done.rejected:,} refused, {done.rows_landed:,} record rows landed, "
        f"{done.taken_before:,} lines taken over before",
        markup=False,
        soft_wrap=True,
    )

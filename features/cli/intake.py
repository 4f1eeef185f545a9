"""`fanpin intake`: delivered workbooks into the record store; `fanpin records`: record tables, brought in, told and checked."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Annotated

import typer

from features.bars import Bars
from features.cli.options import DAY, AsOf, CountyFolder, console, data_folder, day_typed, policy_of, standing_day

app = typer.Typer()
records_app = typer.Typer(help="Record tables as Parquet or CSV.", no_args_is_help=True)
app.add_typer(records_app, name="records")

Directory = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False)]


@app.command()
def intake(
    directory: Directory,
    known_date: Annotated[
        dt.date | None,
        typer.Option(
            "--known-date",
            parser=day_typed,
            metavar=DAY,
            help="交付日期；文件夹名中没有日期时用 Day of the delivery, when no folder's name tells it.",
        ),
    ] = None,
    county: CountyFolder = None,
) -> None:
    """Take delivered workbooks (xlsx, xls, csv, zip) into the record store. Exit code 1 when a file was refused."""
    from features.county import county_folder
    from features.intake import intake as take_in
    from features.intake.folders import deliveries
    from features.intake.problems import IntakeError
    from features.records.founding import is_store
    from features.records.store import RecordStore

    own = county_folder(county)
    day, today = known_date, dt.date.today()
    # Asked before a store is made: a folder without deliveries leaves none behind.
    delivered = deliveries(directory, day, today)
    if not (delivered.found or is_store(data_folder())):
        raise IntakeError("\n".join(str(one) for one in (*delivered.refused, *delivered.notes)))
    store = RecordStore.open_or_create(data_folder())
    with Bars() as bars:
        report = take_in(
            directory,
            store,
            landed_at=dt.datetime.now(dt.UTC),
            known_date=day,
            today=today,
            county=own,
            progress=bars,
        )
    report.print(console)
    if report.refused:
        raise typer.Exit(1)


@records_app.command("import")
def import_records(directory: Directory) -> None:
    """Import record tables, `<table>.parquet` or `<table>.csv`. Nothing lands unless every file is good."""
    from features.records.importing import ImportRefusedError
    from features.records.importing import import_records as bring
    from features.records.store import RecordStore

    made_here = not data_folder().exists()
    store = RecordStore.open_or_create(data_folder())
    try:
        imported = bring(directory, store, landed_at=dt.datetime.now(dt.UTC))
    except ImportRefusedError:
        # Nothing landed: an empty store would look like one.
        if made_here:
            shutil.rmtree(store.path)
        raise
    for file in imported:
        told = "already known" if file.already_known else f"{file.rows_read:,} rows, {file.rows_landed:,} new"
        console.print(f"{file.file}: {told}", markup=False)


@records_app.command()
def describe() -> None:
    """Print the record tables, their columns and their contracts, in Markdown."""
    from features.records.documentation import render

    typer.echo(render(), nl=False)


@records_app.command()
def check(
    as_of: AsOf = None,
    county: CountyFolder = None,
) -> None:
    """Ask every stored row by its table's contract, and count what is flagged. Exit code 1 when a rule is broken."""
    from features.records.printing import print_flags
    from features.records.soundness import flags_in_store, require_sound
    from features.records.store import RecordStore

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    # A store without deliveries is sound; only flags need a day.
    if as_of or store.last_delivery_day():
        stood = standing_day(as_of, store, policy)
        console.print(str(stood.told), markup=False, soft_wrap=True)
        print_flags(flags_in_store(store, stood.day, policy), stood.day, console)
    require_sound(store)

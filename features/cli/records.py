"""`fanpin records`: record tables as Parquet or CSV, brought in, told of and checked."""

from __future__ import annotations

import datetime as dt
import shutil

import typer

from features.cli.options import AsOf, CountyFolder, Directory, console, data_folder, policy_of, standing_day

app = typer.Typer(help="Record tables as Parquet or CSV.", no_args_is_help=True)


@app.command("import")
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


@app.command()
def describe() -> None:
    """Print the record tables, their columns and their contracts, in Markdown."""
    from features.catalogue.records_page import render

    typer.echo(render(), nl=False)


@app.command()
def check(
    as_of: AsOf = None,
    county: CountyFolder = None,
) -> None:
    """Ask every stored row by its table's contract, and count what is flagged. Exit code 1 when a rule is broken."""
    from features.records.contracts.printing import print_flags
    from features.records.contracts.soundness import flags_in_store, require_sound
    from features.records.store.states import StoreInState

    store, policy = StoreInState.open(data_folder()), policy_of(county)
    # A store without deliveries is sound; only flags need a day.
    if as_of or store.last_delivery_day():
        stood = standing_day(as_of, store, policy)
        console.print(str(stood.in_words), markup=False, soft_wrap=True)
        print_flags(flags_in_store(store, stood.day, policy), stood.day, console)
    require_sound(store)

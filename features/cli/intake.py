"""`fanpin intake`: delivered workbooks into the record store."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from features.bars import Bars
from features.cli.options import CountyFolder, Directory, console, data_folder, day_option

app = typer.Typer()


@app.command()
def intake(
    directory: Directory,
    known_date: Annotated[
        dt.date | None,
        day_option(
            "--known-date", "交付日期；文件夹名中没有日期时用 Day of the delivery, when no folder's name tells it."
        ),
    ] = None,
    county: CountyFolder = None,
) -> None:
    """Take delivered workbooks (xlsx, xls, csv, zip) into the record store. Exit code 1 when a file was refused."""
    from features.intake import intake as take_in
    from features.intake.folders import deliveries
    from features.intake.printing import print_report
    from features.intake.problems import IntakeError
    from features.policy.county import county_folder
    from features.records.store import RecordStore
    from features.records.store.creating import is_store

    own = county_folder(county)
    day, today = known_date, dt.date.today()
    # Asked before a store is made: a folder without deliveries leaves none behind.
    delivered = deliveries(directory, day, today)
    if not (delivered.deliveries or is_store(data_folder())):
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
    print_report(report, console)
    if report.refused:
        raise typer.Exit(1)

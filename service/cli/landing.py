"""`fanpin land`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from service.cli.installation import console

app = typer.Typer()


@app.command()
def land(
    set_aside: Annotated[
        bool,
        typer.Option("--set-aside", help="列出全部写不进的及原因，不写入 List all that was set aside, land nothing."),
    ] = False,
) -> None:
    """Land what offices entered of leads and what a case system sent, and say what can't be landed; exit status 1 when people should look."""
    from service.landing.printing import print_landing, print_set_aside
    from service.landing.waiting import land_waiting
    from service.settings import Settings
    from service.store import Database
    from service.store.upgrading import upgrade

    settings, now = Settings.from_environment(), dt.datetime.now(dt.UTC)
    database = Database(settings.database)
    upgrade(database)
    if set_aside:
        print_set_aside(database, now, console)
        return
    done = land_waiting(database, settings.records, now)
    print_landing(done, database, now, console)
    if done.refused:
        raise typer.Exit(1)

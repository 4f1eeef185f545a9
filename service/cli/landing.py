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
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="此前写不进的再试一次，如升级之后 Try what was set aside once more, as after an upgrade."
        ),
    ] = False,
) -> None:
    """Land what offices entered of leads and what a case system sent, and say what can't be landed; exit status 1 when people should look."""
    from service.jurisdiction import EVERYWHERE
    from service.landing.printing import print_landing, print_set_aside
    from service.landing.waiting import land_waiting
    from service.settings import Settings
    from service.store import Database
    from service.store.repositories import records
    from service.store.upgrading import upgrade

    settings, now = Settings.from_environment(), dt.datetime.now(dt.UTC)
    database = Database(settings.database)
    upgrade(database)
    if set_aside:
        print_set_aside(database, now, console)
        return
    if again:
        with database.writing(EVERYWHERE, now) as work:
            records.try_again(work)
    done = land_waiting(database, settings.records, now)
    print_landing(done, database, now, console)
    if done.refused:
        raise typer.Exit(1)

"""`fanpin database`: which form the database has, and the newest one."""

from __future__ import annotations

import typer

from service.cli.installation import console

app = typer.Typer(no_args_is_help=True, help="The database of the service: users, keys, audit, leads.")


@app.command()
def show() -> None:
    """Where the database is and which form it has, without changing it."""
    from service.settings import Settings
    from service.store import Database
    from service.store.upgrading import form_of, newest_form

    database = Database(Settings.from_environment().database)
    form, newest = form_of(database), newest_form()
    console.print(f"{database.shown}  {form or '空 empty'}，本版 this version: {newest}")
    if form != newest:
        console.print(
            "用 fanpin database upgrade 升级；先做备份 | fanpin database upgrade moves it; keep a backup first."
        )
    database.close()


@app.command()
def upgrade() -> None:
    """Move the database to the form of this version; fanpin serve does so by itself when it starts."""
    from service.settings import Settings
    from service.store import Database
    from service.store.upgrading import upgrade as upgrade_form

    database = Database(Settings.from_environment().database)
    before, after = upgrade_form(database)
    console.print(f"{database.shown}  {before or '空 empty'} → {after}")
    database.close()

"""`fanpin vault`: names taken over from the records, kept as long as policy says, sealed under new keys."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from features.cli.options import CountyFolder, console, data_folder, policy_of

app = typer.Typer(
    help="The vault of names: filled from the rosters, emptied by policy, sealed anew under a new key.",
    no_args_is_help=True,
)


@app.command()
def fill(county: CountyFolder = None) -> None:
    """Bring the names in the service's database to what rosters say now; after each intake."""
    from features.records.store import RecordStore
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.vault import filling

    now, store = _now(), RecordStore.open(data_folder())
    people = filling.described(store, now.date())
    database, keyring = database_of_environment(), keyring_of_environment()
    filled = filling.fill(database, keyring, policy_of(county), people, now, actor=actor_of_shell())
    _print(
        f"新增{filled.added:,}人，变动{filled.changed:,}人，移除{filled.removed:,}人，无村可归未收{filled.unplaced:,}人 | {filled.added:,} people added, {filled.changed:,} "
        f"changed, {filled.removed:,} removed, {filled.unplaced:,} left out since no roster places them in a village"
    )


@app.command()
def rotate() -> None:
    """Seal everything in the database under a new key; stop the service first and start it afterwards. A run that was cut short is gone on with."""
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment, keys_file
    from service.vault import rotating

    database, keyring = database_of_environment(), keyring_of_environment()
    rotated = rotating.rotate(database, keys_file(), keyring, _now(), actor=actor_of_shell())
    _print(
        f"重新加密{rotated.rows:,}处；密钥文件 {keys_file()} 已更新，请备份（与数据库分开） | {rotated.rows:,} places sealed anew. The keys in {keys_file()} are others: back them "
        "up, apart from the database"
    )


@app.command()
def retain(
    destroy: Annotated[
        bool, typer.Option("--destroy", help="真正移除；不写只统计 Remove them; without it they are only counted.")
    ] = False,
    county: CountyFolder = None,
) -> None:
    """Count the households that no roster has named for as long as policy keeps names, and remove their names."""
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.vault import retention

    database, now, policy = database_of_environment(), _now(), policy_of(county)
    if destroy:
        gone = retention.remove_gone(database, keyring_of_environment(), policy, now, actor=actor_of_shell())
    else:
        with database.reading(EVERYWHERE, now) as work:
            gone = retention.gone(work, policy)
    became = ("已移除", "were removed") if destroy else ("到期，加 --destroy 移除", "are due: --destroy removes them")
    _print(
        f"{gone.households:,}户{gone.people:,}人自{gone.since}以前起没有名册提到，姓名{became[0]} | the names of {gone.people:,} people of {gone.households:,} households, in no "
        f"roster since {gone.since}, {became[1]}"
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _print(words: str) -> None:
    console.print(words, highlight=False, markup=False, soft_wrap=True)

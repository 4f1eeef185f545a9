"""The installation that a command works on: its database in this version's form, and its keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from service.keyring import Keyring
    from service.store import Database, Work

console = Console(highlight=False, markup=False, soft_wrap=True)

EVERYWHERE_IN_WORDS = "all"

Name = Annotated[str, typer.Argument(metavar="NAME", help="名称 Its name.")]
Days = Annotated[int, typer.Option("--days", min=1, max=3_650, help="密钥有效天数 Days for which the key holds.")]


def prefix_of(region: str) -> str:
    """A place as it was typed: digits, or `all`. Whether the digits are any is looked at where they are granted."""
    return "" if region == EVERYWHERE_IN_WORDS else region


def place_in_words(prefix: str) -> str:
    return prefix or "全部 all"


@contextmanager
def installation() -> Iterator[tuple[Database, Keyring]]:
    """Database and keys as the environment names them; made where there are none yet.

    Raises:
        DatabaseError, FormError, KeyringError: they can't be used.
    """
    from service.installation import database_of_environment, keyring_of_environment

    keyring = keyring_of_environment()
    database = database_of_environment()
    try:
        yield database, keyring
    finally:
        database.close()


@contextmanager
def changing() -> Iterator[tuple[Work, Keyring]]:
    """A piece of work by the installation itself, now."""
    from service.jurisdiction import NOWHERE

    with installation() as (database, keyring), database.writing(NOWHERE, dt.datetime.now(dt.UTC)) as work:
        yield work, keyring

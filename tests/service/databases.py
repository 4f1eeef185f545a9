"""The service's database for a test: everything that the store does is tried on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest

from service.store import Database
from service.store.tables import Base
from service.store.upgrading import form_of, newest_form, upgrade
from tests.service.postgres import server

KINDS = ("sqlite", "postgresql")
TEMPLATE = "template_of_tests"
_numbers = count()

form_of_this_version = cache(newest_form)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row in it, to be copied."""
    file = tmp_path_factory.mktemp("empty-database") / "service.db"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server on which one database has every table and no row in it, to be copied."""
    with server() as address:
        create_database(address, TEMPLATE, "template1")
        database = Database(address.format(name=TEMPLATE))
        upgrade(database)
        database.close()
        yield address


@pytest.fixture(scope="session")
def emptied_postgresql(postgresql: str) -> Callable[[], str]:
    """The address of a database with every table and no row in it: the one of the test before, emptied, which takes a tenth of
    the time that a copy of the template takes, and leaves no gigabyte to be removed at the end.
    """
    names: list[str] = []

    def emptied() -> str:
        if not names or not _emptied(postgresql, names[-1]):
            names.append(f"test_{next(_numbers)}")
            create_database(postgresql, names[-1], TEMPLATE)
        return postgresql.format(name=names[-1])

    return emptied


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of this version's form, with nothing in it."""
    if request.param == "sqlite":
        file = tmp_path / "service.db"
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), file)
        file.chmod(0o600)
        opened = Database(f"sqlite:///{file}")
    else:
        opened = Database(request.getfixturevalue("emptied_postgresql")())
    yield opened
    opened.close()


def _emptied(address: str, name: str) -> bool:
    """Whether a database could be emptied: one that a test left in another form, or in use, is left as it is."""
    database = Database(address.format(name=name))
    try:
        if form_of(database) != form_of_this_version():
            return False
    finally:
        database.close()
    plain = address.replace("postgresql+psycopg", "postgresql").format(name=name)
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    try:
        with psycopg.connect(plain, autocommit=True, options="-c lock_timeout=2s") as connection:
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    except psycopg.errors.LockNotAvailable:
        return False
    return True


def create_database(address: str, name: str, template: str) -> None:
    """A copy of a database of a server."""
    plain = address.replace("postgresql+psycopg", "postgresql").format(name="postgres")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

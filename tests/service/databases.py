"""The service's database for a test: everything that the store does is tried on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from service.store import Database
from service.store.tables import Base
from service.store.upgrading import upgrade
from tests.service.postgres import server

KINDS = ("sqlite", "postgresql")
TEMPLATE = "template_of_tests"
_numbers = count()


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
def emptied(postgresql: str) -> str:
    """The address of a database of that server, which is emptied for each story: making one takes ten times as long."""
    create_database(postgresql, "emptied", TEMPLATE)
    return postgresql.format(name="emptied")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of this version's form, with nothing in it."""
    opened = _sqlite(request, tmp_path) if request.param == "sqlite" else Database(request.getfixturevalue("emptied"))
    if request.param == "postgresql":
        empty(opened)
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The same for a story that changes the database's form."""
    if request.param == "sqlite":
        opened = _sqlite(request, tmp_path)
    else:
        address, name = request.getfixturevalue("postgresql"), f"own_{next(_numbers)}"
        create_database(address, name, TEMPLATE)
        opened = Database(address.format(name=name))
    yield opened
    opened.close()


def _sqlite(request: pytest.FixtureRequest, folder: Path) -> Database:
    file = folder / "service.db"
    shutil.copyfile(request.getfixturevalue("empty_sqlite"), file)
    file.chmod(0o600)
    return Database(f"sqlite:///{file}")


def empty(database: Database) -> None:
    """Take every row out."""
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def create_database(address: str, name: str, template: str) -> None:
    """A copy of a database of a server."""
    plain = address.replace("postgresql+psycopg", "postgresql").format(name="postgres")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

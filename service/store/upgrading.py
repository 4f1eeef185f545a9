"""The database moved to the form of this version, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from features.errors import FanpinError
from service.store.database import WRITES, Database, faults_in_words
from service.store.tables import Base

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "fanpin_form"
"""Not Alembic's own name: MLflow's tables may lie in the same database, and each would take the other's for its own."""

LOCK = 7_026_281
"""Of two processes that start at once one moves the database, the other waits for it (PostgreSQL's advisory lock; SQLite has one writer)."""


class FormError(FanpinError):
    """The database has a form that this version does not know."""


def newest_form() -> str:
    """The form that this version works with."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def form_of(database: Database) -> str | None:
    """The form that a database has; None where nothing is in it yet."""
    with faults_in_words(database.shown), database.engine.execution_options(**{WRITES: False}).connect() as connection:
        return _form(connection)


def upgrade(database: Database, to: str = "head") -> tuple[str | None, str]:
    """Move a database to a form, whole or not at all; from which to which.

    Raises:
        FormError: a newer version of fanpin made it.
        DatabaseError: it can't be reached, or somebody holds it.
    """
    with _moving(database) as connection:
        before = _form(connection)
        known = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
        if before is not None and before not in known:
            raise FormError(
                f"数据库 {database.shown} 是更新版本的 fanpin 建的（{before}），本版只认识到 {newest_form()}：安装较新的版本，或从升级前的备份恢复 | the database "
                f"{database.shown} was made by a newer fanpin ({before}); this one knows {newest_form()} at most. Install the newer version, or "
                "put the backup from before the upgrade back."
            )
        command.upgrade(_config(connection), to)
        return before, str(_form(connection))


def downgrade(database: Database, to: str) -> None:
    """Move a database back to an earlier form; what only later forms hold is lost, so a backup comes first."""
    with _moving(database) as connection:
        command.downgrade(_config(connection), to)


@contextmanager
def _moving(database: Database) -> Iterator[Connection]:
    """A connection that nobody else moves the database on meanwhile."""
    with faults_in_words(database.shown), database.engine.connect() as connection:
        if database.is_sqlite:
            # A table that is written anew is dropped first, and would take along whatever refers to it.
            _at_once(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
                if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise FormError(
                        f"数据库 {database.shown} 中有行指向不存在的行，没有改动：从备份恢复 | rows of {database.shown} refer to rows that are not there; nothing was changed. Put a backup back."
                    )
        finally:
            if database.is_sqlite:
                _at_once(connection, "PRAGMA foreign_keys=ON")


def _at_once(connection: Connection, statement: str) -> None:
    """Outside any transaction, where SQLite alone heeds it."""
    connection.connection.cursor().execute(statement)


def _form(connection: Connection) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def differences(database: Database) -> list[Any]:
    """What of the database differs from the tables that this version declares; nothing after an upgrade."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        return list(compare_metadata(context, Base.metadata))

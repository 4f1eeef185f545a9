"""The database of an installation, and sessions on it: reading from one state, writing one after the other."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from features.errors import FanpinError
from service.jurisdiction import Jurisdiction
from service.store.filtering import INFO, BoundedSession

SECONDS_TO_WAIT = 15
"""For the lock of whoever writes, or for a free connection."""

CONNECTIONS, FURTHER_CONNECTIONS = 8, 24
WRITES = "fanpin_writes"


class DatabaseError(FanpinError):
    """The database can't be used; the message says which and what to do. Never with a password in it."""


@dataclass(frozen=True, eq=False)
class Work:
    """A piece of work on the database, whole or not done: a session within a jurisdiction, and the moment at which it is done."""

    session: BoundedSession
    jurisdiction: Jurisdiction
    now: dt.datetime

    def hold(self, name: str) -> None:
        """Until this work ends nobody else who holds the same name goes on: they wait. What SQLite writes is alone anyway."""
        if self.session.get_bind().dialect.name == "postgresql":
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


class Database:
    """An installation's database.

    Args:
        address: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.

    Raises:
        DatabaseError: the address is none, or of a database that fanpin does not use.
    """

    def __init__(self, address: str) -> None:
        self.url = _url(address)
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        self._turn = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self, jurisdiction: Jurisdiction, now: dt.datetime) -> Iterator[Work]:
        """Everything that is asked comes from one state of the database; nothing can be changed."""
        with self._work(jurisdiction, now, writes=False) as work:
            # What was read stays readable: the session is closed, not rolled back.
            yield work

    @contextmanager
    def writing(self, jurisdiction: Jurisdiction, now: dt.datetime) -> Iterator[Work]:
        """What is done within is done whole at its end, or not at all."""
        with self._in_turn(), self._work(jurisdiction, now, writes=True) as work:
            yield work
            work.session.commit()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer. Those of one process come one after the other: its own lock lets some wait for ever while others pass."""
        if not self.is_sqlite:
            yield
        elif self._turn.acquire(timeout=SECONDS_TO_WAIT):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise _not_now(self.shown, "busy")

    @contextmanager
    def _work(self, jurisdiction: Jurisdiction, now: dt.datetime, *, writes: bool) -> Iterator[Work]:
        engine = self.engine.execution_options(**self._how(writes=writes))
        with (
            faults_in_words(self.shown),
            BoundedSession(engine, expire_on_commit=False, info={INFO: jurisdiction}) as session,
        ):
            yield Work(session, jurisdiction, now)

    def _how(self, *, writes: bool) -> dict[str, Any]:
        if self.is_sqlite:
            return {WRITES: writes}
        if writes:
            return {"isolation_level": "READ COMMITTED"}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def require(self) -> None:
        """Raises DatabaseError where the database can't be asked anything."""
        with faults_in_words(self.shown), self.engine.execution_options(**self._how(writes=False)).connect() as open_:
            open_.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _url(address: str) -> URL:
    with contextlib.suppress(ArgumentError, ValueError):
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            return url
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg")
    raise DatabaseError(
        "FANPIN_DATABASE 不是可用的数据库地址：写 sqlite:///文件 或 postgresql://用户@主机/库名 | FANPIN_DATABASE is no address of a database that fanpin "
        "uses: write sqlite:///FILE or postgresql://USER@HOST/NAME."
    )


def _sqlite(url: URL) -> Engine:
    _only_for_its_owner(Path(str(url.database)))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=FURTHER_CONNECTIONS,
        pool_timeout=SECONDS_TO_WAIT,
        connect_args={"timeout": SECONDS_TO_WAIT, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def opened(connection: Any, _: Any) -> None:
        # Transactions are begun below, not by the driver, which begins them too late.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            # What was accepted is on the disk.
            "synchronous=FULL",
            "foreign_keys=ON",
            # What is destroyed is overwritten.
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES, True) else "BEGIN")
        if not options.get(WRITES, True):
            connection.exec_driver_sql("PRAGMA query_only=ON")

    @event.listens_for(engine, "checkin")
    def returned(connection: Any, _: Any) -> None:
        if connection is not None:
            connection.execute("PRAGMA query_only=OFF")

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=FURTHER_CONNECTIONS,
        pool_timeout=SECONDS_TO_WAIT,
        # A server that was started anew has ended the connections of before.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": SECONDS_TO_WAIT,
            # One plan for every county's digits takes each for a narrow place, and sorts the county for each page.
            "options": f"-c lock_timeout={SECONDS_TO_WAIT}s -c idle_in_transaction_session_timeout=60s "
            "-c plan_cache_mode=force_custom_plan",
        },
    )


def _only_for_its_owner(file: Path) -> None:
    """Make an empty file that nobody else can read before SQLite makes one by the process' mask."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"{file}：数据库文件建不了也打不开（{type(error).__name__}）：在 FANPIN_DATABASE 中写可写的位置 | {file}: the database can't be made or opened "
            f"({type(error).__name__}). Name a place that can be written in FANPIN_DATABASE."
        ) from error
    if file.stat().st_mode & 0o077:
        raise DatabaseError(
            f"{file}：本机其他用户能读到数据库，请运行 chmod 600 {file} | {file}: other users of this machine can read the database. Run: chmod 600 {file}"
        )


@contextmanager
def faults_in_words(shown: str) -> Iterator[None]:
    """What the database refuses as a whole; a rule of a table that is broken stays what it is."""
    try:
        yield
    except PoolTimeoutError as error:
        raise _not_now(shown, "busy") from error
    except (OperationalError, DBAPIError) as error:
        if not isinstance(error, OperationalError) and not error.connection_invalidated:
            raise
        raise _not_now(shown, type(error.orig).__name__) from error


def _not_now(shown: str, why: str) -> DatabaseError:
    return DatabaseError(
        f"数据库 {shown} 现在不能用（{why}）：稍后再试；一直如此请看数据库是否在运行、磁盘是否已满 | the database {shown} can't be used now ({why}). Try again "
        "later; if it stays so, see whether it runs and whether the disk is full."
    )

"""A PostgreSQL for the tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.postgres import Postgres

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
"""A server that lives for one run of the tests need not survive the machine's fall."""


@contextmanager
def enterable(prefix: str) -> Iterator[Path]:
    """A folder that everybody may enter, gone at the end. Pytest's own are for their owner alone, and PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        folder.chmod(0o711)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, without the name of a database. It stops and leaves nothing at the end."""
    with enterable("fanpin-pg-") as folder:
        postgres = Postgres(folder / "postgres", SETTINGS)
        postgres.start()
        try:
            yield postgres.address
        finally:
            postgres.stop()

"""One at a time, among processes and threads. The lock is the system's: a process that dies lets it go."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def locked(file: Path, *, busy: Callable[[str], Exception] | None = None) -> Iterator[None]:
    """Hold a lock, on a file that is made for it in a folder that is there, and stays.

    Args:
        busy: makes the error to raise while somebody else holds it, from the number of that process (`?` where it can't
            be read); without it, whoever comes waits.

    Raises:
        OSError: the file can't be made; and what `busy` makes.
    """
    lock = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            if busy is None:
                raise
            raise busy(_holder(lock)) from None
        # Who holds it is told for courtesy: a full disk must not keep anybody from holding it.
        with contextlib.suppress(OSError):
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)


def _holder(lock: int) -> str:
    return os.pread(lock, 32, 0).decode(errors="replace").strip() or "?"

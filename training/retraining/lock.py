"""One retraining at a time in a data folder. The lock is the system's: a process that dies lets it go."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.errors import FanpinError


class AlreadyRetrainingError(FanpinError, RuntimeError):
    """Another process retrains in the same data folder."""


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        AlreadyRetrainingError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 32, 0).decode(errors="replace").strip() or "?"
            raise AlreadyRetrainingError(
                f"另一进程（{holder}）正在此数据目录中重新训练：等它结束，或先停掉它。 | Another process ({holder}) retrains in {folder.parent}. "
                "Wait until it ends, or stop it first."
            ) from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)

"""One retraining at a time in a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.disk import locked
from features.errors import FanpinError


class AlreadyRetrainingError(FanpinError, RuntimeError):
    """Another process retrains in the same data folder."""


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        AlreadyRetrainingError: another process holds it.
    """

    def busy(holder: str) -> AlreadyRetrainingError:
        return AlreadyRetrainingError(
            f"另一进程（{holder}）正在此数据目录中重新训练：等它结束，或先停掉它。 | Another process ({holder}) retrains in {folder.parent}. "
            "Wait until it ends, or stop it first."
        )

    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock", busy=busy):
        yield

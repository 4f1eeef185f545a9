"""One writer at a time in a store: the lock that the system releases when a process dies, and what a failing disk costs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from features.bilingual import Bilingual
from features.disk import disk_errors, locked
from features.records.store.creating import make_tables
from features.records.store.integrity import StoreBusyError

NOT_LANDED = Bilingual(
    "没写完的这一批不算数，此前入库的都在；重新运行时，已入库的文件会自动跳过",
    "What was being written has not landed, and what had landed before is there; files that have landed are passed over "
    "the next time",
)


@contextlib.contextmanager
def one_writer(store: Path) -> Iterator[None]:
    """Hold a store's folder for one writer.

    Raises:
        StoreBusyError: another one holds it.
        DiskError: the disk is full, read-only or out of reach.
    """

    def busy(_: str) -> StoreBusyError:
        return StoreBusyError(
            f"另一个导入正在写 {store}：等它结束，再重新运行。 | Another intake is writing to {store}. Wait until it has "
            "ended, then run this one again."
        )

    with disk_errors(store, NOT_LANDED), locked(store / "store.lock", busy=busy):
        # Tables that fanpin got after this store was made.
        make_tables(store)
        yield

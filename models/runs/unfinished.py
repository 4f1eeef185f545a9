"""What the buckets of a run gave, kept until the run is whole: one that is killed goes on with the buckets that are missing.

    <store>/runs/fanpin-entry/unfinished-2025-01-05-3f9c0a1b2c4d/bucket-00003.zip   a file for each frame, and what they were made from

A bucket is there whole or not at all, and is read to the last bit as it was given. No reader of runs looks there.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.disk import locked, remove_unfinished, write_whole
from features.disk.outputs import writable_folder
from features.records.store import RecordStore
from features.records.store.integrity import identity_of
from models.provenance.storage import FOLDER
from models.runs.made_from import MadeFrom
from models.score import ScoredBucket

UNFINISHED = "unfinished-"
LOCK = "making.lock"
ORIGIN = "made_from.json"
NO_DAY = (1980, 1, 1, 0, 0, 0)
"""Of the files in an archive: the same bucket is the same bytes, and no clock is read."""


class _BusyError(Exception):
    """Another process holds the lock; its number is the argument."""


@contextmanager
def one_at_a_time(store: RecordStore, model: str, waiting: Callable[[Bilingual], None]) -> Iterator[None]:
    """Make runs of a model alone. What a kill left of others is in nobody's hands then, and is removed as they are begun.

    Args:
        waiting: told that another process holds it, before waiting for it.

    Raises:
        OutputError: nothing can be written there.
    """
    folder = writable_folder(store.path / FOLDER / model)
    with ExitStack() as held:
        try:
            held.enter_context(locked(folder / LOCK, busy=_BusyError))
        except _BusyError as busy:
            waiting(
                Bilingual(
                    f"另一个进程（编号 {busy.args[0]}）正在用模型 {model} 评分，等它完成后继续；不想等可按 Ctrl-C",
                    f"another process ({busy.args[0]}) is scoring with {model}: this one goes on when that is done. Ctrl-C stops waiting",
                )
            )
            held.enter_context(locked(folder / LOCK))
        yield


@dataclass(frozen=True)
class Unfinished:
    """The kept buckets of one run (`models.score.KeptBuckets`). Whoever has one makes runs alone (`one_at_a_time`).

    Attributes:
        origin: everything that decides what they hold, as JSON.
        store: what tells the store from all others; None before its first delivery.
    """

    folder: Path
    origin: str
    store: str | None = None

    @classmethod
    def of(cls, store: RecordStore, made_from: MadeFrom) -> Unfinished:
        """Those of a run, with what an earlier attempt at it left. What is left of other runs is removed.

        Raises:
            DiskError, OutputError, StoreError: the store can't be read, or nothing can be written there.
        """
        runs = store.path / FOLDER / made_from.model
        folder = runs / f"{UNFINISHED}{made_from.id}"
        remove_unfinished(runs)
        for left in runs.glob(f"{UNFINISHED}*"):
            if left != folder:
                shutil.rmtree(left)
        remove_unfinished(writable_folder(folder))
        # Versions tell the states of one store apart; of another one in its place they may be the same.
        identity = identity_of(store.path, "deliveries", made_from.data_versions["deliveries"])
        told = {"made_from": made_from.as_dict(), "store": identity, "buckets": store.buckets}
        return cls(folder, json.dumps(told, sort_keys=True, ensure_ascii=False), identity)

    def read(self, bucket: int) -> ScoredBucket | None:
        """What a bucket gave; None where it is not there, damaged, or made from something else."""
        try:
            with zipfile.ZipFile(self._file(bucket)) as archive:
                # The archive tells a damaged file by its sum.
                if archive.read(ORIGIN).decode() != self.origin:
                    return None
                frames = {field.name: _frame(archive.read(field.name)) for field in fields(ScoredBucket)}
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, pl.exceptions.PolarsError):
            return None
        return ScoredBucket(**frames)

    def keep(self, bucket: int, scored: ScoredBucket) -> None:
        """Keep what a bucket gave, on the disk before this returns. Raises DiskError."""

        def write(to: Path) -> None:
            with zipfile.ZipFile(to, "w") as archive:
                archive.writestr(zipfile.ZipInfo(ORIGIN, NO_DAY), self.origin)
                for field in fields(scored):
                    archive.writestr(zipfile.ZipInfo(field.name, NO_DAY), _bytes(getattr(scored, field.name)))

        write_whole(self._file(bucket), write)

    def remove(self) -> None:
        """Once the run is whole."""
        shutil.rmtree(self.folder)

    def _file(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket:05d}.zip"


def _bytes(frame: pl.DataFrame) -> bytes:
    into = io.BytesIO()
    frame.write_ipc(into, compression="lz4")
    return into.getvalue()


def _frame(content: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(content))

"""The table kept beside the record tables: one small Parquet file a day, counted when it is missing or out of date.

    <store>/context/2024-06-30.parquet

A file says from which state of the store and by which definitions it was made; after the next landing, also one that
tells of earlier days, or with a fanpin that counts differently, it is counted anew. A file is replaced whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import polars as pl

from features.disk import DiskError, locked, write_whole
from features.frame.context import counting, table
from features.frame.context.counting import context_of
from features.frame.context.table import TABLE, context_days
from features.frame.fingerprint import context_read, fingerprint
from features.language import marks
from features.language.marks import READ
from features.records.buckets import Progress, over_buckets, whole
from features.records.context import Context, ContextError
from features.records.gate import Records
from features.records.store import RecordStore, Versions
from features.records.store.states import COUNTED_BY, StoreInState
from features.registry import with_ingredients

FOLDER = "context"
MADE_FROM = "made_from"


def context_wanted_by(
    features: Iterable[str],
    store: RecordStore,
    as_of: Iterable[dt.date],
    *,
    versions: Versions | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Context | None:
    """The context that these features need on these as-of days; None when they need none.

    Raises:
        ContextError: it was missing and can't be kept.
    """
    if not context_read(features):
        return None
    return kept_context(store, context_days(as_of), versions=versions, progress=progress)


def kept_context(
    store: RecordStore,
    days: Collection[dt.date],
    *,
    versions: Versions | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Context:
    """The context of these month ends, from the kept files; what is missing is counted in one pass and kept.

    Args:
        versions: of the store's tables; its present ones when None.
        progress: told how many of the store's buckets were counted.

    Raises:
        ContextError: a table can't be written, or was not counted for the end of a month.
    """
    if versions is None and isinstance(store, StoreInState):
        # Asked for by every answer that a service gives.
        return store.worked_out((FOLDER, *sorted(days)), lambda: _kept(store, days, store.versions(), progress))
    return _kept(store, days, store.versions() if versions is None else versions, progress)


def is_at_hand(store: RecordStore, as_of: Iterable[dt.date]) -> bool:
    """Whether the context of these as-of days was asked for before in this state of the store: then it costs nothing."""
    return isinstance(store, StoreInState) and store.has_worked_out((FOLDER, *context_days(as_of)))


def _kept(store: RecordStore, days: Collection[dt.date], pinned: Versions, progress: Progress) -> Context:
    folder, made_from = store.path / FOLDER, _made_from(pinned)
    by_day = {day: _read(folder, day, made_from) for day in days}
    if any(rows is None for rows in by_day.values()):
        with _one_at_a_time(folder):
            # Whoever held the lock may have counted the same days.
            by_day = {day: rows if rows is not None else _read(folder, day, made_from) for day, rows in by_day.items()}
            missing = sorted(day for day, rows in by_day.items() if rows is None)
            counted = context_of(_buckets(store, pinned, progress) if missing else (), missing).table
            for day in missing:
                rows = counted.filter(pl.col("day") == day)
                _write(rows, folder, day, made_from)
                by_day[day] = rows
    tables = [rows for _, rows in sorted(by_day.items()) if rows is not None]
    return Context(pl.concat([pl.DataFrame(schema=TABLE), *tables]), frozenset(days))


@cache
def tables_read() -> list[str]:
    """The record tables that counting reads."""
    views = {f.view for f in with_ingredients(READ).values()}
    return sorted({view.table for view in views if view} | {"households", "members", "relocation", "monitoring"})


def _buckets(store: RecordStore, versions: Versions, progress: Progress) -> Iterator[Records]:
    return over_buckets(
        store, lambda records: records, versions=versions, columns=whole(tables_read()), progress=progress
    )


def _made_from(versions: Versions) -> str:
    store = {name: versions[name] for name in COUNTED_BY if name in versions}
    return json.dumps({"definitions": _definitions(), "store": store}, sort_keys=True)


@cache
def _definitions() -> str:
    texts = [fingerprint(READ), *(inspect.getsource(module) for module in (marks, table, counting))]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _file(folder: Path, day: dt.date) -> Path:
    return folder / f"{day}.parquet"


def _read(folder: Path, day: dt.date, made_from: str) -> pl.DataFrame | None:
    """The kept rows of a day; None when there are none or they were made from something else."""
    path = _file(folder, day)
    try:
        if pl.read_parquet_metadata(path).get(MADE_FROM) != made_from:
            return None
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        # Missing or damaged: what can be counted anew is no loss.
        return None


def _write(rows: pl.DataFrame, folder: Path, day: dt.date, made_from: str) -> None:
    try:
        write_whole(_file(folder, day), lambda to: rows.write_parquet(to, metadata={MADE_FROM: made_from}))
    except DiskError as error:
        raise _cannot_keep(folder, error.fault.zh, error.fault.en) from error


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder while counting: whoever comes meanwhile waits and finds it counted."""
    with ExitStack() as held:
        try:
            folder.mkdir(exist_ok=True)
            held.enter_context(locked(folder / "lock"))
        except OSError as error:
            raise _cannot_keep(folder, str(error.strerror), str(error.strerror)) from error
        yield


def _cannot_keep(folder: Path, zh: str, en: str) -> ContextError:
    return ContextError(
        f"村和安置点统计写不进 {folder}（{zh}）：检查权限和磁盘 | The context of villages and settlements can't be kept in {folder} "
        f"({en}). Check its permissions and the disk, or run `fanpin context` as a user who may write there."
    )

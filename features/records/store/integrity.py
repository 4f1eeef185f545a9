"""Whether a store still has what it had: a table, a commit or a data file that is gone is an error, never fewer rows.

`store.json` holds, beside the store's settings, the version that each table had at the last landing. Versions only ever
rise, so a table below that version, or without any, was lost or put back from an older copy. It is written before the
rows of a landing in `deliveries`, which make the landing count: what counts is always vouched for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl
from deltalake.exceptions import DeltaError

from features.bilingual import Bilingual
from features.disk import write_whole
from features.errors import FanpinError
from features.records.store.delta import OpenedTable, Schema, latest_version, opened, rows_of
from features.texts.unrepeated import read_json

SETTINGS_FILE = "store.json"

FROM_THE_START = (
    *("deliveries", "set_aside", "people"),
    *("households", "members", "income", "illness", "disability", "employment", "relocation"),
    *("education", "housing", "water", "shocks", "support", "monitoring", "visits"),
)
"""Tables that every store was made with since the first version of fanpin: what a store has that does not tell yet."""


class StoreError(FanpinError):
    """The store is absent, damaged, of another format, or busy."""


class StoreBusyError(StoreError):
    """Somebody else is writing; it is whole, and later it can be written."""


def settings_of(store: Path) -> Mapping[str, object]:
    """What `store.json` holds: `format`, `buckets`, `tables`. Raises StoreError when it can't be read."""
    file = store / SETTINGS_FILE
    try:
        about = file.stat()
        return _read_settings(file, about.st_ino, about.st_mtime_ns, about.st_size)
    except (OSError, ValueError, TypeError) as error:
        raise damaged(
            store, Bilingual(f"的 {SETTINGS_FILE} 读不出", f"has a {SETTINGS_FILE} that can't be read")
        ) from error


def version_now(store: Path, table: str) -> int | None:
    """The version of a table now; None where fanpin got the table after the store was made.

    Raises:
        StoreError: the table is gone, or older than what landed in it.
    """
    least, version = _least_versions(store).get(table), latest_version(store / table)
    if least is None or (version is not None and version >= least):
        return version
    if version is None:
        raise damaged(store, Bilingual(f"缺少表 {table}", f"has lost its table {table}"))
    raise damaged(
        store,
        Bilingual(
            f"的表 {table} 停在第 {version} 版，而收取批次时已是第 {least} 版",
            f"has its table {table} at version {version}, though deliveries had brought it to version {least}",
        ),
    )


def require_tables(store: Path, tables: Iterable[str]) -> None:
    """Raise StoreError when a table is gone, or older than what landed in it: asked at each opening, so cheaply."""
    least = _least_versions(store)
    for table in tables:
        if table in least and not (store / table / "_delta_log" / f"{least[table]:020d}.json").exists():
            # That commit may have been tidied away behind later ones.
            version_now(store, table)


def data_files(store: Path, table: str, version: int, only: list[tuple[str, str, object]] | None = None) -> list[str]:
    """The files of a table at a version, each there and as long as when it was written.

    Args:
        only: partitions wanted, as `DeltaTable.file_uris` takes them.

    Raises:
        StoreError: the table's log can't be read, or a file is missing or cut short.
    """
    try:
        known: OpenedTable = opened(store / table, version)
        files = known.files(only)
    except (DeltaError, OSError) as error:
        raise _unreadable_log(store, table) from error
    lost = [file.name for file in map(Path, files) if _size(file) != known.sizes.get(file.name)]
    if lost:
        raise damaged(
            store,
            Bilingual(
                f"的表 {table} 有 {len(lost)} 个数据文件缺失或不完整，如 {lost[0]}",
                f"has {len(lost)} data files of table {table} missing or cut short, such as {lost[0]}",
            ),
        )
    return files


def identity_of(store: Path, table: str, version: int) -> str | None:
    """The id that Delta gave a table when it was made; None while it is empty. Raises StoreError when its log can't be read."""
    try:
        table_then = opened(store / table, version).table
        return None if table_then is None else str(table_then.metadata().id)
    except (DeltaError, OSError) as error:
        raise _unreadable_log(store, table) from error


def write_settings(store: Path, settings: Mapping[str, object]) -> None:
    """Replace `store.json`."""
    write_whole(store / SETTINGS_FILE, json.dumps(settings) + "\n")


def vouch_for(store: Path, tables: Iterable[str]) -> None:
    """Keep the present version of each table as the least that readers must find. Call it inside `writing()`."""
    settings, found = settings_of(store), {name: version_now(store, name) for name in tables}
    least = {name: version for name, version in found.items() if version is not None}
    if settings.get("tables") != least:
        write_settings(store, {**settings, "tables": least})


def collected(store: Path, frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Rows of the store's data files. Raises StoreError when the content of one can't be read."""
    try:
        return pl.collect_all(frames, engine="in-memory")
    except (OSError, pl.exceptions.ComputeError) as error:
        unreadable = Bilingual("有数据文件读不出", "has a data file that can't be read")
        raise damaged(store, unreadable) from error


def rows_once(store: Path, files: Iterable[str], columns: Schema) -> pl.DataFrame:
    """The rows of a small table's files. They never change and each reading of the store asks, so they are read once.

    Raises:
        StoreError: the content of one can't be read.
    """
    return _rows_once(store, tuple(files), tuple(columns.items()))


def damaged(store: Path, what: Bilingual) -> StoreError:
    return StoreError(
        f"记录库 {store} {what.zh}：缺了记录，任何结果都会是错的，因此停止。请从备份恢复整个文件夹并检查读取权限；没有备份时，用 FANPIN_DATA "
        f"指明一个新文件夹，重新收取全部批次 | The record store at {store} {what.en}: with records missing every result would be wrong, so "
        "nothing is told. Put the whole folder back from a backup and check that it may be read; without one, set FANPIN_DATA "
        "to a new folder and take all deliveries in again."
    )


def _unreadable_log(store: Path, table: str) -> StoreError:
    return damaged(store, Bilingual(f"的表 {table} 日志读不出", f"has a table {table} whose log can't be read"))


def _least_versions(store: Path) -> Mapping[str, int]:
    if not (store / SETTINGS_FILE).exists():
        return {}
    told = settings_of(store).get("tables")
    return told if isinstance(told, dict) else dict.fromkeys(FROM_THE_START, 0)


@lru_cache(maxsize=64)
def _rows_once(store: Path, files: tuple[str, ...], columns: tuple[tuple[str, pl.DataType], ...]) -> pl.DataFrame:
    return collected(store, [rows_of([*files], dict(columns))])[0]


@lru_cache(maxsize=16)
def _read_settings(file: Path, _inode: int, _modified: int, _size: int) -> Mapping[str, object]:
    """Read once for each state of the file: every reading of the store asks."""
    read = read_json(file.read_text(encoding="utf-8"))
    if "format" not in read:
        raise ValueError(f"{SETTINGS_FILE} holds no settings")
    return {**read}


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None

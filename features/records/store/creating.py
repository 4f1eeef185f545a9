"""How a record store is made and recognised: its settings, and the tables that it has to have."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.disk import disk_errors
from features.disk.outputs import writable_folder
from features.records.store.delta import make_missing
from features.records.store.integrity import (
    SETTINGS_FILE,
    StoreError,
    damaged,
    settings_of,
    version_now,
    vouch_for,
    write_settings,
)
from features.records.store.side_tables import SIDE_TABLES, WITHDRAWALS
from features.records.tables import TABLES, polars_schema

FORMAT_VERSION = 1

MADE_UP = "made_up"
"""The setting of a store whose households do not exist; it goes wherever the records go."""

LANDING: dict[str, pl.DataType] = {"landing_id": pl.Int64()}
"""The column that says which landing wrote a row."""

NOT_FOUNDED = Bilingual("记录库没有建成，什么都没有入库", "No record store was made, and nothing landed")

PARTITIONED: dict[str, pl.DataType] = {**LANDING, "bucket": pl.Int32()}


EVERY_TABLE = (*SIDE_TABLES, *TABLES, "withdrawals")
"""Names of all tables of a store; `deliveries` is the first, so that versions read in this order are consistent."""


def is_store(path: Path) -> bool:
    """Whether a store was made here, and finished."""
    return (path / SETTINGS_FILE).exists()


def is_made_up(path: Path) -> bool:
    """Whether a store was made for a county that does not exist. False where no store can be read."""
    try:
        return is_store(path) and settings_of(path).get(MADE_UP) is True
    except StoreError:
        return False


def create_store(path: Path, buckets: int, *, made_up: bool = False) -> None:
    """Make an empty store in a folder. Raises StoreError when one is there already, OutputError when none can be made."""
    if is_store(path):
        raise StoreError(
            f"{path} 已有记录库：直接打开，或换一个文件夹 | {path} already holds a record store. Open it, or choose another folder."
        )
    if buckets < 1:
        raise StoreError(
            f"记录库至少要有一个分桶，不能是 {buckets} | A store needs at least one bucket, not {buckets}."
        )
    writable_folder(path)
    with disk_errors(path, NOT_FOUNDED):
        make_tables(path)
        # Written last and renamed into place: a folder without it was never finished and is created again.
        write_settings(path, {"format": FORMAT_VERSION, "buckets": buckets, **({MADE_UP: True} if made_up else {})})
        vouch_for(path, EVERY_TABLE)


def make_tables(path: Path) -> None:
    """Every table that is not there yet, with no rows. Raises StoreError, and makes none, when one was lost."""
    for name in EVERY_TABLE:
        version_now(path, name)
    for name in TABLES:
        make_missing(path / name, {**polars_schema(name), **PARTITIONED}, by_bucket=True)
    for name, columns in SIDE_TABLES.items():
        make_missing(path / name, {**columns, **LANDING}, by_bucket=False)
    make_missing(path / "withdrawals", WITHDRAWALS, by_bucket=False)


def buckets_of(path: Path) -> int:
    """The number of buckets of an existing store.

    Raises:
        StoreError: there is none, its settings can't be read, or it has a format that this version does not read.
    """
    if not is_store(path):
        raise StoreError(
            f"{path} 中没有记录库：先运行 `fanpin intake DIR` 建立，或用 FANPIN_DATA 指明它在哪里 | No record store at {path}. Run `fanpin "
            "intake DIR` to make one, or set FANPIN_DATA to where it is."
        )
    settings, buckets = settings_of(path), settings_of(path).get("buckets")
    if settings.get("format") != FORMAT_VERSION:
        raise StoreError(
            f"{path} 的记录库格式是 {settings.get('format')}，本版本读的是 {FORMAT_VERSION}：用写它的版本打开，或把交付重新导入到新的文件夹 | "
            f"The record store at {path} has format {settings.get('format')}; this version of fanpin reads format "
            f"{FORMAT_VERSION}. Use the version that wrote it, or take the deliveries in again into a new folder."
        )
    if not isinstance(buckets, int) or isinstance(buckets, bool) or buckets < 1:
        raise damaged(
            path, Bilingual(f"的 {SETTINGS_FILE} 没有分桶数", f"has a {SETTINGS_FILE} without a number of buckets")
        )
    return buckets

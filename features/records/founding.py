"""How a record store is made and recognised: its settings, and the tables that it has to have."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.disk import disk_told, write_whole
from features.errors import FanpinError
from features.outputs import writable_folder
from features.records.delta import make_missing
from features.records.sides import SIDE_TABLES, WITHDRAWALS
from features.records.tables import TABLES, polars_schema

FORMAT_VERSION = 1

LANDING: dict[str, pl.DataType] = {"landing_id": pl.Int64()}
"""The column that says which landing wrote a row."""

NOT_FOUNDED = Bilingual("记录库没有建成，什么都没有入库", "No record store was made, and nothing landed")

PARTITIONED: dict[str, pl.DataType] = {**LANDING, "bucket": pl.Int32()}


class StoreError(FanpinError):
    """The store is absent, of another format, or busy."""


def is_store(path: Path) -> bool:
    """Whether a store was made here, and finished."""
    return _settings_file(path).exists()


def found(path: Path, buckets: int) -> None:
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
    told = json.dumps({"format": FORMAT_VERSION, "buckets": buckets}) + "\n"
    with disk_told(path, NOT_FOUNDED):
        make_tables(path)
        # Written last and renamed into place: a folder without it was never finished and is created again.
        write_whole(_settings_file(path), lambda unfinished: unfinished.write_text(told, encoding="utf-8"))


def make_tables(path: Path) -> None:
    """Every table that is not there yet, with no rows."""
    for name in TABLES:
        make_missing(path / name, {**polars_schema(name), **PARTITIONED}, by_bucket=True)
    for name, columns in SIDE_TABLES.items():
        make_missing(path / name, {**columns, **LANDING}, by_bucket=False)
    make_missing(path / "withdrawals", WITHDRAWALS, by_bucket=False)


def buckets_of(path: Path) -> int:
    """The number of buckets of an existing store.

    Raises:
        StoreError: there is none, or it has a format that this version does not read.
    """
    if not is_store(path):
        raise StoreError(
            f"{path} 中没有记录库：先运行 `fanpin intake DIR` 建立，或用 FANPIN_DATA 指明它在哪里 | No record store at {path}. Run `fanpin "
            "intake DIR` to make one, or set FANPIN_DATA to where it is."
        )
    settings = json.loads(_settings_file(path).read_text(encoding="utf-8"))
    if settings["format"] != FORMAT_VERSION:
        raise StoreError(
            f"{path} 的记录库格式是 {settings['format']}，本版本读的是 {FORMAT_VERSION}：用写它的版本打开，或把交付重新导入到新的文件夹 | "
            f"The record store at {path} has format {settings['format']}; this version of fanpin reads format "
            f"{FORMAT_VERSION}. Use the version that wrote it, or take the deliveries in again into a new folder."
        )
    return int(settings["buckets"])


def _settings_file(path: Path) -> Path:
    return path / "store.json"

"""Record tables brought as they are: the contract by which any other panel enters (`docs/records.md`).

A folder holds `<table>.parquet` or `<table>.csv`. Checks are hard: any bad row refuses its file, and nothing lands
unless every file is good.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from features.bilingual import Bilingual
from features.records.importing.checks import (
    IDENTIFIER_LENGTH,
    BadRows,
    ImportRefusedError,
    did_you_mean,
    rows_checked,
    short_lines,
)
from features.records.importing.deliveries import closed_deliveries, delivered, own_deliveries_taken
from features.records.importing.landing import land_what_is_new
from features.records.store import RecordStore
from features.records.tables import TABLES

SUFFIXES = (".parquet", ".csv")
THE_FORMS = Bilingual(
    "写成单个的 <table>.csv 或 <table>.parquet 文件（后缀小写）",
    "Write it as one file <table>.csv or <table>.parquet, in small letters",
)
THE_TABLES = Bilingual(f"可用的表：{'、'.join(TABLES)}", f"The tables are {', '.join(TABLES)}")


@dataclass(frozen=True)
class ImportedFile:
    """One file. `rows_landed` are those that the store did not know; a file delivered before lands none."""

    file: str
    table: str
    rows_read: int
    rows_landed: int
    already_known: bool = False


@dataclass(frozen=True)
class _Candidate:
    path: Path
    table: str
    delivery_id: str
    rows: pl.DataFrame


def import_records(
    directory: Path, store: RecordStore, *, landed_at: datetime | None = None
) -> tuple[ImportedFile, ...]:
    """Check and land every file of a folder in one landing.

    Raises:
        ImportRefusedError: with every problem of every file; the store is as it was.
        StoreError: another intake is writing.
    """
    problems: list[BadRows] = []
    done: list[ImportedFile] = []
    candidates: list[_Candidate] = []
    with store.writing():
        known = set(store.deliveries().get_column("delivery_id"))
        closed = closed_deliveries(store)
        for path in _files(directory, problems):
            content = path.read_bytes()
            # The table's name is part of it: one content may be brought as two tables.
            delivery_id = hashlib.sha256(path.stem.encode() + b"\0" + content).hexdigest()[:IDENTIFIER_LENGTH]
            if delivery_id in known:
                done.append(ImportedFile(path.name, path.stem, 0, 0, already_known=True))
                continue
            rows = _checked(path, content, delivery_id, problems)
            if rows is not None and (taken := own_deliveries_taken(path.name, rows, closed)):
                problems += taken
            elif rows is not None:
                candidates.append(_Candidate(path, path.stem, delivery_id, rows))
        if problems:
            raise ImportRefusedError(problems)
        if candidates:
            done += _land(candidates, store, landed_at)
    return tuple(done)


def _files(directory: Path, problems: list[BadRows]) -> Iterator[Path]:
    if not directory.is_dir():
        problems.append(
            BadRows(
                str(directory),
                Bilingual("不是文件夹", "it is not a folder"),
                Bilingual(
                    "请给出存放 <table>.parquet 或 .csv 的文件夹", "Give the folder that holds <table>.parquet or .csv"
                ),
            )
        )
        return
    entries = sorted(directory.iterdir())
    files = [path for path in entries if path.suffix in SUFFIXES and not path.is_dir()]
    # A file or folder that bears a table's name is one that somebody means to bring.
    unread = [path for path in entries if path not in files and path.name.partition(".")[0].lower() in TABLES]
    problems += [
        BadRows(path.name, Bilingual("不是可读取的形式", "it is not in a form that is read"), THE_FORMS)
        for path in unread
    ]
    if not files and not unread:
        problems.append(
            BadRows(
                str(directory),
                Bilingual("其中没有 .parquet 或 .csv 文件", "no .parquet or .csv file is in it"),
                THE_TABLES,
            )
        )
    tables = [path.stem for path in files]
    for path in files:
        if path.stem not in TABLES:
            no_such = Bilingual("没有这个名称的记录表", "no record table has this name")
            problems.append(BadRows(path.name, no_such, did_you_mean(path.stem, TABLES).and_also(THE_TABLES)))
        elif tables.count(path.stem) > 1 and path.suffix == ".csv":
            twice = Bilingual("该表另有 Parquet 文件", "the table is there as Parquet too")
            problems.append(BadRows(path.name, twice, Bilingual("只留其一", "Leave one of the two")))
        else:
            yield path


def _checked(path: Path, content: bytes, delivery_id: str, problems: list[BadRows]) -> pl.DataFrame | None:
    """The file's rows in the table's schema, or None after adding what is wrong to `problems`."""
    try:
        raw = _read(path, content)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, csv.Error, OSError):
        problems.append(
            BadRows(
                path.name,
                Bilingual(
                    f"无法按 {path.suffix[1:]} 读取（csv 须为 UTF-8）",
                    f"it cannot be read as {path.suffix[1:]} (csv in UTF-8)",
                ),
                Bilingual("重新写出后再导入", "Write it again, then import it again"),
            )
        )
        return None
    wrong = []
    if raw.height == 0:
        to_do = Bilingual("写出各行，或不放该文件", "Write its rows, or leave the file out")
        wrong.append(BadRows(path.name, Bilingual("没有数据行", "it has no rows"), to_do))
    if path.suffix == ".csv":
        wrong += short_lines(path.name, content)
    return rows_checked(path.name, path.stem, raw, delivery_id, problems, wrong)


def _read(path: Path, content: bytes) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(io.BytesIO(content), hive_partitioning=False)
    content.decode("utf-8-sig")
    return pl.read_csv(io.BytesIO(content), infer_schema=False, null_values=[""])


def _land(candidates: Sequence[_Candidate], store: RecordStore, landed_at: datetime | None) -> list[ImportedFile]:
    files = [(one.delivery_id, one.path.name, one.table, one.rows) for one in candidates]
    fresh = land_what_is_new(
        {one.table: one.rows for one in candidates},
        store,
        lambda new: delivered(files, new, store, landed_at),
    )
    return [ImportedFile(one.path.name, one.table, one.rows.height, fresh[one.table].height) for one in candidates]

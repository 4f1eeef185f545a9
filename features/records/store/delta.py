"""Delta tables in a folder: the few things that the record store asks of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl
from deltalake import (
    CommitProperties,
    DeltaTable,
    PostCommitHookProperties,
    Transaction,
    WriterProperties,
    write_deltalake,
)

from features.texts.unrepeated import read_json

Schema = Mapping[str, pl.DataType]

# Small row groups, sorted by household: one household is found by statistics without reading its bucket.
AS_WRITTEN = WriterProperties(compression="ZSTD", max_row_group_size=20_000)

# With the hundredth commit Delta would delete commits older than thirty days, and what an answer of then was made from with them.
EVERY_COMMIT_STAYS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


class OpenedTable(NamedTuple):
    """A table at one version, with the length in bytes of each of its files by the file's name; no table where it has none."""

    table: DeltaTable | None
    sizes: Mapping[str, int]

    def files(self, only: list[tuple[str, str, object]] | None = None) -> list[str]:
        """Where its data files lie.

        Args:
            only: partitions wanted, as `DeltaTable.file_uris` takes them.
        """
        return [] if self.table is None else self.table.file_uris(file_pruning_predicate=only)


def append(path: Path, rows: pl.DataFrame, columns: Schema, transaction: str | None = None) -> None:
    """Add rows to a table in one commit; a column that the table has not yet is added to it."""
    named = [Transaction(transaction, 1)] if transaction else None
    write_deltalake(
        path,
        rows.select(pl.col(column).cast(kind) for column, kind in columns.items()),
        mode="append",
        schema_mode="merge",
        writer_properties=AS_WRITTEN,
        commit_properties=CommitProperties(app_transactions=named),
        post_commithook_properties=EVERY_COMMIT_STAYS,
    )


def compact(path: Path, version: int, most_files: int) -> bool:
    """Put a table's small files together, in one commit, where a partition has more than so many; whether it did.

    Rows and earlier versions stay what they are: the files of before are not deleted.
    """
    folders = Counter(Path(name).parent for name in opened(path, version).files())
    if max(folders.values(), default=0) <= most_files:
        return False
    DeltaTable(path).optimize.compact(writer_properties=AS_WRITTEN, post_commithook_properties=EVERY_COMMIT_STAYS)
    return True


def make_missing(path: Path, columns: Schema, *, by_bucket: bool) -> None:
    """An empty table where there is none: a new store's, or one that fanpin got after an old store was made."""
    if latest_version(path) is None:
        partition_by = ["bucket"] if by_bucket else None
        write_deltalake(path, pl.DataFrame(schema=dict(columns)), partition_by=partition_by, mode="ignore")


def latest_version(path: Path) -> int | None:
    """The number of the last commit in a table's log, None without a table; `<20 digits>.json` is how Delta names them."""
    try:
        with os.scandir(path / "_delta_log") as log:
            commits = [entry.name.removesuffix(".json") for entry in log if entry.name.endswith(".json")]
    except OSError:
        return None
    return max((int(commit) for commit in commits if commit.isdigit()), default=None)


def opened(path: Path, version: int) -> OpenedTable:
    """A table at a version, its log read once. Raises DeltaError or OSError when it can't be read."""
    try:
        commit = (path / "_delta_log" / f"{version:020d}.json").stat()
        # A table at one version never changes, but another store may have been put into its place.
        return _opened(path, version, commit.st_ino, commit.st_mtime_ns)
    except FileNotFoundError:
        return _opened(path, version, 0, 0)


@lru_cache(maxsize=256)
def _opened(path: Path, version: int, _inode: int, _modified: int) -> OpenedTable:
    # Most tables of a store stay as they were made, and are known to be empty in a tenth of the time.
    if version == 0 and _made_empty(path / "_delta_log" / f"{version:020d}.json"):
        return OpenedTable(None, {})
    table = DeltaTable(path, version)
    added = pl.DataFrame(table.get_add_actions()).select("path", "size_bytes")
    return OpenedTable(table, {Path(name).name: size for name, size in added.iter_rows()})


def _made_empty(commit: Path) -> bool:
    """Whether a table's first commit makes the table and adds no file; False, too, where it can't be read.

    A commit is a line of JSON for each of its actions (Delta transaction log protocol, "Actions").
    """
    try:
        actions = {name for line in commit.read_text(encoding="utf-8").splitlines() for name in read_json(line)}
    except (ValueError, TypeError):
        return False
    return {"protocol", "metaData"} <= actions and "add" not in actions


def rows_of(files: list[str], columns: Schema) -> pl.LazyFrame:
    """These columns of a table's files, lazily; a column that came after a file was written is unknown in it."""
    if not files:
        return pl.LazyFrame(schema=dict(columns))
    return pl.scan_parquet(
        sorted(files), hive_partitioning=False, schema=dict(columns), missing_columns="insert", extra_columns="ignore"
    )

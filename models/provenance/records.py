"""The records of then: a store in the versions that were read, or that they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.errors import FanpinError
from features.records.store import StoreError
from features.records.store.delta import latest_version
from features.records.store.states import StoreInState
from models.provenance.provenance import Provenance


class GoneError(FanpinError, ValueError):
    """Something that a score was made from is not there any more; the message says what, and where it may be found."""


def records_then(provenance: Provenance, store: Path) -> StoreInState:
    """The store in the versions that were read.

    Raises:
        GoneError: the store is older than they are.
        StoreError: there is none.
    """
    versions = provenance.data_versions
    ahead = [table for table, version in versions.items() if (latest_version(store / table) or 0) < version]
    if ahead:
        raise GoneError(
            f"{store} 比当时的记录库旧（表 {'、'.join(ahead)}）：它可能是从较早的备份恢复的，当时读到的记录不在其中 | {store} is older than the records of then "
            f"(tables {', '.join(ahead)}): it may have been put back from an earlier backup, and what was read then is not in it."
        )
    return StoreInState.at(store, versions)


@contextmanager
def records_may_be_gone(provenance: Provenance) -> Iterator[None]:
    """Where the records of then are read. Raises GoneError in place of StoreError: what is there now may be whole."""
    try:
        yield
    except StoreError as error:
        raise GoneError(
            f"{provenance.as_of} 的结果当时所用的记录版本已不能全部读出：表的旧版本可能已被清理（VACUUM），或有文件缺失；从备份恢复后重试（{_part(error, 0)}） | the record "
            f"versions of then, of a result as of {provenance.as_of}, can't be read any more: old versions of tables may have been vacuumed, or files are "
            f"missing. Put them back from a backup and try again ({_part(error, -1)})"
        ) from error


def _part(error: StoreError, language: int) -> str:
    return str(error).split(" | ")[language]

"""Small files put together where many landings left many of them: what is read does not change, now or at an earlier version."""

from __future__ import annotations

from features.records.store.creating import EVERY_TABLE
from features.records.store.delta import compact
from features.records.store.integrity import version_now
from features.records.store.record_store import RecordStore

MOST_FILES = 50
"""Of a bucket's rows of a table, before they are put together: each of them is opened by whoever reads the bucket."""


def put_together(store: RecordStore) -> None:
    """Put together what is in more files than MOST_FILES. Call it inside `writing()`."""
    for name in EVERY_TABLE:
        version = version_now(store.path, name)
        if version is not None:
            compact(store.path / name, version, MOST_FILES)

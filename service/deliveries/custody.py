"""Where files wait until they are taken in, and how they are destroyed: in a folder beside the records, each in one of its own.

Only the service's user can read there. A file is called by what it is for us, never by what its sender calls it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Collection
from pathlib import Path

from features.disk import disk_errors, write_whole
from service.store.tables import Upload

STEM = "delivered"
PRIVATE = 0o700
LOCK = ".lock"
MAY_BE_COMING = dt.timedelta(hours=1)
"""A file is written before anybody else sees that it waits."""


def folder_of(incoming: Path, known_date: dt.date, upload_id: str) -> Path:
    """Of one file; it begins with the day of receipt, as folders of deliveries do."""
    return incoming / f"{known_date}-{upload_id}"


def file_of(incoming: Path, row: Upload) -> Path:
    return folder_of(incoming, row.known_date, row.id) / f"{STEM}{row.suffix}"


def keep(incoming: Path, row: Upload, data: bytes) -> None:
    """Write the file where it waits; on the disk before this returns. Raises DiskError."""
    file = file_of(incoming, row)
    with disk_errors(file):
        incoming.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        file.parent.mkdir(mode=PRIVATE, exist_ok=True)
    write_whole(file, data, private=True)


def destroy(incoming: Path, row: Upload) -> None:
    """Remove the file with its folder; none is left. Raises DiskError."""
    folder = folder_of(incoming, row.known_date, row.id)
    with disk_errors(folder):
        if folder.exists():
            shutil.rmtree(folder)


def destroy_others(incoming: Path, waiting: Collection[str], now: dt.datetime) -> int:
    """Remove the folders of whatever does not wait: of a request that came to nothing, of a file that was taken in before a kill.

    Args:
        waiting: names of folders.
    """
    begun = (now - MAY_BE_COMING).timestamp()
    left = [
        folder
        for folder in incoming.iterdir()
        if folder.is_dir() and folder.name not in waiting and folder.stat().st_mtime < begun
    ]
    with disk_errors(incoming):
        for folder in left:
            shutil.rmtree(folder)
    return len(left)

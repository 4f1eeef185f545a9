"""Files and folders that are whole or not there: written beside their place, brought to the disk, then moved there.

What a kill leaves is named `.<name>.<random>.new`: no reader takes it for anything, and `remove_unfinished` removes it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from features.disk.faults import disk_errors

Content = str | bytes | Callable[[Path], object]
"""A text (UTF-8) or bytes, or a function that writes to the path that it is given."""


def write_whole(path: Path, content: Content, *, private: bool = False) -> None:
    """Write a file, whole or not at all; what was there before stays meanwhile. On the disk before this returns.

    Args:
        private: for its owner's eyes only, whatever the process allows to others.

    Raises:
        DiskError: and whatever writing raises; the unfinished file is gone.
    """
    with _beside(path) as unfinished:
        _write(unfinished, content, private=private)
        unfinished.replace(path)
        _names_to_disk(path.parent)


def write_once(path: Path, content: Content, *, private: bool = False) -> None:
    """Write a file as `write_whole` does, unless there is one by then: whoever comes first is never replaced.

    Raises:
        DiskError: and whatever writing raises; the unfinished file is gone.
    """
    with _beside(path) as unfinished:
        _write(unfinished, content, private=private)
        with contextlib.suppress(FileExistsError):
            # A link, not a move, which would replace it.
            os.link(unfinished, path)
        unfinished.unlink()
        _names_to_disk(path.parent)


def write_whole_folder(path: Path, write: Callable[[Path], object]) -> None:
    """Write a folder, whole or not at all. What is there goes just before: a kill in between leaves none, never half of one.

    Args:
        write: given an empty folder to write into.

    Raises:
        DiskError: and whatever `write` raises; the unfinished folder is gone.
    """
    with _beside(path) as unfinished:
        unfinished.mkdir()
        write(unfinished)
        for written in unfinished.rglob("*"):
            if written.is_file():
                _to_disk(written)
        _remove(path)
        unfinished.rename(path)
        _names_to_disk(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove what a kill left half written in a folder. Call it where nobody else writes there."""
    for left in folder.glob(".*.new"):
        _remove(left)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A free place beside the path, of the same disk; nothing is left there where the block fails."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with disk_errors(path):
            yield unfinished
    except BaseException:
        # Where nothing can be written there is nothing to take away either.
        with contextlib.suppress(OSError):
            _remove(unfinished)
        raise


def _write(unfinished: Path, content: Content, *, private: bool) -> None:
    if private:
        unfinished.touch(mode=0o600)
    if isinstance(content, str):
        unfinished.write_text(content, encoding="utf-8")
    elif isinstance(content, bytes):
        unfinished.write_bytes(content)
    else:
        content(unfinished)
    _to_disk(unfinished)


def _to_disk(written: Path) -> None:
    opened = os.open(written, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _names_to_disk(folder: Path) -> None:
    # Not every file system does so for a folder, and not every folder that may be written may be read.
    with contextlib.suppress(OSError):
        _to_disk(folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

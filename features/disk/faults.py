"""The disk that is full, read-only or out of reach: recognised in whatever a library raised, and told in a sentence.

Libraries tell of the disk each in its own way: Python by a number, Arrow, Delta, Polars and SQLite by words in an error
of their own. None of them may end as a traceback: it is nobody's mistake in a delivered file, and has an exit status of
its own, so that a scheduler can tell the two apart.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.vocabulary import Labelled

EXIT_STATUS = 3
"""Of a command that could not write or read on its disk; 2 is any other failure, 1 what a command found."""


class Fault(Labelled):
    """What is wrong with a disk."""

    FULL = "full", "磁盘已满", "the disk is full"
    READ_ONLY = "read_only", "磁盘是只读的", "the disk is read-only"
    NO_PERMISSION = "no_permission", "没有权限", "permission is denied"
    BROKEN = "broken", "磁盘读写出错", "the disk reports an error"

    @property
    def to_do(self) -> Bilingual:
        """What whoever sits at the machine does about it."""
        return TO_DO[self]


TO_DO = {
    Fault.FULL: Bilingual("腾出空间后，重新运行同一条命令", "Make room, then run the same command again"),
    Fault.READ_ONLY: Bilingual(
        "改为可写后重新运行同一条命令，或换一个可写的位置",
        "Make it writable, or choose another place, then run the same command again",
    ),
    Fault.NO_PERMISSION: Bilingual(
        "改好权限，或换一个有权限的用户，重新运行同一条命令",
        "Correct the permissions, or run the same command again as a user who has them",
    ),
    Fault.BROKEN: Bilingual(
        "请管理员检查磁盘，再重新运行同一条命令", "Have the disk checked, then run the same command again"
    ),
}

NUMBERS = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.NO_PERMISSION,
    errno.EPERM: Fault.NO_PERMISSION,
    errno.EIO: Fault.BROKEN,
}

WORDS = {
    r"No space left on device|database or disk is full|Disk quota exceeded": Fault.FULL,
    r"Read-only file system|attempt to write a readonly database": Fault.READ_ONLY,
    r"Permission denied \(os error|unable to open database file": Fault.NO_PERMISSION,
    r"Input/output error|disk I/O error": Fault.BROKEN,
}
"""As the libraries under fanpin write it into errors of their own."""


class DiskError(FanpinError, OSError):
    """A disk cannot be written or read; says which folder, what became of the work, and what to do."""

    exit_status = EXIT_STATUS

    def __init__(self, place: Path | None, fault: Fault, became: Bilingual | None = None) -> None:
        self.fault, self.became = fault, became
        at = Bilingual(f"{place}：", f"{place}: ") if place else Bilingual("", "")
        became = became or NOTHING_HALF
        todo = fault.to_do
        super().__init__(f"{at.zh}{fault.zh}。{became.zh}。{todo.zh}。 | {at.en}{fault.en}. {became.en}. {todo.en}.")
        # What whoever tells of an OSError asks it for.
        self.strerror = f"{fault.zh} | {fault.en}"


NOTHING_HALF = Bilingual("没有留下写了一半的东西", "Nothing was left half written")


def fault_of(error: BaseException | None) -> Fault | None:
    """What is wrong with a disk, where that is what the error, or the one that it came from, is about."""
    while error is not None:
        if isinstance(error, DiskError):
            return error.fault
        if isinstance(error, OSError) and error.errno in NUMBERS:
            return NUMBERS[error.errno]
        for words, fault in WORDS.items():
            if re.search(words, str(error)):
                return fault
        error = error.__cause__ or error.__context__
    return None


def place_of(error: BaseException | None, usual: Iterable[Path] = ()) -> Path | None:
    """The file that the error names; else the first of the usual places that is full or read-only."""
    while error is not None:
        if isinstance(error, OSError) and isinstance(error.filename, str):
            return Path(error.filename)
        error = error.__cause__ or error.__context__
    return next((place for place in usual if fault_at(place)), None)


@contextmanager
def disk_errors(place: Path, became: Bilingual | None = None) -> Iterator[None]:
    """Whatever a block raises because of the disk becomes a DiskError about this place.

    Args:
        became: what became of the work; nothing was left half written when not told.

    Raises:
        DiskError: and whatever else the block raises.
    """
    try:
        yield
    except DiskError as error:
        # Who writes a file of some work knows what became of the file; of the work, only who does it.
        if became is None or error.became is not None:
            raise
        raise DiskError(place, error.fault, became) from error
    except Exception as error:
        # Polars ends a Parquet file on a full disk with words that do not name it: then the disk itself is asked.
        if (fault := fault_of(error) or fault_at(place)) is None:
            raise
        raise DiskError(place, fault, became) from error


def fault_at(place: Path) -> Fault | None:
    """What is wrong with the disk on which a place lies, or would: read-only or full; None when neither."""
    there = next((folder for folder in (place, *place.resolve().parents) if folder.exists()), None)
    if there is None:
        return None
    filesystem = os.statvfs(there)
    if filesystem.f_flag & os.ST_RDONLY:
        return Fault.READ_ONLY
    return Fault.FULL if filesystem.f_bavail == 0 else None

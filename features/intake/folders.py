"""Which files a directory delivers, and on which day they became known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.intake.problems import IntakeError

_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True)
class Delivery:
    """One folder of files that became known on one day. `label` is how reports begin a file's name."""

    folder: Path
    label: str
    known_date: date

    def files(self) -> list[tuple[Path, str]]:
        """Every file below the folder with its label, in order; hidden ones and locks of open workbooks left out."""
        found = [
            path for path in sorted(self.folder.rglob("*")) if path.is_file() and not path.name.startswith((".", "~$"))
        ]
        return [(path, f"{self.label}/{path.relative_to(self.folder).as_posix()}") for path in found]


def deliveries(directory: Path, known_date: date | None = None) -> list[Delivery]:
    """The delivery folders of a directory, oldest first.

    The directory is one delivery when its name begins with a day or `known_date` is told, and otherwise a folder of
    such folders. Raises IntakeError when it is neither.
    """
    if not directory.is_dir():
        raise IntakeError(f"{directory} is not a folder. Give the folder that holds the delivered files.")
    directory = directory.resolve()
    own_date = known_date or _date_of(directory)
    if own_date is not None:
        return [Delivery(directory, directory.name, own_date)]
    found = list(_dated_folders(directory))
    if not found:
        raise IntakeError(
            f"No delivery in {directory}: neither it nor a folder in it has a name that begins with a day "
            "(2024-03-05). Rename the folder to the day on which the files arrived, or give --known-date."
        )
    return sorted(found, key=lambda delivery: (delivery.known_date, delivery.label))


def _dated_folders(directory: Path) -> Iterator[Delivery]:
    for folder in directory.iterdir():
        day = _date_of(folder) if folder.is_dir() else None
        if day is not None:
            yield Delivery(folder, folder.name, day)


def _date_of(folder: Path) -> date | None:
    found = _DATED.match(folder.name)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        raise IntakeError(f"{folder} begins with {found[1]}, which is no day. Correct the folder's name.") from None

"""Which files a directory delivers, and on which day they became known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.intake.problems import Bilingual, FileRefusedError, IntakeError

_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?!\d)")

_UNDATED = (
    Bilingual("文件夹名没有日期，其中的文件未导入", "the folder's name has no day, and its files were not taken in"),
    Bilingual(
        "把文件夹改名为收到文件的日期（如 2024-03-05）后重新导入",
        "Rename it to the day on which the files arrived (2024-03-05), and take it in again",
    ),
)
_NO_DAY = (
    Bilingual("文件夹名开头不是有效日期", "the folder's name begins with what is no day"),
    Bilingual("更正文件夹名后重新导入", "Correct the name, and take it in again"),
)
_TO_COME = (
    Bilingual("交付日期晚于今天", "the day of the delivery is yet to come"),
    Bilingual(
        "更正为收到文件的日期后重新导入", "Correct it to the day on which the files arrived, and take them in again"
    ),
)
_LEADS_OUT = (
    Bilingual("链接指向文件夹之外，未读取", "the link leads out of the folder and was not followed"),
    Bilingual("把文件本身放入文件夹", "Put the file itself into the folder"),
)
_EMPTY = (
    Bilingual("文件夹里没有文件", "there is no file in the folder"),
    Bilingual("核对文件是否放错位置", "Check whether the files are somewhere else"),
)


@dataclass(frozen=True)
class Delivery:
    """One folder of files that became known on one day. `label` is how reports begin a file's name."""

    folder: Path
    label: str
    known_date: date

    def files(self) -> list[tuple[Path, str]]:
        """Every file below the folder with its label, in order; hidden ones and locks of open workbooks left out."""
        found = [
            path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.startswith((".", "~$")) and not self._leads_out(path)
        ]
        return [(path, f"{self.label}/{path.relative_to(self.folder).as_posix()}") for path in found]

    def leading_out(self) -> list[str]:
        """Labels of links to somewhere outside the folder, which are not followed."""
        links = [path for path in sorted(self.folder.rglob("*")) if path.is_symlink() and self._leads_out(path)]
        return [f"{self.label}/{path.relative_to(self.folder).as_posix()}" for path in links]

    def _leads_out(self, path: Path) -> bool:
        return not path.resolve().is_relative_to(self.folder.resolve())


@dataclass(frozen=True)
class Folders:
    """What a directory delivers.

    Attributes:
        found: the deliveries, oldest first.
        refused: folders whose name tells an impossible day or one to come.
        notes: folders that say nothing: without a day beside others that have one, or without files.
    """

    found: tuple[Delivery, ...]
    refused: tuple[FileRefusedError, ...] = ()
    notes: tuple[FileRefusedError, ...] = ()


def deliveries(directory: Path, known_date: date | None = None, today: date | None = None) -> Folders:
    """The delivery folders of a directory.

    The directory is one delivery when its name begins with a day or `known_date` is told, and otherwise a folder of
    such folders. With `today`, a delivery of a later day is refused. Raises IntakeError when it is neither.
    """
    if not directory.is_dir():
        raise IntakeError(f"{directory} is not a folder. Give the folder that holds the delivered files.")
    directory = directory.resolve()
    own_date = known_date or (_date_of(directory) if _DATED.match(directory.name) else None)
    if own_date is not None:
        return _sorted_out([Delivery(directory, directory.name, own_date)], today, [], [])
    found: list[Delivery] = []
    refused, undated = [], []
    for folder in sorted(path for path in directory.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if _DATED.match(folder.name) is None:
            if Delivery(folder, folder.name, date.max).files():
                undated.append(FileRefusedError(folder.name, *_UNDATED))
            continue
        try:
            found.append(Delivery(folder, folder.name, _date_of(folder)))
        except IntakeError:
            refused.append(FileRefusedError(folder.name, *_NO_DAY))
    if not found and not refused:
        raise IntakeError(
            f"No delivery in {directory}: neither it nor a folder in it has a name that begins with a day "
            "(2024-03-05). Rename the folder to the day on which the files arrived, or give --known-date."
        )
    return _sorted_out(found, today, refused, undated)


def _sorted_out(
    found: list[Delivery], today: date | None, refused: list[FileRefusedError], notes: list[FileRefusedError]
) -> Folders:
    to_come = [delivery for delivery in found if today is not None and delivery.known_date > today]
    empty = [delivery for delivery in found if delivery not in to_come and not delivery.files()]
    good = [delivery for delivery in found if delivery not in to_come and delivery not in empty]
    return Folders(
        tuple(sorted(good, key=lambda delivery: (delivery.known_date, delivery.label))),
        (*refused, *(FileRefusedError(delivery.label, *_TO_COME) for delivery in to_come)),
        (
            *notes,
            *(FileRefusedError(delivery.label, *_EMPTY) for delivery in empty),
            *(FileRefusedError(link, *_LEADS_OUT) for delivery in found for link in delivery.leading_out()),
        ),
    )


def _date_of(folder: Path) -> date:
    """The day that the name begins with. Raises IntakeError when it is none."""
    told = folder.name[:10]
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise IntakeError(f"{folder} begins with {told}, which is no day. Correct the folder's name.") from None

"""Which files a directory delivers, and on which day they became known."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.intake.files.archives import is_by_product
from features.intake.problems import Bilingual, FileRefusedError, IntakeError
from features.texts.printable import printable_name

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
_NO_FILE = (
    Bilingual("不是普通文件，或链接已失效，未读取", "it is no file, or a link that leads nowhere, and was not read"),
    Bilingual("把文件本身放入文件夹", "Put the file itself into the folder"),
)
_CLOSED = (
    Bilingual(
        "没有权限打开该文件夹，其中的文件未导入", "the folder may not be opened, and its files were not taken in"
    ),
    Bilingual("请管理员开放读取权限后重新导入", "Have it opened for reading, and take it in again"),
)
_LOOSE = (
    Bilingual("文件不在写有日期的文件夹里，未导入", "the file lies in no folder with a day, and was not taken in"),
    Bilingual(
        "把它移入以收到日期命名的文件夹（如 2024-03-05）后重新导入",
        "Move it into a folder named by the day on which it arrived (2024-03-05), and take it in again",
    ),
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
        """Every file below the folder with its label, in order; links that lead out of the folder are left out."""
        found = [path for path in self._paths() if path.is_file() and not self._leads_out(path)]
        return [(path, self._label(path)) for path in found]

    def is_empty(self) -> bool:
        """Whether it holds nothing but what systems leave beside real files."""
        return all(is_by_product(label) for _, label in self.files())

    def unread(self) -> list[FileRefusedError]:
        """What lies below the folder and can't be read as a file: links out of it or to nowhere, folders that are closed."""
        notes = []
        for path in self._paths():
            if path.is_symlink() and self._leads_out(path):
                notes.append(FileRefusedError(self._label(path), *_LEADS_OUT))
            elif path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
                notes.append(FileRefusedError(self._label(path), *_CLOSED))
            elif not path.is_dir() and not path.is_file():
                notes.append(FileRefusedError(self._label(path), *_NO_FILE))
        return notes

    def _paths(self) -> list[Path]:
        return sorted(self.folder.rglob("*"))

    def _label(self, path: Path) -> str:
        return printable_name(f"{self.label}/{path.relative_to(self.folder).as_posix()}")

    def _leads_out(self, path: Path) -> bool:
        return not path.resolve().is_relative_to(self.folder.resolve())


@dataclass(frozen=True)
class Folders:
    """What a directory delivers.

    Attributes:
        deliveries: oldest first.
        refused: folders whose name tells an impossible day or one to come.
        notes: what says nothing: folders without a day beside others that have one, or without files; what is no file.
    """

    deliveries: tuple[Delivery, ...]
    refused: tuple[FileRefusedError, ...] = ()
    notes: tuple[FileRefusedError, ...] = ()


def deliveries(directory: Path, known_date: date | None = None, today: date | None = None) -> Folders:
    """The delivery folders of a directory.

    The directory is one delivery when its name begins with a day or `known_date` is told, and otherwise a folder of
    such folders. With `today`, a delivery of a later day is refused. Raises IntakeError when it is neither.
    """
    if not directory.is_dir():
        raise IntakeError(
            f"{directory} 不是文件夹：请给出存放交付文件的文件夹 | {directory} is not a folder. Give the folder that holds the "
            "delivered files."
        )
    directory = directory.resolve()
    own_date = known_date or (_date_of(directory) if _DATED.match(directory.name) else None)
    if own_date is not None:
        return _sorted_out([Delivery(directory, printable_name(directory.name), own_date)], today, [], [])
    dated: list[Delivery] = []
    refused: list[FileRefusedError] = []
    undated = [
        FileRefusedError(printable_name(path.name), *_LOOSE)
        for path in sorted(directory.iterdir())
        if not path.is_dir() and not is_by_product(path.name)
    ]
    for folder in sorted(path for path in directory.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if _DATED.match(folder.name) is None:
            if not Delivery(folder, printable_name(folder.name), date.max).is_empty():
                undated.append(FileRefusedError(printable_name(folder.name), *_UNDATED))
            continue
        try:
            dated.append(Delivery(folder, printable_name(folder.name), _date_of(folder)))
        except IntakeError:
            refused.append(FileRefusedError(printable_name(folder.name), *_NO_DAY))
    if not dated and not refused:
        raise IntakeError(
            f"{directory} 里没有交付：文件夹名要以收到的日期开头（如 2024-03-05），或用 --known-date 写明日期 | No delivery in {directory}: neither it nor a folder in it has a name that begins with a day "
            "(2024-03-05). Rename the folder to the day on which the files arrived, or give --known-date."
        )
    return _sorted_out(dated, today, refused, undated)


def _sorted_out(
    dated: list[Delivery], today: date | None, refused: list[FileRefusedError], notes: list[FileRefusedError]
) -> Folders:
    to_come = [delivery for delivery in dated if today is not None and delivery.known_date > today]
    empty = [delivery for delivery in dated if delivery not in to_come and delivery.is_empty()]
    good = [delivery for delivery in dated if delivery not in to_come and delivery not in empty]
    return Folders(
        tuple(sorted(good, key=lambda delivery: (delivery.known_date, delivery.label))),
        (*refused, *(FileRefusedError(delivery.label, *_TO_COME) for delivery in to_come)),
        (
            *notes,
            *(FileRefusedError(delivery.label, *_EMPTY) for delivery in empty),
            *(note for delivery in dated for note in delivery.unread()),
        ),
    )


def _date_of(folder: Path) -> date:
    """The day that the name begins with. Raises IntakeError when it is none."""
    beginning = folder.name[:10]
    try:
        return date.fromisoformat(beginning)
    except ValueError:
        raise IntakeError(
            f"{folder} 以 {beginning} 开头，不是有效日期：更正文件夹名 | {folder} begins with {beginning}, which is no day. Correct the "
            "folder's name."
        ) from None

"""How a file that is sent may be called. Nothing on the disk has that name: it is for people, who have to find the file again."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from features.bilingual import Bilingual
from features.texts.printable import printable
from service.personal_ids import AS_LONG_AS_ONE, holds_personal_number

LONGEST = 120
ENDINGS = (".xlsx", ".xls", ".et", ".csv", ".zip")

DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])")
"""What Windows takes for a device, whatever follows a dot."""

_TOO_LONG = Bilingual(f"文件名为空，或超过{LONGEST}个字符", f"is empty or longer than {LONGEST} characters")
_NO_TEXT = Bilingual("不是按UTF-8百分号编码的文本", "is no percent-encoded UTF-8")
_UNSEEN = Bilingual("含有控制字符或看不见的字符", "holds characters that control something or that nobody sees")
_PLACE = Bilingual(
    "含有路径，或文件名不能用的符号", "holds a path, or signs that no file's name may hold on every system"
)
_DEVICE = Bilingual("是系统设备名，或以点、空格开头或结尾", "is a device's, or begins or ends with a dot or a space")
_PERSON = Bilingual("像是含有证件号码或手机号码", "seems to hold somebody's ID number or telephone")
_ENDING = Bilingual(
    "不是可导入的文件（xlsx、xls、et、csv、zip；含宏的 xlsm 不接收）",
    "is of no kind that is taken in (xlsx, xls, et, csv, zip; no xlsm, which holds macros)",
)
RENAME = Bilingual(
    "给文件起一个普通的名称（如 名册.xlsx）后重新发送",
    "Give it a plain name (as 名册.xlsx or roster.xlsx) and send it again.",
)


class FileNameError(ValueError):
    """A name that no file is taken in under; `problem` says why, without the name."""

    def __init__(self, problem: Bilingual) -> None:
        super().__init__(str(problem))
        self.problem = problem


def file_name(encoded: str) -> str:
    """The name of a file from its percent-encoded UTF-8.

    Raises:
        FileNameError: it is none, or more than a name.
    """
    try:
        name = unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeError:
        raise FileNameError(_NO_TEXT) from None
    if problem := _problem(name):
        raise FileNameError(problem)
    return name


def ending_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _problem(name: str) -> Bilingual | None:
    if not name or len(name) > LONGEST:
        return _TOO_LONG
    if printable(name) != name:
        return _UNSEEN
    if re.search(r'[/\\:*?"<>|]', name):
        return _PLACE
    if name.strip(" .") != name or DEVICES.fullmatch(name.partition(".")[0].strip()) or name.startswith("~$"):
        return _DEVICE
    if AS_LONG_AS_ONE.search(name) or holds_personal_number(name):
        return _PERSON
    return None if ending_of(name) in ENDINGS else _ENDING

"""What no file that is sent may hold: told by its bytes and by the directory of a zip, before anything is unpacked or opened.

How much comes out of it is counted by intake while it unpacks, whatever a directory says. Nothing of it is ever run: macros and
links are refused since whoever opens the file beside the records would run them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from features.bilingual import Bilingual
from features.intake.files.archives import DAMAGED, PLAIN_BELOW, TIGHTEST, contents
from features.intake.files.content import Container, Content, no_text, refuse_no_text
from features.intake.problems import FileRefusedError

MOST_PARTS = 10_000
"""Of a workbook or an archive. The largest workbook that intake reads has 2,000 sheets."""

LARGEST = 2 * 1024**3
"""Bytes that may come out of it, by its own directory."""

MACROS = "vbaproject.bin"
LINKS = "xl/externallinks/"
BINARY_MACROS = "_VBA_PROJECT".encode("utf-16-le")

_EMPTY = (Bilingual("空文件（0 字节）", "it is empty"), Bilingual("重新导出后发送", "Export it again and send it"))
_MACROS = (
    Bilingual("工作簿含有宏", "the workbook holds macros"),
    Bilingual(
        "另存为不含宏的“Excel 工作簿（.xlsx）”后重新发送",
        'Save it as "Excel workbook (.xlsx)", without macros, and send it',
    ),
)
_LINKS = (
    Bilingual("工作簿链接到其他文件", "the workbook links to other files"),
    Bilingual(
        "在“数据—编辑链接”中断开链接（或粘贴为数值）后重新发送",
        "Break the links (Data, Edit Links), or paste the values, and send it again",
    ),
)
_BURSTING = (
    Bilingual("解压后的内容大得不正常", "it unpacks to far more than a delivery can hold"),
    Bilingual("重新导出后逐个发送", "Export it again and send the files one by one"),
)
_PATHS = (
    Bilingual("压缩包内的文件名指向压缩包之外", "names in the archive lead out of it"),
    Bilingual("用系统自带的“压缩为 zip”重新压缩后发送", "Pack it again as an ordinary zip and send it"),
)


def refuse_unfit(file: str, data: bytes) -> None:
    """Raises FileRefusedError for what is wrong with a file as far as its bytes tell without unpacking it."""
    content = Content(file, data)
    if not data:
        raise FileRefusedError(file, *_EMPTY)
    if data.startswith(b"PK"):
        _refuse_parts(content)
    elif BINARY_MACROS in data:
        raise FileRefusedError(file, *_MACROS)
    elif content.container() is Container.TEXT and no_text(data):
        raise refuse_no_text(content)


def refuse_unfit_inside(path: Path, label: str) -> None:
    """The same of every file that an archive on the disk holds, unpacked no further than intake would. Raises FileRefusedError."""
    for each in contents(path, label):
        if isinstance(each, Content) and each.data:
            refuse_unfit(each.file, each.data)


def _refuse_parts(content: Content) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            parts = archive.infolist()
    except DAMAGED:
        # Intake says what is wrong with it.
        return
    for why in _faults(parts):
        raise FileRefusedError(content.file, *why)


def _faults(parts: list[zipfile.ZipInfo]) -> Iterator[tuple[Bilingual, Bilingual]]:
    length = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or length > LARGEST or (length > PLAIN_BELOW and length > TIGHTEST * max(packed, 1)):
        yield _BURSTING
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    if any(name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") for name in names):
        yield _PATHS
    if any(name.endswith(MACROS) for name in names):
        yield _MACROS
    if any(name.startswith(LINKS) for name in names):
        yield _LINKS

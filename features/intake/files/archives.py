"""Delivered files as contents: the file itself, or what a zip holds, read no further than a delivery can be long.

What a header says of a length is not believed: bytes are counted while they unpack.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from features.intake.files.content import HOLD_DATA_UNREAD, Container, Content
from features.intake.files.sifting import HIDDEN, LOOKED_AT, PassedOver, surely_no_table
from features.intake.problems import Bilingual, FileRefusedError
from features.texts.printable import printable_name

LARGEST_FILE = 1024**3
"""Bytes of one file, and of all files of an archive together. A county's largest roster has a tenth of it."""

MOST_FILES = 2_000
"""Files in one archive."""

DEEPEST = 3
"""Archives inside archives: a county's zip of the townships' zips is two deep."""

PLAIN_BELOW = 16 * 1024**2
"""Unpacked bytes below which nobody asks how well they were packed."""

TIGHTEST = 250
"""Unpacked to packed bytes. Sheets and csv files reach 10 to 60; only what was made to burst goes beyond."""

AT_ONCE = 1024**2

BY_PRODUCTS = (".", "~$")
"""How the names begin that systems and open workbooks leave beside the real files."""

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
"""What the library raises. RuntimeError is how it tells of a password, NotImplementedError of a compression it lacks."""

COPY_AGAIN = Bilingual(
    "重新复制或导出（可能在传送途中被截断），再重新报送",
    "Copy or export it again (it was probably cut off on the way) and deliver it again",
)
_ONE_BY_ONE = Bilingual("请把其中的表格分开、逐个报送", "Deliver its files one by one")
_DAMAGED_ARCHIVE = Bilingual("压缩包不完整或已损坏", "the zip archive is truncated or damaged")
_LOCKED_ARCHIVE = Bilingual("压缩包设有密码", "the zip archive is locked by a password")
_WITHOUT_PASSWORD = Bilingual("不设密码重新压缩后报送", "Pack it again without a password and deliver it again")
_LACKED = Bilingual("压缩方法无法识别", "the zip archive is packed by a method that intake does not know")
_PACK_PLAINLY = Bilingual("用系统自带的“压缩为 zip”重新压缩后报送", "Pack it as an ordinary zip and deliver it again")
_ENCRYPTED = 0x1
"""The flag of a part that a password locks."""


class BurstingError(Exception):
    """More comes out of a part of an archive than a delivery can hold."""


Extracted = Content | FileRefusedError | PassedOver


def contents(path: Path, label: str) -> Iterator[Extracted]:
    """The file itself, or the files inside when it is a zip, one at a time; a refusal in place of one that is not whole.

    Files inside that are no tables come too. What is a zip, its content tells: some come without a suffix. A file that
    its first bytes show to be no table is not read to its end.
    """
    if is_by_product(label):
        yield PassedOver(label, HIDDEN)
        return
    try:
        with path.open("rb") as file:
            beginning = Content(label, file.read(LOOKED_AT))
        if passed_over := surely_no_table(beginning):
            yield passed_over
            return
        if path.stat().st_size > LARGEST_FILE:
            problem = Bilingual("文件超过 1 GB，不像是一份导出表", "it is larger than 1 GB, which no export is")
            yield FileRefusedError(label, problem, _ONE_BY_ONE)
            return
        data = path.read_bytes()
    except OSError as error:
        problem = Bilingual(
            f"系统无法读取该文件（{error.strerror}）", f"the system could not read it ({error.strerror})"
        )
        yield FileRefusedError(label, problem, COPY_AGAIN)
        return
    content = Content(label, data)
    if _is_archive(content):
        yield from _inside(content, _Budget(LARGEST_FILE), depth=1)
    else:
        yield content


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, at_most: int) -> Iterator[bytes]:
    """The bytes of a part, piece by piece. Raises BurstingError, and whatever DAMAGED names."""
    length = 0
    with archive.open(part) as stream:
        while piece := stream.read(AT_ONCE):
            length += len(piece)
            if length > at_most or (length > PLAIN_BELOW and length > TIGHTEST * max(part.compress_size, 1)):
                raise BurstingError
            yield piece


class _Budget:
    """Bytes that may still come out of an archive and of those inside it."""

    def __init__(self, left: int) -> None:
        self.left = left


def _is_archive(content: Content) -> bool:
    """Whether there are files to be taken out. Of a form that is not read, the name tells what it is."""
    if content.suffix == ".zip":
        return True
    known = content.suffix in HOLD_DATA_UNREAD
    return (
        content.data.startswith(b"PK") and not known and content.container() is Container.ARCHIVE and content.is_sound()
    )


def _inside(content: Content, budget: _Budget, depth: int) -> Iterator[Extracted]:
    if content.data and content.container() is not Container.ARCHIVE:
        # Something else under the name of an archive: a workbook, a rar, a picture.
        yield content
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content.data))
    except DAMAGED:
        yield FileRefusedError(content.file, _DAMAGED_ARCHIVE, COPY_AGAIN)
        return
    with archive:
        parts = [(_name(part), part) for part in archive.infolist() if not part.is_dir()]
        if len(parts) > MOST_FILES:
            problem = Bilingual(
                f"压缩包内有{len(parts)}个文件，超过{MOST_FILES}个",
                f"it holds {len(parts)} files, more than {MOST_FILES}",
            )
            yield FileRefusedError(content.file, problem, _ONE_BY_ONE)
            return
        for name, part in sorted(parts, key=lambda named: named[0]):
            if is_by_product(name):
                yield PassedOver(f"{content.file}/{name}", HIDDEN)
            else:
                yield from _contents_of_part(archive, part, f"{content.file}/{name}", budget, depth)
        if not parts:
            empty = Bilingual("压缩包内没有文件", "the archive holds no file")
            yield FileRefusedError(content.file, empty, COPY_AGAIN)


def _contents_of_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, label: str, budget: _Budget, depth: int
) -> Iterator[Extracted]:
    if part.flag_bits & _ENCRYPTED:
        yield FileRefusedError(label, _LOCKED_ARCHIVE, _WITHOUT_PASSWORD)
        return
    try:
        data = b"".join(unpacked(archive, part, budget.left))
    except NotImplementedError:
        yield FileRefusedError(label, _LACKED, _PACK_PLAINLY)
        return
    except BurstingError:
        problem = Bilingual(
            "解压后的内容大得不正常（超过 1 GB，或压缩比超过 250 倍），已停止解压",
            "it unpacks to far more than a table can hold (over 1 GB, or over 250 times its packed size), so unpacking "
            "was stopped",
        )
        yield FileRefusedError(label, problem, _ONE_BY_ONE)
        return
    except DAMAGED:
        yield FileRefusedError(label, _DAMAGED_ARCHIVE, COPY_AGAIN)
        return
    budget.left -= len(data)
    inside = Content(label, data)
    if not _is_archive(inside):
        yield inside
    elif depth < DEEPEST:
        yield from _inside(inside, budget, depth + 1)
    else:
        problem = Bilingual(f"压缩包套了{DEEPEST}层以上", f"archives are nested more than {DEEPEST} deep")
        yield FileRefusedError(label, problem, _ONE_BY_ONE)


def _name(part: zipfile.ZipInfo) -> str:
    """A part's name, without steps out of the archive. Windows writes GBK names without saying so."""
    name = part.filename
    if not part.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = part.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    name = "/".join(step for step in name.replace("\\", "/").split("/") if step not in {"", ".", ".."})
    return printable_name(name)


def is_by_product(name: str) -> bool:
    """Whether systems left the file beside the real ones: it or its folder is hidden, or it locks an open workbook."""
    path = PurePosixPath(name)
    return any(step.startswith(BY_PRODUCTS) for step in path.parts) or "__MACOSX" in path.parts

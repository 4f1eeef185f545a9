"""Which files of a delivery hold tables, told by what is in them: every other one is named with what it is instead."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from features.intake.files.content import (
    HOLD_DATA_UNREAD,
    READABLE,
    Container,
    Content,
    refuse_ending,
    refuse_unread,
)
from features.intake.files.decoding import SEPARATORS, is_utf16
from features.intake.problems import Bilingual, FileRefusedError

LOOKED_AT = 64 * 1024
"""Bytes from which one tells whether a text is a table."""

HEADERS_AT_LEAST = 2
"""Known headers in one row that make a text under an unusual name a table: one word may stand in any letter."""

AMONG = 10
"""Rows among which headers are looked for."""

HIDDEN = Bilingual("隐藏文件或已打开工作簿的锁，不读取", "a hidden file or the lock of an open workbook")
_EMPTY = Bilingual("空文件（0 字节）", "empty (0 bytes)")
_TEXT = Bilingual("文本，没有认识的表头", "a text without headers that intake knows")
_BINARY = Bilingual("不是表格、文档或压缩包", "no table, document or archive")
_XML = Bilingual("XML 文件，不是表格", "an XML file that is no table")

CountKnown = Callable[[Sequence[str | None]], int]


@dataclass(frozen=True)
class PassedOver:
    """A file that holds no table, and what it is."""

    file: str
    why: Bilingual


def sifted(content: Content, count_known: CountKnown) -> Content | FileRefusedError | PassedOver:
    """The file when it is to be read; a refusal when it holds data in a form that is not; else why it is passed over.

    A file under the name of a table is always to be read: what is wrong with it, reading tells.
    """
    if content.suffix in READABLE:
        return content
    unread = refuse_ending(content.file) if content.suffix in HOLD_DATA_UNREAD else None
    if not content.data:
        return unread or PassedOver(content.file, _EMPTY)
    container = content.container()
    match container:
        case Container.TEXT:
            return _of_text(content, count_known, unread)
        case Container.WORKBOOK if content.is_sound():
            return content
        case Container.WORKBOOK | Container.ARCHIVE if content.data.startswith(b"PK"):
            # Truncated or damaged: reading tells.
            return unread or content
        case Container.PICTURE | Container.DOCUMENT:
            return unread or _named(content, container)
        case Container.WEB_PAGE if b"<table" not in content.data.lower():
            return unread or _named(content, container)
        case Container.XML_TABLE if b"<workbook" not in content.data[:LOOKED_AT].lower():
            return unread or PassedOver(content.file, _XML)
        case Container.WORKBOOK:
            return unread or PassedOver(content.file, _BINARY)
        case _:
            return unread or refuse_unread(content, container)


def surely_no_table(beginning: Content) -> PassedOver | None:
    """Why a file need not be read whole, told by its first bytes; None when it has to be looked at."""
    if beginning.suffix in READABLE | HOLD_DATA_UNREAD:
        return None
    container = beginning.container() if not beginning.data.startswith(b"PK") else None
    if container is Container.PICTURE:
        return _named(beginning, container)
    binary = container is Container.TEXT and b"\0" in beginning.data and not is_utf16(beginning.data)
    return PassedOver(beginning.file, _BINARY) if binary else None


def _named(content: Content, container: Container) -> PassedOver:
    return PassedOver(content.file, Bilingual(container.zh, container.en))


def _of_text(
    content: Content, count_known: CountKnown, unread: FileRefusedError | None
) -> Content | FileRefusedError | PassedOver:
    beginning = content.data[:LOOKED_AT]
    readings = ("utf-16",) if is_utf16(beginning) else ("utf-8", "gb18030")
    rows = [row for encoding in readings for row in _rows(beginning.decode(encoding, "ignore"))]
    if max((count_known(cells) for cells in rows), default=0) >= HEADERS_AT_LEAST:
        return content
    if b"\0" in beginning and readings[0] != "utf-16":
        return unread or PassedOver(content.file, _BINARY)
    widths = [len(cells) for cells in rows]
    if any(width > HEADERS_AT_LEAST and widths.count(width) > len(readings) for width in widths):
        problem = Bilingual(
            "文件是按分隔符排列的表格，但前几行里没有认识的表头",
            "it is a table with separators, but none of its first rows holds headers that intake knows",
        )
        return FileRefusedError(content.file, problem, _LOOK)
    return PassedOver(content.file, _TEXT)


_LOOK = Bilingual(
    "请核对是否为系统或部门的导出表、表头行是否还在；不是数据的，请从文件夹中移走",
    "Check that it is one of the exports and that its header row is there; if it holds no data, take it out of the folder",
)


def _rows(text: str) -> list[list[str]]:
    """The first rows as each separator would cut them; those of the one that cuts most."""
    lines = io.StringIO(text).readlines()[:AMONG]
    separator = max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in lines]

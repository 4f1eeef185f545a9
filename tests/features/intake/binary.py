"""Binary workbooks (.xls) of one sheet, written cell by cell: texts as texts, numbers as numbers.

No library that is installed writes them. The container is the smallest that readers accept: a header, one sector of the
table of sectors, one of the directory, then the stream.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.features.intake.files import Cell, Row

SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BEGINS, _ENDS, _SHEET, _DATE_MODE, _TEXT, _NUMBER = 0x809, 0x0A, 0x85, 0x22, 0x204, 0x203


def as_binary_workbook(rows: Sequence[Row], name: str = "一月", *, since_1904: bool = False) -> bytes:
    """The rows below their headers."""
    begins = _record(_BEGINS, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    mode = _record(_DATE_MODE, struct.pack("<H", since_1904))
    named = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    globals_length = len(begins) + len(mode) + 4 + 6 + len(named) + 4
    sheet = _record(_BEGINS, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    lines: list[list[Cell]] = [list(rows[0]), *(list(told.values()) for told in rows)]
    cells = b"".join(
        _cell(row, column, cell)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line)
        if cell is not None
    )
    where = _record(_SHEET, struct.pack("<IH", globals_length, 0) + named)
    return _contained(begins + mode + where + _record(_ENDS, b"") + sheet + cells + _record(_ENDS, b""))


def _cell(row: int, column: int, cell: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        return _record(_TEXT, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    return _record(_NUMBER, place + struct.pack("<d", cell))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _contained(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    chain = [_TABLE, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + bytes(256)
    return header + table + directory + stream


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    named = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        named.ljust(64, b"\0") + struct.pack("<H", len(named)) + links + bytes(36) + struct.pack("<IQ", start, length)
    )

"""Where the cells of an unpacked sheet stand, told by its tags: no more of the format than that is understood here.

Twice: quickly, over bytes, for the form in which every common program writes; and exactly, tag by tag, for any other
form (quotes of the other kind, prefixes, cells that do not say their place) and where the quick measure is too large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.intake.files.archives import BurstingError
from features.intake.files.shared_texts import SharedTexts

Bytes = NDArray[np.uint8]

LONGEST_RUN = 32 * 1024**2
"""Bytes without the beginning of a tag: what goes on for longer is no sheet."""

_BEYOND = 24
"""Bytes that may be looked at after the beginning of a tag."""

_TAG = re.compile(rb"""<(?:[^\s<>/:"']+:)?(row|c|v|is)(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>([0-9]{1,9})?""")
_PLACE = re.compile(rb"""(?<![^\s"'])r\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,8})""")
_SHARED = re.compile(rb"""(?<![^\s"'])t\s*=\s*["']s["']""")


@dataclass
class Extent:
    """Rows and columns up to the last cell, and what the cells hold.

    Attributes:
        text: bytes of the shared texts that cells name, each time that they do.
        length: unpacked bytes of the part.
        usual: whether every cell says its place in the form that the quick measure understands.
    """

    rows: int = 0
    columns: int = 0
    text: int = 0
    length: int = 0
    usual: bool = True

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def quick_extent(pieces: Iterable[bytes], texts: SharedTexts) -> Extent:
    """A rectangle that holds every cell, empty ones with a format included, and no less text than they name."""
    extent = Extent()
    for piece in whole_tags(pieces):
        extent.length += len(piece)
        # Nothing is placed beyond the end: the gap lets a place be read without asking whether it is cut off.
        data = np.frombuffer(piece + bytes(_BEYOND), np.uint8)
        opened = np.flatnonzero(data[:-_BEYOND] == ord("<"))
        cells, values = _usual(data, opened, b'c r="'), _usual(data, opened, b"v>")
        extent.usual = extent.usual and not _says_it_otherwise(data, opened, cells, len(values))
        if len(cells):
            columns, row_numbers = _places(data, cells + len(b'<c r="'))
            extent.columns = max(extent.columns, int(columns.max()))
            extent.rows = max(extent.rows, int(row_numbers.max()))
        if len(values) and len(texts.lengths):
            extent.text += texts.bytes_named(_numbers(data, values + len(b"<v>")))
    return extent


def exact_extent(pieces: Iterable[bytes], texts: SharedTexts) -> Extent:
    """The rectangle of the cells that hold something, wherever the tags say their place, and the text that they name."""
    extent = Extent()
    row = column = 0
    shared = False
    for piece in whole_tags(pieces):
        extent.length += len(piece)
        for tag in _TAG.finditer(piece):
            kind, attributes, number = tag.groups()
            if kind == b"row":
                row = max((int(rows) for _, rows in _PLACE.findall(attributes)), default=row + 1)
                column = 0
            elif kind == b"c":
                places = _PLACE.findall(attributes)
                column = max((_column(letters) for letters, _ in places), default=column + 1)
                row = max([row, *(int(rows) for _, rows in places)])
                shared = _SHARED.search(attributes) is not None
            else:
                extent.rows, extent.columns = max(extent.rows, row), max(extent.columns, column)
                if kind == b"v" and shared and number is not None:
                    extent.text += texts.bytes_named(np.array([int(number)]))
    return extent


def whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before the beginning of a tag. Raises BurstingError for a tag without an end."""
    rest = b""
    for piece in pieces:
        joined = rest + piece
        cut = max(joined.rfind(b"<"), 0)
        if len(joined) - cut > LONGEST_RUN:
            if joined.startswith(b"<", cut) and joined.find(b">", cut) < 0:
                raise BurstingError
            cut = len(joined)
        rest = joined[cut:]
        yield joined[:cut]
    yield rest


def _usual(data: Bytes, opened: NDArray[np.intp], form: bytes) -> NDArray[np.intp]:
    """The beginnings of tags that go on in exactly this form."""
    at = opened
    for place, letter in enumerate(form, 1):
        at = at[data[at + place] == letter]
    return at


def _says_it_otherwise(data: Bytes, opened: NDArray[np.intp], cells: NDArray[np.intp], values: int) -> bool:
    """Whether there are cells or values beside those in the usual form, or a cell that tells its place twice."""
    colons = np.flatnonzero(data[:-_BEYOND] == ord(":"))
    starts = np.concatenate([opened, colons])
    name, after = data[starts + 1], data[starts + 2]
    ends = (after <= ord(" ")) | (after == ord("/")) | (after == ord(">"))
    if int((ends & ((name == ord("c")) | (name == ord("v")))).sum()) != len(cells) + values:
        return True
    before, inner, then = data[:-_BEYOND], data[1 : 1 - _BEYOND], data[2 : 2 - _BEYOND]
    apart = (before <= ord(" ")) | (before == ord('"')) | (before == ord("'"))
    places = np.flatnonzero((inner == ord("r")) & apart & ((then == ord("=")) | (then <= ord(" "))))
    owners = opened[np.maximum(np.searchsorted(opened, places, side="right") - 1, 0)] if len(opened) else places
    is_cell = np.zeros(len(data), bool)
    is_cell[cells] = True
    of_cells = owners[is_cell[owners]]
    return bool((of_cells[1:] == of_cells[:-1]).any())


def _places(data: Bytes, at: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Column (A being 1) and row of the places written there."""
    columns = np.zeros(len(at), np.int64)
    reading = np.ones(len(at), bool)
    for _ in range(3):
        # Letters of either case: the reader takes both.
        letter = data[at] & 0xDF
        reading &= (letter >= ord("A")) & (letter <= ord("Z"))
        columns = np.where(reading, columns * 26 + letter - 64, columns)
        at = at + reading
    return columns, _numbers(data, at)


def _numbers(data: Bytes, at: NDArray[np.intp]) -> NDArray[np.int64]:
    """The whole numbers of up to nine digits written there."""
    numbers = np.zeros(len(at), np.int64)
    reading = np.ones(len(at), bool)
    for place in range(9):
        digit = data[at + place].astype(np.int64) - ord("0")
        reading &= (digit >= 0) & (digit <= 9)
        numbers = np.where(reading, numbers * 10 + digit, numbers)
    return numbers


def _column(letters: bytes) -> int:
    """Number of a column, A being 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

"""The texts that the cells of a workbook share, each standing once in a part of its own.

The list says how long it is, and the reader asks for that much memory at once. Good programs say how often the texts
are named rather than how many there are, and a workbook made to burst says anything: so the texts are counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from features.intake.files.archives import BurstingError, unpacked

_LIST = re.compile(rb"""<(?:[^\s<>/:"']+:)?sst(?=[\s/>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_LENGTH = re.compile(rb"""uniqueCount\s*=\s*["']\D{0,8}([0-9]{1,30})""", re.IGNORECASE)
_COUNTS = re.compile(rb"""\s(?:unique)?count\s*=\s*(?:"[^"<]*"|'[^'<]*')""", re.IGNORECASE)
_TEXT = re.compile(rb"""<(?:[^\s<>/:"']+:)?si(?=[\s/>])""")


@dataclass(frozen=True)
class SharedTexts:
    """How long each text is, in bytes of the part, its tags included, and whether the list says that there are more."""

    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lies: bool = False

    def longer(self, other: SharedTexts) -> SharedTexts:
        """Of two lists under one name, that which holds more."""
        longest = max(self, other, key=lambda texts: int(texts.lengths.sum()))
        return SharedTexts(longest.lengths, self.lies or other.lies)

    def bytes_named(self, numbers: NDArray[np.int64]) -> int:
        """Bytes of the texts of these numbers, each as often as it is named."""
        return int(self.lengths[numbers[numbers < len(self.lengths)]].sum())


def is_shared_texts(part: zipfile.ZipInfo) -> bool:
    """Whether the reader takes the part for the shared texts: by its name, in letters of either case."""
    return part.filename.replace("\\", "/").lower() == "xl/sharedstrings.xml"


def shared_texts(pieces: Iterable[bytes], at_most: int) -> SharedTexts:
    """The texts of the part. Raises BurstingError when there are more than `at_most`."""
    data = b"".join(pieces)
    # Counted before they are placed: the bytes of a part that bursts hold more places than the memory.
    if data.count(b"si") > at_most and sum(1 for _ in _TEXT.finditer(data)) > at_most:
        raise BurstingError
    starts = np.fromiter((text.start() for text in _TEXT.finditer(data)), np.int64)
    said = [int(length) for tag in _LIST.findall(data) for length in _LENGTH.findall(tag)]
    lengths = np.diff(np.append(starts, len(data)))
    return SharedTexts(lengths, lies=max(said, default=0) > len(lengths))


def with_an_honest_length(workbook: bytes, at_most: int) -> bytes:
    """The workbook with a list of texts that says nothing of its length. The texts are the same."""
    data = io.BytesIO(workbook)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as book:
        for part in [part for part in book.infolist() if is_shared_texts(part)]:
            honest = _LIST.sub(lambda tag: _COUNTS.sub(b"", tag[0]), b"".join(unpacked(book, part, at_most)))
            # Written behind the old part, which the book's directory does not name any more.
            book.filelist.remove(part)
            book.NameToInfo.pop(part.filename, None)
            book.writestr(part.filename, honest, compresslevel=1)
    return data.getvalue()

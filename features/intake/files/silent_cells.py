"""Cells of a workbook that its reader gives as empty, though people see something in them.

An error (#REF!), a formula whose result nobody saved (a script wrote it, and no spreadsheet opened it since), and every
cell of a merged block but its first. Only sheets in which such cells may stand are walked through tag by tag.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from features.intake.files.archives import unpacked
from features.intake.files.sheet_entries import SheetEntry, part_name
from features.intake.files.tags import whole_tags

Place = tuple[int, int]
"""Row in the file, and position of the column in the sheet as read: both of a cell."""

NOT_AVAILABLE = "#N/A"
"""What a lookup shows that found nothing: nothing is what it says."""

MERGED_AT_MOST = 200_000
"""Cells of merged blocks that are looked at: more stand in no table that people keep."""

_MAY_BE_SILENT = re.compile(rb"""["']e["']|<(?:[^\s<>/:"']+:)?f[\s/>]""")
_MERGED = re.compile(rb"""<(?:[^\s<>/:"']+:)?mergeCell(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_ONE_ROW = re.compile(rb"""(?<![^\s"'])ref\s*=\s*["']\s*\$?[A-Za-z]{1,3}\$?([0-9]{1,7}):\$?[A-Za-z]{1,3}\$?\1\s*["']""")
_CALCULATED_ON_OPENING = re.compile(rb"""<(?:[^\s<>/:"']+:)?calcPr\s[^<>]*fullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_PLACE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


@dataclass(frozen=True)
class SilentCells:
    """Places of errors, of formulas without a result, and of what follows the first row of a merged block."""

    errors: tuple[Place, ...] = ()
    uncalculated: tuple[Place, ...] = ()
    merged: tuple[Place, ...] = ()

    def below(self, header_row: int) -> SilentCells:
        """Those below the header; of a block that begins above it nothing is said."""
        kept = (
            tuple(at for at in places if at[0] > header_row) for places in (self.errors, self.uncalculated, self.merged)
        )
        return SilentCells(*kept)


NONE_SILENT = SilentCells()


def was_never_opened(about: bytes) -> bool:
    """Whether a workbook asks for all its formulas to be calculated when it is opened. Spreadsheets take that out again.

    Args:
        about: the part `xl/workbook.xml`.
    """
    return _CALCULATED_ON_OPENING.search(about) is not None


def silent_cells(book: zipfile.ZipFile, entry: SheetEntry, at_most: int, *, never_opened: bool) -> SilentCells:
    """Those of one sheet. Raises what `archives.DAMAGED` names; a part that is no XML has none, and the reader refuses it."""
    part = next((part for part in book.infolist() if part_name(part) == entry.part), None)
    if part is None or not _may_have_some(unpacked(book, part, at_most)):
        return NONE_SILENT
    walk = _Walk(never_opened)
    try:
        for piece in unpacked(book, part, at_most):
            walk.parser.Parse(piece, False)
        walk.parser.Parse(b"", True)
    except expat.ExpatError:
        return NONE_SILENT
    return walk.places()


def _may_have_some(pieces: Iterable[bytes]) -> bool:
    """Whether anything in a sheet looks like a silent cell. Most have a merged title, in one row: below it nothing is."""
    return any(
        # The plain words are looked for first: it takes a tenth of the time.
        (any(word in piece for word in (b'"e"', b"'e'", b"<f", b":f")) and _MAY_BE_SILENT.search(piece))
        or (b"mergeCell" in piece and not all(_ONE_ROW.search(tag[1]) for tag in _MERGED.finditer(piece)))
        for piece in whole_tags(pieces)
    )


@dataclass
class _Walk:
    """What the tags have said so far. Cells that do not say their place follow the one before.

    Attributes:
        never_opened: a script wrote the workbook, and put 0 where it did not calculate.
    """

    never_opened: bool
    row: int = 0
    column: int = 0
    leftmost: int = 2**14
    kind: str = ""
    formula: bool = False
    text: str | None = None
    errors: list[Place] = field(default_factory=list)
    uncalculated: list[Place] = field(default_factory=list)
    filled: set[Place] = field(default_factory=set)
    blocks: list[tuple[Place, Place]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise expat.ExpatError

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                number = attributes.get("r", "")
                self.row, self.column = int(number) if number.isdigit() else self.row + 1, 0
            case "c":
                place = _place(attributes.get("r", ""))
                self.row, self.column = place or (self.row, self.column + 1)
                self.kind, self.formula, self.text = attributes.get("t", ""), False, None
            case "f":
                self.formula = True
            case "v" | "is":
                self.text = ""
            case "mergeCell":
                first, _, last = attributes.get("ref", "").partition(":")
                if (begins := _place(first)) and (ends := _place(last)):
                    self.blocks.append((begins, ends))
            case _:
                pass

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text += text

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        place, text = (self.row, self.column), (self.text or "").strip()
        if self.kind == "e" and text != NOT_AVAILABLE:
            self.errors.append(place)
        elif self.formula and self._has_no_result(text):
            self.uncalculated.append(place)
        if text:
            self.leftmost = min(self.leftmost, self.column)
            self.filled.add(place)
        self.text = None

    def _has_no_result(self, text: str) -> bool:
        """An empty text is a result; a 0 is none in a workbook that asks to be calculated as soon as it is opened."""
        return self.text is None or (not text and self.kind != "str") or (self.never_opened and text == "0")

    def places(self) -> SilentCells:
        """The places, with columns counted from the first that holds anything, as the reader counts them."""

        def shifted(places: Iterable[Place]) -> tuple[Place, ...]:
            return tuple((row, column - self.leftmost) for row, column in places if column >= self.leftmost)

        return SilentCells(shifted(self.errors), shifted(self.uncalculated), shifted(self._merged()))

    def _merged(self) -> Iterator[Place]:
        """Of every block that says something the cells below its first row, in its first column."""
        left = MERGED_AT_MOST
        for (top, column), (bottom, _) in self.blocks:
            if (top, column) in self.filled and (left := left - (bottom - top)) >= 0:
                yield from ((row, column) for row in range(top + 1, bottom + 1))


def _place(reference: str) -> Place | None:
    parts = _PLACE.match(reference.replace("$", "").upper())
    if parts is None:
        return None
    column = 0
    for letter in parts[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(parts[2]), column

"""What intake makes of a file's headers, without taking anything in: for who exports, and who adds a county's aliases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from features.intake.files.archives import contents
from features.intake.files.content import READABLE, refuse_ending
from features.intake.files.reading import opened
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import Catalogue, UnknownHeader
from features.intake.recognising.sources import Kind, Source


@dataclass(frozen=True)
class KnownHeader:
    """A header of the file, what it is called in the table, and by how much its numbers are multiplied."""

    header: str
    canonical: str
    kind: Kind
    field: str | None
    factor: float


@dataclass(frozen=True)
class SheetCheck:
    """One sheet: what it would be taken for, and what of it is known, unknown, missing or there twice."""

    file: str
    sheet: str | None
    header_row: int
    source: Source
    known: tuple[KnownHeader, ...]
    unknown: tuple[UnknownHeader, ...]
    missing: tuple[str, ...]

    @property
    def twice(self) -> tuple[str, ...]:
        """Kept columns that two headers of the sheet mean."""
        kept = [header.canonical for header in self.known if header.field]
        return tuple(dict.fromkeys(header for header in kept if kept.count(header) > 1))

    @property
    def would_be_read(self) -> bool:
        return not self.missing and not self.twice


def checked(path: Path, table: Catalogue) -> list[SheetCheck | FileRefusedError]:
    """Every sheet of a file (of every file of an archive), or why the file cannot be opened."""
    if path.suffix.lower() not in READABLE:
        return [refuse_ending(path.name)]
    found: list[SheetCheck | FileRefusedError] = []
    for content in contents(path, path.name):
        if isinstance(content, FileRefusedError):
            found.append(content)
            continue
        if content.suffix not in READABLE:
            # A letter or a picture beside the tables of an archive.
            continue
        try:
            sheets = opened(content, table.count_known).sheets
        except FileRefusedError as refusal:
            found.append(refusal)
            continue
        for sheet in sheets:
            recognised = table.recognise(sheet.headers)
            if recognised is not None:
                source, missing = recognised
                known = tuple(_known(source, header) for header in sheet.headers if header and source.canonical(header))
                unknown = table.unknown(source, sheet.headers)
                found.append(SheetCheck(sheet.file, sheet.name, sheet.header_row, source, known, unknown, missing))
    return found


def _known(source: Source, header: str) -> KnownHeader:
    column = source.columns[str(source.canonical(header))]
    return KnownHeader(header, column.header, column.kind, column.field, source.factor(header))

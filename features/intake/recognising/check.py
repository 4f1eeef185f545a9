"""What intake makes of a file's headers, without taking anything in: for who exports, and who adds a county's aliases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from features.intake.files.archives import contents
from features.intake.files.content import Content
from features.intake.files.reading import opened
from features.intake.files.sifting import PassedOver, sifted
from features.intake.problems import Bilingual, FileRefusedError
from features.intake.recognising.catalogue import Catalogue, UnknownHeader
from features.intake.recognising.sources import Kind, Source
from features.texts.printable import printable_name

NO_TABLE = Bilingual(
    "导入时不读取，也不影响其他文件。如果里面有数据，请报送从系统导出的表格（xlsx、xls 或 csv）",
    "Intake names it and passes it over; the other files are not affected. If it holds data, deliver the table as exported "
    "(xlsx, xls or csv)",
)


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
    checks: list[SheetCheck | FileRefusedError] = []
    name = printable_name(path.name)
    for each in contents(path, name):
        content = sifted(each, table.count_known) if isinstance(each, Content) else each
        if isinstance(content, FileRefusedError):
            checks.append(content)
            continue
        if isinstance(content, PassedOver):
            # A letter or a picture beside the tables of an archive would be named and passed over.
            if content.file == name:
                checks.append(FileRefusedError(content.file, content.why, NO_TABLE))
            continue
        try:
            sheets = opened(content, table.count_known).sheets
        except FileRefusedError as refusal:
            checks.append(refusal)
            continue
        for sheet in sheets:
            recognised = table.recognise(sheet.headers)
            if recognised is not None:
                source, missing = recognised
                known = tuple(_known(source, header) for header in sheet.headers if header and source.canonical(header))
                unknown = table.unknown(source, sheet.headers)
                checks.append(SheetCheck(sheet.file, sheet.name, sheet.header_row, source, known, unknown, missing))
    return checks


def _known(source: Source, header: str) -> KnownHeader:
    column = source.columns[str(source.canonical(header))]
    return KnownHeader(header, column.header, column.kind, column.field, source.factor(header))

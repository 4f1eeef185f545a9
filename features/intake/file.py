"""One delivered file, from its bytes to rows of the record tables, or refused whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from features.intake.counties import Counties
from features.intake.files.content import Content
from features.intake.files.reading import Sheet, Unread, UnreadSheet, opened
from features.intake.household_types import HouseholdTypes, roster_types, with_household_types
from features.intake.linkage.register import Register
from features.intake.places import Places, taught, with_villages
from features.intake.problems import REASONS, Bilingual, FileRefusedError, Reason
from features.intake.recognising.catalogue import Catalogue, KeyedBy, Source, UnknownHeader
from features.intake.sheets.columns import Rows, read_rows
from features.intake.validating import described, refuse_if_too_many, validated
from features.intake.who.identity import Pseudonyms
from features.intake.who.linking import Linked, Open, link
from features.intake.who.people import People, described_days
from features.policy.loading import Policy
from features.records.store import RecordStore

A_FEW_HEADERS = 3
"""Headers known by chance: a sheet of notes may hold a word or two that are headers elsewhere."""


@dataclass(frozen=True)
class ReadFile:
    """A file whose sheets are recognised and typed, before anybody's household is looked up."""

    file: str
    delivery_id: str
    known_date: date
    sheets: tuple[Rows, ...]
    unread_sheets: tuple[UnreadSheet, ...] = ()

    @property
    def turn(self) -> int:
        """When it is taken in among the files of its delivery: what tells others how to read theirs goes first."""
        return min(_turn(rows) for rows in self.sheets)


@dataclass(frozen=True)
class TakenFile:
    """What a file gives: rows by record table, rows set aside, links of people, and counts for the report.

    Attributes:
        identities: the people of a roster as it describes them, in the columns of IDENTITY.
        exact: by source, how the rows that found their person by the ID number describe them.
        open: rows whose person is looked for when the file lands.
    """

    file: str
    delivery_id: str
    known_date: date
    sources: tuple[Source, ...]
    rows_read: int
    tables: Mapping[str, pl.DataFrame]
    set_aside: pl.DataFrame
    links: pl.DataFrame
    places: pl.DataFrame
    identities: pl.DataFrame
    exact: tuple[tuple[str, pl.DataFrame], ...]
    open: tuple[Open, ...]
    unreadable: Mapping[str, int]
    unknown_headers: tuple[UnknownHeader, ...]

    @property
    def reasons(self) -> dict[Reason, int]:
        counts = self.set_aside.group_by("reason").len().rows()
        return {REASONS[reason]: count for reason, count in sorted(counts)}


def read_file(content: Content, delivery_id: str, known_date: date, catalogue: Catalogue) -> ReadFile:
    """Recognise and type every sheet. Raises FileRefusedError."""
    found = opened(content, catalogue.count_known)
    unread = list(found.unread)
    recognised = [(sheet, *_recognised(sheet, catalogue)) for sheet in found.sheets]
    complete = [entry for entry in recognised if not entry[2]]
    for sheet, source, missing in recognised:
        known = sum(source.canonical(header) is not None for header in sheet.headers)
        if missing and known <= A_FEW_HEADERS and len(missing) * 2 > len(source.required):
            if complete:
                unread.append(UnreadSheet(sheet.name or "", Unread.NO_HEADER))
                continue
            raise FileRefusedError(
                content.file,
                Bilingual(
                    "表头不属于任何一种已知的导出表，可能送错了文件",
                    "its headers are those of no export that intake knows",
                ),
                Bilingual(
                    f"最接近的是《{source.zh}》，它需要{'、'.join(source.required)}。请核对是否送错文件；"
                    "若是本县自己的表头，请数据管理员补充到 headers.yaml",
                    f"The nearest is {source.zh}, which needs {', '.join(source.required)}. Check that the right file "
                    "was delivered, or add its headers to headers.yaml",
                ),
                sheet=sheet.name,
                row=sheet.header_row,
            )
        if missing:
            complete = [(sheet, source, missing)]
            break
    typed = tuple(read_rows(sheet, source, missing, catalogue) for sheet, source, missing in complete)
    return ReadFile(content.file, delivery_id, known_date, typed, tuple(unread))


@dataclass(frozen=True)
class Known:
    """What the deliveries taken in so far tell about whose rows the next ones are, and the limits that files keep."""

    people: People
    places: Places
    types: HouseholdTypes
    register: Register
    counties: Counties
    policy: Policy

    @classmethod
    def of(cls, store: RecordStore, register: Register, policy: Policy) -> Known:
        return cls(People.of(store), Places.of(store), HouseholdTypes.of(store), register, Counties.of(store), policy)

    def learn(self, taken: TakenFile) -> None:
        self.people.learn(described_days(taken.links, taken.tables), taken.known_date, taken.delivery_id)
        self.register.learn(taken.identities)
        self.places.learn(taken.places, taken.known_date, taken.delivery_id)
        self.counties.learn(taken.places.get_column("region_code"))
        if "households" in taken.tables:
            self.counties.learn(taken.tables["households"].get_column("region_code"))
        if "monitoring" in taken.tables:
            self.types.learn(taken.tables["monitoring"])


def take(file: ReadFile, known: Known, pseudonyms: Pseudonyms) -> TakenFile:
    """Rows for the record tables. Raises FileRefusedError when too many rows cannot be kept."""
    landed: dict[str, list[pl.DataFrame]] = {}
    aside: list[pl.DataFrame] = []
    linked_sheets: list[Linked] = []
    unreadable: Counter[str] = Counter()
    for typed in file.sheets:
        known.counties.refuse_another(typed)
    # Of a workbook with several sheets, one may say how the others are to be read.
    all_taught = pl.concat([taught(rows) for rows in file.sheets])
    places = known.places.and_also(all_taught, file.known_date)
    types = known.types.and_also(pl.concat([roster_types(rows, file.known_date) for rows in file.sheets]))
    for typed in file.sheets:
        told = with_household_types(with_villages(typed, places), types, file.known_date)
        linked = link(told, known.people, known.register, pseudonyms, file.known_date)
        tables, broken = validated(linked.rows, file.known_date, file.delivery_id, known.policy, known.counties.the_one)
        left_out = pl.concat([linked.rows.aside.with_columns(rule=pl.lit(None, pl.String)), broken])
        refuse_if_too_many(typed, pl.concat([left_out, _open_reasons(linked)]), known.people)
        if linked.unsound is not None:
            # Each of them stays on the roster by its description, but so many say that the column is not what it was.
            refuse_if_too_many(typed, linked.unsound.with_columns(rule=pl.lit(None, pl.String)), known.people)
        for name, rows in tables.items():
            landed.setdefault(name, []).append(rows)
        aside.append(described(file.delivery_id, typed.sheet, left_out))
        linked_sheets.append(linked)
        unreadable.update(linked.rows.unreadable)
    return TakenFile(
        file=file.file,
        delivery_id=file.delivery_id,
        known_date=file.known_date,
        sources=tuple(dict.fromkeys(rows.source for rows in file.sheets)),
        rows_read=sum(rows.rows_read for rows in file.sheets),
        tables={name: pl.concat(frames) for name, frames in landed.items()},
        set_aside=pl.concat(aside),
        links=pl.concat([linked.links for linked in linked_sheets]),
        identities=pl.concat([linked.identities for linked in linked_sheets]).with_columns(
            pl.lit(file.known_date).alias("known_date"), pl.lit(file.delivery_id).alias("delivery_id")
        ),
        exact=tuple((linked.rows.source.name, linked.exact) for linked in linked_sheets if linked.exact is not None),
        open=tuple(linked.open for linked in linked_sheets if linked.open is not None),
        places=all_taught,
        unreadable=dict(unreadable),
        unknown_headers=tuple(header for rows in file.sheets for header in rows.unknown_headers),
    )


def _turn(rows: Rows) -> int:
    """The list of region codes, then what tells types of households or villages, then people, then all about them."""
    fields = {column.field for column in rows.source.kept}
    if rows.source.keyed_by is KeyedBy.PLACE:
        return 0
    if "category" in fields or rows.has("region_code"):
        return 1
    people = "household_id" in fields and fields & {"id_number", "head_id_number"}
    return 2 if people else 3


def _open_reasons(linked: Linked) -> pl.DataFrame:
    """The open rows as if they were set aside: whether a file is what it says it is does not depend on luck with names."""
    told = linked.open.described if linked.open is not None else linked.rows.aside.head(0)
    return told.select("source_row", "column", "reason").with_columns(rule=pl.lit(None, pl.String))


def _recognised(sheet: Sheet, catalogue: Catalogue) -> tuple[Source, tuple[str, ...]]:
    found = catalogue.recognise(sheet.headers)
    if found is None:
        raise AssertionError("a header row is one because the catalogue knows some of it")
    return found

"""Deliveries as the office reads them: which files came, who is late, what was set aside and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.deliveries.freshness import Freshness
from features.intake.problems import REASONS
from features.intake.recognising.catalogue import Catalogue
from features.intake.report import Outcome
from service.deliveries.outcomes import FindingKind
from service.deliveries.reading import Delivered, DeliveryState, KnownDelivery

BY_WORD = {department.zh: department for department in DeliveringDepartment}
NOTHING = Bilingual("", "")
IS_READ_LATER = (DeliveryState.WAITING, DeliveryState.LANDING)


@dataclass(frozen=True)
class Listed:
    """A delivery in its list.

    Attributes:
        kinds: what the file was taken for; empty before it is read.
        kept: rows of the records that it brought; None where nobody counted.
    """

    id: str
    state: DeliveryState
    file: str
    departments: Bilingual
    kinds: Bilingual
    known_date: dt.date
    received_at: dt.datetime | None
    landed_at: dt.datetime | None
    read: int | None
    kept: int | None
    set_aside: int | None
    withdrawn_on: dt.date | None

    @property
    def is_on_its_way(self) -> bool:
        return self.state in IS_READ_LATER


@dataclass(frozen=True)
class Rhythm:
    """How a kind of file stands against its rhythm.

    Attributes:
        expected_by: the last day on which it is not late; None where no rhythm is set, or nothing ever came.
    """

    kind: Bilingual
    departments: Bilingual
    names: frozenset[str]
    came: int
    last: dt.date | None
    expected_by: dt.date | None
    days_late: int
    standing: Freshness


@dataclass(frozen=True)
class Part:
    """What became of a file, or of one in an archive."""

    file: str
    outcome: Outcome
    delivery_id: str | None
    unknown_headers: int
    unreadable_cells: int
    unread_sheets: int


@dataclass(frozen=True)
class Columns:
    """Which columns of a kind of file are read, and which are known and passed over."""

    kind: Bilingual
    read: Sequence[str]
    passed_over: Sequence[str]


@dataclass(frozen=True)
class ToPutRight:
    """Something that was not kept: where it stands, why, what to do."""

    kind: FindingKind
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    problem: Bilingual
    what_to_do: Bilingual


@dataclass(frozen=True)
class Delivery:
    """A delivery in full."""

    listed: Listed
    parts: Sequence[Part]
    columns: Sequence[Columns]
    reasons: Sequence[tuple[Bilingual, int]]


def listed(delivered: Iterable[Delivered], known: Catalogue) -> list[Listed]:
    """The rows of a page, in their order."""
    return [_listed(each, known) for each in delivered]


def _listed(each: Delivered, known: Catalogue) -> Listed:
    return Listed(
        id=each.id,
        state=each.state,
        file=each.file,
        departments=departments_in_words(each.departments),
        kinds=joined(kind_in_words(source, known) for source in each.sources),
        known_date=each.known_date,
        received_at=each.received_at,
        landed_at=each.landed_at,
        read=each.rows_read,
        kept=each.rows_landed,
        set_aside=each.rows_set_aside,
        withdrawn_on=each.withdrawn_on,
    )


def rhythms(standing: Iterable[Mapping[str, Any]]) -> list[Rhythm]:
    """Every kind of file, those that are late longest first, then by the day on which they are due."""
    rows = [_rhythm(row) for row in standing]
    return sorted(rows, key=lambda row: (-row.days_late, row.expected_by or dt.date.max, row.kind.zh))


def _rhythm(row: Mapping[str, Any]) -> Rhythm:
    words = row["department"].split("+")
    return Rhythm(
        kind=Bilingual(row["zh"], row["source"].replace("_", " ")),
        departments=departments_in_words(words),
        names=frozenset(BY_WORD[word].value for word in words if word in BY_WORD),
        came=row["deliveries"],
        last=row["last_known_date"],
        expected_by=row["expected_by"],
        days_late=row["days_late"],
        standing=Freshness(row["freshness"]),
    )


def delivery(known: KnownDelivery, counts: Mapping[str, int], table: Catalogue) -> Delivery:
    """A delivery in full.

    Args:
        counts: rows that were not kept, by reason.
    """
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    names = ("file", "delivery_id", "unknown_headers", "unreadable_cells", "unread_sheets")
    return Delivery(
        listed=_listed(known.delivered, table),
        parts=[Part(outcome=Outcome(file["outcome"]), **{name: file[name] for name in names}) for file in known.files],
        columns=[columns_of(source, table) for source in known.delivered.sources if source in table.sources],
        reasons=[(Bilingual(REASONS[name].zh, REASONS[name].en), rows) for name, rows in ordered],
    )


def columns_of(source: str, table: Catalogue) -> Columns:
    """What intake reads of a kind of file."""
    columns = table.sources[source].columns.values()
    return Columns(
        kind_in_words(source, table),
        [column.header for column in columns if column.kept],
        [column.header for column in columns if not column.kept],
    )


def to_put_right(findings: Iterable[Mapping[str, Any]]) -> list[ToPutRight]:
    """What was not kept, in the reader's words."""
    return [
        ToPutRight(
            kind=FindingKind(each["kind"]),
            problem=_both(each["problem"]),
            what_to_do=_both(each["what_to_do"]),
            **{name: each[name] for name in ("file", "sheet", "row", "column")},
        )
        for each in findings
    ]


def departments_in_words(words: Iterable[str]) -> Bilingual:
    """Departments by their official words."""
    known = [(word, BY_WORD.get(word)) for word in words if word]
    return joined(Bilingual(word, word if member is None else member.en) for word, member in known)


def kind_in_words(source: str, table: Catalogue) -> Bilingual:
    """What a kind of file is called."""
    known = table.sources.get(source)
    return Bilingual(source if known is None else known.zh, source.replace("_", " "))


def joined(words: Iterable[Bilingual]) -> Bilingual:
    """Several things, one after the other."""
    every = list(words)
    return Bilingual("、".join(each.zh for each in every), ", ".join(each.en for each in every))


def _both(text: str) -> Bilingual:
    zh, _, en = text.partition(" | ")
    return Bilingual(zh, en or zh)

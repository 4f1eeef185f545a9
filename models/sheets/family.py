"""The family's sheet: what was used about a family, what it led to, and what the family can do about it (PIPL, article 24).

One page in plain Chinese, for the family itself: nobody else's household is in it, and its members go by their relation.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width

import polars as pl

from features.basis import TABLE_NAMES, known_on
from features.frame import index_of
from features.records.gate import Records
from models.bands import RiskBand
from models.reasons import Senders
from models.sheets.contacts import NOBODY, Contact
from models.sheets.pages import page
from models.targets import TargetKind

SIGNS_A_LINE = 40
"""Chinese ones on a line of the printed sheet, and a few less."""

LINES = 16
"""That records, reasons, hits and what is in the family's favour may take together: what else stands on a page of A4 leaves
so many."""

SUCH_FAMILIES = "这样的户"
TOWNSHIP = "乡镇"
UNNAMED = "来源未写明"


@dataclass(frozen=True)
class Used:
    """What one department delivered of the family: the kinds of records, and until when they were known."""

    department: str
    tables: tuple[str, ...]
    until: dt.date

    @property
    def in_words(self) -> str:
        return f"{self.department}：{'、'.join(self.tables)}（至{self.until}）"


@dataclass(frozen=True)
class FamilySheet:
    """What stands on a family's sheet.

    Attributes:
        place: township and village.
        months, target: within which time the chance speaks of which event.
        of_such_families: the chance as people count: 每10户约有7户.
        reasons, hits, favourable: in words, the strongest first.
        left_out: how many of them there was no room for.
        used: by department.
    """

    household_id: str
    place: str
    as_of: dt.date
    months: int
    target: TargetKind
    band: RiskBand
    of_such_families: str
    used: tuple[Used, ...]
    reasons: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    favourable: tuple[str, ...] = ()
    left_out: int = 0
    contact: Contact = field(default=NOBODY)


def family_sheet(
    answer: Mapping[str, Any],
    records: Records,
    senders: Senders,
    names: Mapping[str, Mapping[str, str | None]],
    contact: Contact = NOBODY,
) -> FamilySheet:
    """The sheet of a household.

    Args:
        answer: what is said of it (`models.answers.assessment_fields`).
        records: of this household alone.
        senders: the department of each delivery.
        names: of villages (`features.workbooks.homes.names_by_village`).
    """
    index = index_of([answer["household_id"]], answer["as_of"])
    reasons, favourable, hits = ([told["zh"] for told in answer[name]] for name in ("reasons", "protects", "screening"))
    used = used_of(records, index, senders)
    shown = with_room([reasons, hits, favourable], LINES - lines_of("；".join(one.in_words for one in used)))
    of_reasons, of_hits, of_favourable = shown.lists
    return FamilySheet(
        answer["household_id"],
        _place(answer["region_code"], names),
        answer["as_of"],
        answer["horizon_months"],
        TargetKind(answer["target"]),
        RiskBand(answer["band"]),
        answer["sureness_zh"].removeprefix(SUCH_FAMILIES),
        tuple(used),
        reasons=of_reasons,
        hits=of_hits,
        favourable=of_favourable,
        left_out=shown.left_out,
        contact=contact,
    )


@dataclass(frozen=True)
class Shown:
    """Lines of several lists for which there is room, and how many there was none for."""

    lists: tuple[tuple[str, ...], ...]
    left_out: int


def with_room(lists: Sequence[Sequence[str]], lines: int) -> Shown:
    """The first of each list in turn, the first list's before the second's, as long as there is room on the page."""
    shown: list[list[str]] = [[] for _ in lists]
    left, full = lines, [False for _ in lists]
    for turn in range(max((len(texts) for texts in lists), default=0)):
        for place, texts in enumerate(lists):
            if turn < len(texts) and not full[place]:
                needed = lines_of(texts[turn])
                full[place] = needed > left
                if not full[place]:
                    shown[place].append(texts[turn])
                    left -= needed
    return Shown(tuple(map(tuple, shown)), sum(map(len, lists)) - sum(map(len, shown)))


def lines_of(text: str) -> int:
    """How many lines of the printed page a text takes at most."""
    signs = sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text) / 2
    return max(1, math.ceil(signs / SIGNS_A_LINE))


def used_of(records: Records, index: pl.DataFrame, senders: Senders) -> list[Used]:
    """Which departments' records were known of a household on a day, by the name of the department.

    Args:
        index: the household and the day, one row.
    """
    by_department: dict[str, tuple[list[str], list[dt.date]]] = {}
    known = known_on(records, index)
    for table, name in TABLE_NAMES.items():
        for delivery, until in known[table].group_by("delivery_id").agg(pl.col("known_date").max()).iter_rows():
            tables, days = by_department.setdefault(_department(senders.get(delivery)), ([], []))
            tables.append(name.zh)
            days.append(until)
    return [
        Used(department, tuple(dict.fromkeys(tables)), max(days))
        for department, (tables, days) in sorted(by_department.items(), key=lambda used: (used[0] == UNNAMED, used[0]))
    ]


def _department(name: str | None) -> str:
    if not name:
        return UNNAMED
    return name if name == TOWNSHIP else f"{name}部门"


def _place(region_code: str | None, names: Mapping[str, Mapping[str, str | None]]) -> str:
    """Township and village by their names; nothing where nobody delivered them, for a code tells a family nothing."""
    there = names.get(region_code or "", {})
    return " ".join(name for name in (there.get("township"), there.get("village")) if name)


def page_of(sheet: FamilySheet) -> str:
    """The sheet as one page of HTML that needs nothing else: no script, no picture, no other file, no network."""
    return page("family.html").render(sheet=sheet, RiskBand=RiskBand)

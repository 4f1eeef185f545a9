"""From what stood of somebody day after day to entries of a ledger: put in, put right, struck off.

An entry ends only by a record. That nothing is known any more, or that a report grew old, ends nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from features.ledgers.wording import Ending, Standing


@dataclass(frozen=True)
class Ground:
    """A record on which a word stands.

    Attributes:
        on: the day of which it speaks.
        delivery: that brought it.
        record: its identity; None where nobody asks for it.
    """

    on: dt.date
    delivery: str | None
    record: str | None = None


@dataclass(frozen=True)
class Stood:
    """What stood of a lack on a day, as the county knew it then.

    Attributes:
        day: on which something about it came to be known.
        lacks: by the last word; None where nobody can tell.
        by: the record of that word.
        detail: more about it, such as the grade of a dwelling.
        right: the last record that says it was put right.
        confirmed: the last inspection or enrolment that says that all is well.
        there: whether the person is in the household.
        counted: whether it is counted at all.
        retracted: records that had been corrected or taken back by then, among those on which it stood.
    """

    day: dt.date
    lacks: bool | None
    by: Ground | None = None
    detail: str | None = None
    right: Ground | None = None
    confirmed: Ground | None = None
    there: bool = True
    counted: bool = True
    retracted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """A line of a ledger.

    Attributes:
        by: the record by which it was put in.
        since: the day on which the county knew.
        ended: the reason for which it is over without being struck off, and the day on which that was known.
    """

    by: Ground
    since: dt.date
    detail: str | None = None
    right: Ground | None = None
    struck: Ground | None = None
    ending: Ending | None = None
    ended: dt.date | None = None

    @property
    def is_over(self) -> bool:
        return self.struck is not None or self.ending is not None

    @property
    def standing(self) -> Standing:
        if self.struck is not None:
            return Standing.STRUCK_OFF
        if self.ending is not None:
            return Standing.OVER
        return Standing.OPEN if self.right is None else Standing.PUT_RIGHT


def entries_of(days: Iterable[Stood]) -> list[Entry]:
    """The entries of one lack of a person or household.

    Args:
        days: in their order.
    """
    entries: list[Entry] = []
    for stood in days:
        if entries and not entries[-1].is_over:
            entries[-1] = _gone_on(entries[-1], stood)
        if _begins(entries, stood) and stood.by is not None:
            entries.append(Entry(stood.by, stood.day, stood.detail))
            # What is learned late may be over on the day on which it comes to be known.
            entries[-1] = _gone_on(entries[-1], stood)
    return entries


def _begins(entries: Sequence[Entry], stood: Stood) -> bool:
    if not (stood.lacks and stood.there and stood.counted) or stood.by is None:
        return False
    if not entries:
        return True
    last = entries[-1]
    if last.struck is not None:
        # The word by which it was put in still stands in another register.
        return stood.by.on > last.struck.on
    return last.is_over


def _gone_on(entry: Entry, stood: Stood) -> Entry:
    """An entry after another day."""
    entry = _as_now_known(entry, stood)
    if stood.confirmed is not None and stood.confirmed.on > entry.by.on and not _is_later(stood, stood.confirmed):
        return replace(entry, struck=stood.confirmed)
    if not stood.there:
        return replace(entry, ending=_why_gone(entry, stood), ended=stood.day)
    if entry.right is None and not stood.lacks and entry.by.record in stood.retracted:
        return replace(entry, ending=Ending.CORRECTED, ended=stood.day)
    return entry if stood.counted else replace(entry, ending=Ending.NOT_COUNTED, ended=stood.day)


def _as_now_known(entry: Entry, stood: Stood) -> Entry:
    """With the day on which it was put right, and what was corrected of the record by which it was put in."""
    if stood.lacks and stood.by is not None and entry.by.record is not None and stood.by.record == entry.by.record:
        entry = replace(entry, by=replace(entry.by, on=stood.by.on), detail=stood.detail)
    if entry.right is not None and _is_later(stood, entry.right):
        # What was put right by word alone and is seen again never was right: the entry goes on from its first day.
        return replace(entry, right=None)
    right = stood.right
    if right is not None and right.on > entry.by.on and not _is_later(stood, right):
        # The first record that says so; a correction of its day counts, a later repetition does not.
        same = entry.right is None or right.record == entry.right.record
        return replace(entry, right=right) if same else entry
    return replace(entry, right=None) if stood.lacks and right is None else entry


def _is_later(stood: Stood, than: Ground) -> bool:
    """Whether the lack is told of a later day."""
    return bool(stood.lacks) and stood.by is not None and stood.by.on > than.on


def _why_gone(entry: Entry, stood: Stood) -> Ending:
    return Ending.CORRECTED if entry.by.record in stood.retracted and stood.by is None else Ending.LEFT

"""Visits that a list does not know of: made since it, or recorded since it, to the households that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from models.lists import Slot
from service.local_time import day_of
from service.procedure.verdicts import Verdict
from service.store import Work
from service.store.repositories import leads, lists
from service.store.tables import ListItem, RiskList, Visit


@dataclass(frozen=True)
class VisitedSince:
    """The last visit to a household that its list does not know of.

    Attributes:
        is_after: it was made after the list's day; else it was recorded too late for the list.
    """

    on: dt.date
    recorded_on: dt.date
    verdict: Verdict
    is_after: bool

    @property
    def words(self) -> Bilingual:
        """The day, what it found, and why the list does not count it where that is not plain by the day."""
        # Who found nobody at home has to go again.
        went = (
            Bilingual("去过", "went there") if self.verdict is Verdict.NOBODY_HOME else Bilingual("已走访", "visited")
        )
        found = Bilingual(f"{self.on} {went.zh}：{self.verdict.zh}", f"{went.en} on {self.on}: {self.verdict.en}")
        if self.is_after:
            return found
        return found.and_also(
            Bilingual(
                f"（{self.recorded_on} 登记，名单没有计入）",
                f" (recorded on {self.recorded_on}; the list does not count it)",
            )
        )


def visited_since(work: Work, risk_list: RiskList, items: Sequence[ListItem]) -> Mapping[str, VisitedSince]:
    """Of the households of some items of a list those visits, as leads tell them; a list stands on what was known by its day."""
    before = lists.find(work, risk_list.previous_id) if risk_list.previous_id else None
    last = leads.last_visits(work, [item.household_id for item in items])
    return {
        item.household_id: VisitedSince(
            visit.visited_on, day_of(visit.recorded_at), Verdict(visit.verdict), visit.visited_on > risk_list.as_of
        )
        for item in items
        if (visit := last.get(item.household_id)) is not None and _is_uncounted(visit, item, risk_list, before)
    }


def _is_uncounted(visit: Visit, item: ListItem, risk_list: RiskList, before: RiskList | None) -> bool:
    if Slot(item.slot) is Slot.CARRIED_OVER and before is not None and visit.visited_on >= before.as_of:
        # The list says that it knows of no visit since the one before, whenever this one was recorded.
        return True
    return max(visit.visited_on, day_of(visit.recorded_at)) > risk_list.as_of

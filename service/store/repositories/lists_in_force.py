"""Lists that are in force: whether a household is on a list now, and on which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select

from service.store.database import Work
from service.store.filtering import begins_with, is_one_of
from service.store.tables.lists import ListItem, ListState, RiskList
from service.store.tables.runs import Assessment


@dataclass(frozen=True)
class InForce:
    """A list that was issued and that no later one of all its places replaces."""

    id: str
    region_code: str
    as_of: dt.date


@dataclass(frozen=True)
class Listing:
    """Where a household stands on a list."""

    list_id: str
    as_of: dt.date
    number: int


def in_force(work: Work) -> list[InForce]:
    """The issued lists that touch the jurisdiction and are in force, the last day first."""
    columns = RiskList.id, RiskList.region_code, RiskList.as_of
    issued = select(*columns).where(RiskList.state == ListState.ISSUED.value)
    standing: list[InForce] = []
    for row in work.session.execute(issued.order_by(RiskList.as_of.desc(), RiskList.issued_at.desc(), RiskList.id)):
        each = InForce(*row)
        is_replaced = (
            other.as_of > each.as_of and each.region_code.startswith(other.region_code) for other in standing
        )
        if not any(is_replaced):
            standing.append(each)
    return standing


def on_lists(assessments: Select[Any], standing: Sequence[InForce], *, listed: bool) -> Select[Any]:
    """Of a run's households those that a list in force names, or those that none names."""
    if not standing:
        return assessments.where(false()) if listed else assessments
    if listed:
        named = select(ListItem.household_id).where(_counts(standing)).scalar_subquery()
        return assessments.where(is_one_of(Assessment.household_id, named))
    there = ListItem.household_id == Assessment.household_id, _counts(standing)
    return assessments.where(~exists(select(ListItem.list_id).where(*there)))


def listings(work: Work, households: Sequence[str], standing: Sequence[InForce]) -> dict[str, Listing]:
    """Of each of some households that is on a list in force the last such list, and its number there."""
    if not standing or not households:
        return {}
    columns = ListItem.household_id, ListItem.list_id, ListItem.number
    asked = select(*columns).where(ListItem.household_id.in_(households), _counts(standing))
    days = {each.id: each.as_of for each in standing}
    found = [
        (row.household_id, Listing(row.list_id, days[row.list_id], row.number)) for row in work.session.execute(asked)
    ]
    return dict(sorted(found, key=lambda each: (each[1].as_of, each[1].list_id)))


def _counts(standing: Sequence[InForce]) -> ColumnElement[bool]:
    """Whether an item's list is in force where its household lives: a later list of some of a list's places replaces it there."""
    ways = []
    for each in standing:
        later = (other.region_code for other in standing if other.as_of > each.as_of)
        replaced = [begins_with(ListItem.region_code, code) for code in later if code.startswith(each.region_code)]
        ways.append(and_(ListItem.list_id == each.id, *(not_(there) for there in replaced)))
    return or_(*ways)

"""Lists of households to visit: kept as they were made, frozen when they are issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from service.store.database import Work
from service.store.paging import Key
from service.store.repositories.runs import Wanted, narrowed
from service.store.tables.lists import ListItem, ListState, RiskList
from service.store.types import new_id

ITEMS_AT_ONCE = 5_000


def same(work: Work, run_id: str, region: str, capacity: int | None) -> RiskList | None:
    """The list that was made of the same before, or the list that was issued in its place."""
    asked = select(RiskList).where(RiskList.run_id == run_id, RiskList.region_code == region)
    asked = asked.where(RiskList.capacity.is_(None) if capacity is None else RiskList.capacity == capacity)
    return work.session.scalars(asked.order_by(RiskList.made_at)).first()


def issued(work: Work, model: str, as_of: dt.date, region: str) -> RiskList | None:
    """The list that was issued for a day and a region."""
    asked = _issued(model, region).where(RiskList.as_of == as_of)
    return work.session.scalars(asked).first()


def issued_before(work: Work, model: str, as_of: dt.date, region: str) -> RiskList | None:
    """The last list that was issued for the region on an earlier day."""
    asked = _issued(model, region).where(RiskList.as_of < as_of).order_by(RiskList.as_of.desc())
    return work.session.scalars(asked.limit(1)).first()


def _issued(model: str, region: str) -> Select[RiskList]:
    return select(RiskList).where(
        RiskList.model == model, RiskList.region_code == region, RiskList.state == ListState.ISSUED.value
    )


def add(work: Work, items: Sequence[Mapping[str, Any]], **facts: Any) -> RiskList:
    """A new list, a draft, with its items: columns of `ListItem`."""
    risk_list = RiskList(
        id=new_id("list", work.now),
        state=ListState.DRAFT.value,
        version=1,
        made_at=work.now,
        issued_by=None,
        issued_at=None,
        **facts,
    )
    work.session.add(risk_list)
    work.session.flush()
    work.session.add_all(ListItem(list_id=risk_list.id, **item) for item in items)
    return risk_list


def find(work: Work, list_id: str, *, hold: bool = False) -> RiskList | None:
    """A list; held until this transaction ends where it is to be changed."""
    asked = select(RiskList).where(RiskList.id == list_id)
    return work.session.scalars(asked.with_for_update() if hold else asked).one_or_none()


def all_lists(*, model: str | None = None, as_of: dt.date | None = None, state: str | None = None) -> Select[Any]:
    asked = select(RiskList)
    for column, value in ((RiskList.model, model), (RiskList.as_of, as_of), (RiskList.state, state)):
        if value is not None:
            asked = asked.where(column == value)
    return asked


def items(list_id: str, wanted: Wanted, *, slot: str | None = None, is_new: bool | None = None) -> Select[Any]:
    """Items of a list."""
    asked = narrowed(select(ListItem).where(ListItem.list_id == list_id), ListItem, wanted)
    if slot is not None:
        asked = asked.where(ListItem.slot == slot)
    return asked if is_new is None else asked.where(ListItem.is_new == is_new)


def item(work: Work, list_id: str, number: int) -> ListItem | None:
    """The item of a number, within the jurisdiction."""
    asked = select(ListItem).where(ListItem.list_id == list_id, ListItem.number == number)
    return work.session.scalars(asked).one_or_none()


def every_item(work: Work, list_id: str) -> Iterator[ListItem]:
    """All items within the jurisdiction, in their order."""
    yield from work.session.scalars(
        select(ListItem)
        .where(ListItem.list_id == list_id)
        .order_by(ListItem.number)
        .execution_options(yield_per=ITEMS_AT_ONCE)
    )


def count(work: Work, list_id: str) -> int:
    """Items within the jurisdiction."""
    return work.session.scalar(select(func.count()).select_from(ListItem).where(ListItem.list_id == list_id)) or 0


def villages(work: Work, list_id: str) -> dict[str, int]:
    """How many items lie in each village, within the jurisdiction."""
    asked = select(ListItem.region_code, func.count().label("items")).where(ListItem.list_id == list_id)
    counted = work.session.execute(asked.group_by(ListItem.region_code).order_by(ListItem.region_code))
    return {row.region_code: row.items for row in counted}


def households(work: Work, list_id: str) -> set[str]:
    return set(work.session.scalars(select(ListItem.household_id).where(ListItem.list_id == list_id)))


def numbers(work: Work, list_id: str) -> dict[str, int]:
    """Of each household on a list its number, within the jurisdiction, in their order."""
    asked = select(ListItem.household_id, ListItem.number).where(ListItem.list_id == list_id)
    return {row.household_id: row.number for row in work.session.execute(asked.order_by(ListItem.number))}


NEWEST_FIRST = (
    Key(RiskList.as_of, "as_of", descending=True),
    Key(RiskList.made_at, "made_at", descending=True),
    Key(RiskList.id, "id", descending=True),
)
NUMBER = (Key(ListItem.number, "number"),)
PLACE = (Key(ListItem.region_code, "region_code"), Key(ListItem.number, "number"))
CODE = (Key(ListItem.household_id, "household_id"),)
"""Orders of a list's items: the riskiest first, village by village, by code."""

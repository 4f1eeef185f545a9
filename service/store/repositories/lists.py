"""Lists of households to visit: kept as they were made, frozen when they are issued."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from service.store.database import Work
from service.store.paging import Key
from service.store.repositories.runs import Wanted, narrowed
from service.store.tables.leads import Lead
from service.store.tables.lists import LAST, ListItem, ListLeaver, ListState, RiskList
from service.store.types import new_id

ITEMS_AT_ONCE = 5_000
MUST_INCLUDE = "must_include"
"""The slot of whoever is listed whatever the score (`models.lists.Slot`)."""


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
        compared_at=None,
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


def items(
    list_id: str,
    wanted: Wanted,
    *,
    slot: str | None = None,
    is_new: bool | None = None,
    settlement: str | None = None,
    lead: str | None = None,
    since: dt.date | None = None,
) -> Select[Any]:
    """Items of a list.

    Args:
        lead: a state in which the household's lead stands; an empty one: it has none.
        since: the day of the list: a lead that ended before it is another matter.
    """
    asked = narrowed(select(ListItem).where(ListItem.list_id == list_id), ListItem, wanted)
    for column, value in ((ListItem.slot, slot), (ListItem.is_new, is_new), (ListItem.settlement, settlement)):
        if value is not None:
            asked = asked.where(column == value)
    if lead is None:
        return asked
    leads = select(Lead.id).where(Lead.household_id == ListItem.household_id, _of_the_list(since))
    return asked.where(exists(leads.where(Lead.state == lead)) if lead else ~exists(leads))


def leads_of(work: Work, households: Sequence[str], since: dt.date | None) -> dict[str, Lead]:
    """Of each of some households its lead that is open, or that was opened last since the day of a list."""
    asked = select(Lead).where(Lead.household_id.in_(households), _of_the_list(since)).order_by(Lead.opened_at)
    rows = work.session.scalars(asked).all()
    return {row.household_id: row for row in sorted(rows, key=lambda row: (row.ended_on is None, row.opened_at))}


def _of_the_list(since: dt.date | None) -> ColumnElement[bool]:
    is_open = Lead.ended_on.is_(None)
    return is_open if since is None else or_(is_open, Lead.opened_on >= since)


def not_sent_out(work: Work, list_id: str, since: dt.date) -> int:
    """Items of a list, within the jurisdiction, that led to no lead yet."""
    leads = select(Lead.id).where(Lead.household_id == ListItem.household_id, _of_the_list(since))
    asked = select(func.count()).select_from(ListItem).where(ListItem.list_id == list_id, ~exists(leads))
    return work.session.scalar(asked) or 0


def settlements(work: Work, list_id: str) -> list[str]:
    """Settlements in which households of a list live."""
    asked = select(ListItem.settlement).where(ListItem.list_id == list_id, ListItem.settlement.is_not(None)).distinct()
    return sorted(filter(None, work.session.scalars(asked)))


def counts(work: Work, list_id: str) -> Mapping[str, int]:
    """`items` of a list within the jurisdiction, `new` and `must` among them, and how many stand in each village, by its code."""
    asked = (
        select(ListItem.region_code, ListItem.slot, ListItem.is_new, func.count().label("items"))
        .where(ListItem.list_id == list_id)
        .group_by(ListItem.region_code, ListItem.slot, ListItem.is_new)
    )
    counted: Counter[str] = Counter(items=0, new=0, must=0)
    for row in work.session.execute(asked):
        counted["items"] += row.items
        counted["new"] += row.items if row.is_new else 0
        counted["must"] += row.items if row.slot == MUST_INCLUDE else 0
        counted[row.region_code] += row.items
    return counted


def counts_by_settlement(work: Work, list_id: str) -> dict[str, int]:
    """How many households of a list live in each settlement, within the jurisdiction."""
    asked = select(ListItem.settlement, func.count()).where(
        ListItem.list_id == list_id, ListItem.settlement.is_not(None)
    )
    return {name: count for name, count in work.session.execute(asked.group_by(ListItem.settlement)) if name}


def naming(work: Work, household_id: str, limit: int) -> list[tuple[RiskList, int]]:
    """Lists that name a household, the last day first, each with its number there."""
    asked = (
        select(RiskList, ListItem.number)
        .join(ListItem, ListItem.list_id == RiskList.id)
        .where(ListItem.household_id == household_id)
        .order_by(RiskList.as_of.desc(), RiskList.made_at.desc())
        .limit(limit)
    )
    return [(row.RiskList, row.number) for row in work.session.execute(asked)]


def every(list_id: str) -> Select[Any]:
    """Every item of a list."""
    return select(ListItem).where(ListItem.list_id == list_id)


def first_of(work: Work, selected: Select[Any], order: Sequence[Key], limit: int) -> Sequence[Any]:
    """The first rows of a question."""
    return work.session.scalars(selected.order_by(*(key.column for key in order)).limit(limit)).all()


def leavers_of(list_id: str) -> Select[Any]:
    """Households that the list before named and this one does not."""
    return select(ListLeaver).where(ListLeaver.list_id == list_id)


def newcomers_of(list_id: str) -> Select[Any]:
    """Items whose households the list before did not name."""
    return select(ListItem).where(ListItem.list_id == list_id, ListItem.is_new.is_(True))


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


def unexplained(work: Work) -> Sequence[str]:
    """Lists with one before them of which nobody said yet why who came and left, in the order in which they were made."""
    silent = select(RiskList.id).where(RiskList.previous_id.is_not(None), RiskList.compared_at.is_(None))
    return work.session.scalars(silent.order_by(RiskList.made_at)).all()


def newcomers(work: Work, list_id: str) -> list[str]:
    """Households of a list that the one before did not name, in their order."""
    asked = select(ListItem.household_id).where(ListItem.list_id == list_id, ListItem.is_new.is_(True))
    return list(work.session.scalars(asked.order_by(ListItem.number)))


def leavers(work: Work, before: str, after: str) -> Sequence[ListItem]:
    """Items of the list before whose households the one after does not name, in their order."""
    still = select(ListItem.household_id).where(ListItem.list_id == after)
    asked = select(ListItem).where(ListItem.list_id == before, ListItem.household_id.not_in(still))
    return work.session.scalars(asked.order_by(ListItem.number)).all()


def keep_why(
    work: Work, list_id: str, came: Sequence[str], left: Sequence[ListItem], why: Mapping[str, dict[str, Any]]
) -> None:
    """Keep why who came and who left, once: whoever else worked it out at the same time worked out the same."""
    risk_list = find(work, list_id, hold=True)
    if risk_list is None or risk_list.compared_at is not None:
        return
    for item in work.session.scalars(
        select(ListItem).where(ListItem.list_id == list_id, ListItem.household_id.in_(came))
    ):
        item.why_new = why[item.household_id]
    work.session.add_all(
        ListLeaver(
            list_id=list_id,
            household_id=item.household_id,
            region_code=item.region_code,
            number_before=item.number,
            why=why[item.household_id],
        )
        for item in left
    )
    risk_list.compared_at = work.now


NEWEST_FIRST = (
    Key(RiskList.as_of, "as_of", descending=True),
    Key(RiskList.made_at, "made_at", descending=True),
    Key(RiskList.id, "id", descending=True),
)
NUMBER = (Key(ListItem.number, "number"),)
PLACE = (Key(ListItem.region_code, "region_code"), Key(ListItem.number, "number"))
CODE = (Key(ListItem.household_id, "household_id"),)
SETTLEMENT = (Key(func.coalesce(ListItem.settlement, LAST), "settlement_or_last"), *PLACE)
"""Orders of a list's items: the riskiest first, village by village, by code, settlement by settlement."""
BEFORE = (Key(ListLeaver.number_before, "number_before"), Key(ListLeaver.household_id, "household_id"))

"""What a list and the one before it differ by: who left that somebody must go to, how many came and left in each village."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from service.store.database import Work
from service.store.repositories.lists import MUST_INCLUDE, leavers_of
from service.store.tables.lists import ListItem, ListLeaver, RiskList

BEYOND_BOUND = "beyond_bound"
"""Why a must-include is left out for whom there was no room (`models.lists.LeftOut`)."""


def must_leavers_of(risk_list: RiskList) -> Select[Any]:
    """Those of them who stood on the list before as must-includes, or who would be must-includes now had there been room."""
    stood = ListItem.list_id == risk_list.previous_id, ListItem.household_id == ListLeaver.household_id
    must = exists(select(ListItem.list_id).where(*stood, ListItem.slot == MUST_INCLUDE))
    return leavers_of(risk_list.id).where(or_(must, ListLeaver.why["left_out"].as_string() == BEYOND_BOUND))


def slots_of(work: Work, list_id: str, households: Sequence[str], slot: str) -> set[str]:
    """Those of some households that stand on a list in a slot."""
    asked = select(ListItem.household_id).where(ListItem.list_id == list_id, ListItem.slot == slot)
    return set(work.session.scalars(asked.where(ListItem.household_id.in_(households))))


def came_and_left(work: Work, list_id: str) -> tuple[dict[str, int], dict[str, int]]:
    """How many came and how many left in each village, within the jurisdiction."""
    came_here = ListItem.list_id == list_id, ListItem.is_new.is_(True)
    new = select(ListItem.region_code, func.count()).where(*came_here).group_by(ListItem.region_code)
    gone = (
        select(ListLeaver.region_code, func.count())
        .where(ListLeaver.list_id == list_id)
        .group_by(ListLeaver.region_code)
    )
    came, left = (work.session.execute(asked).all() for asked in (new, gone))
    return {row[0]: row[1] for row in came}, {row[0]: row[1] for row in left}

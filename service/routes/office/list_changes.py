"""Who came onto a list and who left it since the one before, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.lists import ListId, unknown_list
from service.routes.office.asking import PageAsked
from service.routes.paging import page_of
from service.store import Work
from service.store.repositories import leads, lists, lists_changed
from service.store.tables import RiskList
from service.vault.looking import masked_heads
from service.views.changed import Visits, came_of, exchanges_of, left_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("cursor", "limit"))])


MUST_SHOWN = 100
"""Must-includes that left, at most: they stand apart, before everybody else."""


class AskedChanges(PageAsked):
    """Which of those who left."""


def _visits(work: Work, before: RiskList | None, left: list[str]) -> Visits:
    """Who of those who left was a must-include on the list before, and who was visited since."""
    if before is None:
        return Visits()
    must = lists_changed.slots_of(work, before.id, left, lists.MUST_INCLUDE)
    return Visits(must, leads.visited_among(work, left, before.as_of))


@router.get("/lists/{list_id}/changes")
def changes_page(
    request: Request,
    list_id: ListId,
    asker: Annotated[Principal, Depends(allowed(Permission.READ_LISTS))],
    asked: Annotated[AskedChanges, Query()],
    held: Held,
) -> Response:
    """Everybody who came, and those who left, page by page."""
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        risk_list = lists.find(work, list_id)
        if risk_list is None:
            raise unknown_list()
        before = lists.find(work, risk_list.previous_id) if risk_list.previous_id else None
        came = lists.first_of(work, lists.newcomers_of(list_id), lists.NUMBER, asked.limit)
        page = page_of(work, held, lists.leavers_of(list_id), lists.BEFORE, asked, list_id)
        must = lists.first_of(work, lists_changed.must_leavers_of(risk_list), lists.BEFORE, MUST_SHOWN)
        left = [each.household_id for each in (*page.rows, *must)]
        heads = masked_heads(work, held.door.keyring, [*(each.household_id for each in came), *left])
        visits = _visits(work, before, left)
        counts = lists.counts(work, list_id)
        exchanged = lists_changed.came_and_left(work, list_id)
    names = names_at_hand(held.store, day_of(moment))
    shown = {
        "risk_list": risk_list,
        "before": before,
        "counts": counts,
        "came": [came_of(item, heads, names) for item in came],
        "left": [left_of(leaver, heads, names, visits) for leaver in page.rows],
        "urgent": [row for each in must if (row := left_of(each, heads, names, visits)).urgent],
        "exchanges": exchanges_of(*exchanged, names),
        "next_page": asked.address(request.url.path, cursor=page.next) if page.next else None,
        "first_page": request.url.path if asked.cursor else None,
    }
    return render(request, "list_changes.html", shown)

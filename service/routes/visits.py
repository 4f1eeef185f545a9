"""Visits to households, as the steps of their leads tell them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from service.leads.answers import VisitPage, visit_answer
from service.principal import Permission, Principal
from service.resources import Held
from service.routes.admitting import allowed
from service.routes.declaring import OF_KEYED_ROUTES
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.rows import LONGEST_TEXT
from service.store.repositories import leads

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["visits"]
)

Reader = Annotated[Principal, Depends(allowed(Permission.READ_LEADS))]


class AskedVisits(AskedPage):
    """Which visits."""

    household_id: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TEXT)] = None
    lead_id: Annotated[str | None, Field(pattern=r"^lead_[0-9a-z]{26}$")] = None
    since: Annotated[dt.date | None, Field(description="Visited on that day or later.")] = None


@router.get("/visits", operation_id="list_visits", summary="Visits")
def list_visits(asked: Annotated[AskedVisits, Query()], asker: Reader, held: Held) -> VisitPage:
    """Those of the asker's places, the last first."""
    selected = leads.visits(household=asked.household_id, lead_id=asked.lead_id, since=asked.since)
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, selected, leads.LAST_VISITED, asked)
        return VisitPage(items=[visit_answer(row) for row in page.rows], next=page.next)

"""What has changed, for programs that ask from time to time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from service.principal import Permission, Principal
from service.resources import Held
from service.routes.admitting import allowed
from service.routes.declaring import OF_KEYED_ROUTES
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import MOST_ROWS
from service.webhooks.feed import EventPage, event_page

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["events"]
)

NEWEST_POSSIBLE = 10**15


class AskedEvents(BaseModel):
    """From where on, and how many."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[
        int, Field(ge=0, le=NEWEST_POSSIBLE, description="`next` of the answer before; 0 for everything that is kept.")
    ] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Events of an answer.")] = 100


@router.get("/events", operation_id="list_events", summary="What has changed")
def list_events(
    asked: Annotated[AskedEvents, Query()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_EVENTS))],
    held: Held,
) -> EventPage:
    """In the order of what was done, of the asker's places. Who asks with `next` misses none and meets none twice."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        return event_page(work, asked.after, asked.limit)

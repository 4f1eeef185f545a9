"""The places of whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from models import DEFAULT_MODEL
from service.local_time import day_of
from service.places import PlacesAnswer, places
from service.principal import Permission, Principal
from service.resources import Held
from service.routes.admitting import allowed, asker_in_full
from service.routes.declaring import OF_KEYED_ROUTES
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.store.repositories import runs

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["jurisdictions"]
)


@router.get("/jurisdictions", operation_id="list_places", summary="The asker's places")
def list_places(
    asker: Annotated[Principal, Depends(allowed(Permission.READ_PLACES))],
    whole: Annotated[Principal, Depends(asker_in_full)],
    held: Held,
) -> PlacesAnswer:
    """Counties, townships and villages in which households of the last complete run live, with how many of them.

    Who does not see the households of all these places sees no small count either, and none that would tell one.
    """
    moment = now()
    standing = held.champion.standing
    model = standing.instruments.model.name if standing else DEFAULT_MODEL
    seen = whole.narrowed_to(Permission.READ_HOUSEHOLDS).jurisdiction
    sees_all = all(prefix in seen for prefix in asker.jurisdiction.prefixes)
    least = None if sees_all else int(held.policy().value("suppressed_below", None, day_of(moment)))
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        run = runs.last(work, model)
        by_region = runs.households_by_region(work, run.id) if run else {}
    return PlacesAnswer(
        jurisdiction=list(asker.jurisdiction.prefixes),
        as_of=run.as_of if run else None,
        places=places(by_region, asker.jurisdiction, least),
    )

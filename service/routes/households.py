"""Stored households: what was known of them on a day, and what runs said of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from service.assess import day_to_stand_on
from service.example import EXAMPLE_HOUSEHOLD
from service.households.answers import DocumentAnswer, HistoryPage, HouseholdAnswer, ReplayedAnswer
from service.households.history import past_assessments
from service.households.known import document_known, household_known, require_household
from service.households.replay import replayed
from service.principal import Permission, Principal
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import AskedDay, HouseholdId, RunId
from service.routes.declaring import OF_KEYED_ROUTES, problems
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.store.repositories import runs

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["households"]
)

NO_HOUSEHOLD = problems(_404="The store knows no such household within the asker's jurisdiction.")
Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]


@router.get(
    "/households/{household_id}",
    operation_id="read_household",
    summary="A household as it was known on a day",
    responses=NO_HOUSEHOLD,
)
def read_household(
    household_id: HouseholdId, asked: Annotated[AskedDay, Query()], asker: Reader, store: Store, instruments: Ready
) -> HouseholdAnswer:
    """Table by table the rows known by then, each fact in its then last version, with who sent it; and which files were overdue."""
    day = day_to_stand_on(asked.as_of, store, instruments)
    return household_known(household_id, day, asker.jurisdiction, store, instruments.policy)


@router.get(
    "/households/{household_id}/document",
    operation_id="read_document",
    summary="A household as a document to be sent",
    response_model=DocumentAnswer,
    responses={200: {"content": {"application/json": {"example": EXAMPLE_HOUSEHOLD}}}, **NO_HOUSEHOLD},
)
def read_document(
    household_id: HouseholdId, asked: Annotated[AskedDay, Query()], asker: Reader, store: Store, instruments: Ready
) -> Any:
    """What POST /v1/assessments takes and answers as the stored household: change a fact in it and ask what that would do."""
    day = day_to_stand_on(asked.as_of, store, instruments)
    return JSONResponse(document_known(household_id, day, asker.jurisdiction, store))


@router.get(
    "/households/{household_id}/assessments",
    operation_id="read_history",
    summary="What runs said of a household",
    responses=NO_HOUSEHOLD,
)
def read_history(
    household_id: HouseholdId,
    asked: Annotated[AskedPage, Query()],
    asker: Reader,
    store: Store,
    instruments: Ready,
    held: Held,
) -> HistoryPage:
    """Each complete run that gave it a score, or says why it has none; the last day first. Runs of one day the one that was begun last first."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, runs.runs_about(household_id), runs.NEWEST_FIRST, asked, household_id)
        items = past_assessments(work, household_id, page.rows)
    if not items and asked.cursor is None:
        require_household(household_id, day_to_stand_on(None, store, instruments), asker.jurisdiction, store)
    return HistoryPage(items=items, next=page.next)


@router.get(
    "/scoring-runs/{run_id}/households/{household_id}/replay",
    operation_id="replay_assessment",
    summary="What a run said, computed anew",
    responses={
        **problems(
            _404="There is no such run, or it says nothing of such a household within the asker's jurisdiction.",
            _409="Something that it was made from is gone; `detail` says what.",
        )
    },
)
def replay_assessment(
    run_id: RunId, household_id: HouseholdId, asker: Reader, store: Store, held: Held
) -> ReplayedAnswer:
    """From the records, the model and the policy of then; it takes a second or two, and longer where villages are counted anew."""
    return replayed(run_id, household_id, asker.jurisdiction, store, held.door.database, now())

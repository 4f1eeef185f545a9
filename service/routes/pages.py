"""The office pages: the list of whom to visit first, and one household with its reasons."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import ConfigDict

from features.policy.listing import examples_listed
from models.answers import assessment_fields, scored_answers
from service.assess import (
    assess_stored,
    known_days,
    list_to_visit,
)
from service.facts import facts_by_risk
from service.pages import render
from service.repeated import at_most_once
from service.resources import Held, Ready, Store
from service.routes.api import workbook_response
from service.routes.asking import AskedDay, AskedList
from service.routes.login import needs_session
from service.rows import LONGEST_TEXT


class PageOfDay(AskedDay):
    """The day of a page. What mail and chat programs add to a link is passed over; the page says on which day it stands."""

    model_config = ConfigDict(extra="ignore")


class PageOfList(AskedList):
    """The list of a page, likewise."""

    model_config = ConfigDict(extra="ignore")


router = APIRouter(
    include_in_schema=False, dependencies=[Depends(needs_session), Depends(at_most_once("region", "as_of", "capacity"))]
)


@router.get("/lists")
def list_page(
    request: Request, asked: Annotated[PageOfList, Query()], store: Store, instruments: Ready, held: Held
) -> Response:
    """Whom to visit first, filtered by place, day and capacity."""
    listed = list_to_visit(asked.region or "", asked.as_of, asked.capacity, store, instruments, held.scored_days)
    chosen = {"region": listed.region, "as_of": listed.as_of.isoformat(), "capacity": listed.capacity or ""}
    return render(
        request,
        "list.html",
        {
            "listed": listed,
            "households": scored_answers(listed.households),
            "query": urlencode(chosen),
            "model": instruments.model,
            "policy_notes": examples_listed(instruments.policy, listed.policy_examples)[:1],
            "known": known_days(store),
        },
    )


@router.get("/lists.xlsx")
def list_workbook(asked: Annotated[PageOfList, Query()], store: Store, instruments: Ready, held: Held) -> Response:
    """The same list as a workbook."""
    listed = list_to_visit(asked.region or "", asked.as_of, asked.capacity, store, instruments, held.scored_days)
    return workbook_response(listed, instruments, store)


@router.get("/households/{household_id}")
def household_page(
    request: Request,
    household_id: Annotated[str, Path(min_length=1, max_length=LONGEST_TEXT)],
    asked: Annotated[PageOfDay, Query()],
    store: Store,
    instruments: Ready,
) -> Response:
    """One household: the score, its reasons, every fact behind it, and where the records end."""
    assessed = assess_stored(household_id, asked.as_of, store, instruments).assessed
    assessment = assessment_fields(assessed)
    return render(
        request,
        "household.html",
        {
            "assessment": assessment,
            "facts": facts_by_risk(assessed),
            "known": known_days(store),
            "policy_notes": examples_listed(instruments.policy, assessed.policy_examples)[:1],
            "list_query": urlencode({"as_of": assessment["as_of"].isoformat()}),
        },
    )

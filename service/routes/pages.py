"""The page of one household with its reasons."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import ConfigDict

from features.policy.listing import examples_listed
from models.answers import assessment_fields
from service.assess import (
    assess_stored,
    known_days,
)
from service.facts import facts_by_risk
from service.pages import render
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import AskedDay
from service.rows import LONGEST_TEXT


class PageOfDay(AskedDay):
    """The day of a page. What mail and chat programs add to a link is passed over; the page says on which day it stands."""

    model_config = ConfigDict(extra="ignore")


router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("as_of"))])


@router.get("/households/{household_id}")
def household_page(
    request: Request,
    household_id: Annotated[str, Path(min_length=1, max_length=LONGEST_TEXT)],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))],
    asked: Annotated[PageOfDay, Query()],
    store: Store,
    instruments: Ready,
) -> Response:
    """One household: the score, its reasons, every fact behind it, and where the records end."""
    assessed = assess_stored(household_id, asked.as_of, asker.jurisdiction, store, instruments).assessed
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

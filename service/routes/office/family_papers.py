"""What belongs to a family's page and is looked at by itself: its own sheet, the signing sheet, measures, every fact behind the score."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from features.deliveries.senders import senders
from features.frame import index_of
from features.vocabulary import RiskType
from models.reading import read
from models.sheets.contacts import contact_for, read_contacts
from models.sheets.family import family_sheet, page_of
from models.what_if import effects_of
from models.what_if.wording import FEASIBLE, NEVER_WITHHELD, NO_PROMISE, NONE_FEASIBLE, UNMOVED
from service.assess import context_on, day_to_stand_on, records_of
from service.facts import facts_by_risk
from service.households.scored import answer_about
from service.local_time import day_of
from service.middleware import CONTENT_POLICY, content_policy
from service.pages import render
from service.place_names import names_at_hand
from service.procedure.verdicts import Verdict
from service.repeated import at_most_once
from service.resources import Held, Ready, Store
from service.routes.doing import now
from service.routes.office.family import AskedDay, Code, Reader
from service.vault.looking import masked_heads
from service.views.measures import in_words
from service.views.places import Places
from service.views.questions import questions_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("as_of"))])

Asked = Annotated[AskedDay, Query()]
OPEN_ON_PAPER = 2
"""Questions about what is not known: the rest of the sheet is for answers."""


@router.get("/households/{household_id}/sheet")
def sheet_page(
    household_id: Code, asker: Reader, asked: Asked, store: Store, instruments: Ready, held: Held
) -> Response:
    """The family's own sheet, one page, as `fanpin sheet` writes it."""
    day, moment = day_to_stand_on(asked.as_of, store, instruments), now()
    answer = answer_about(household_id, day, asker.jurisdiction, held, moment)
    records = records_of(household_id, store, None)
    contact = contact_for(read_contacts(held.settings.county), answer["region_code"], day)
    page = page_of(family_sheet(answer, records, senders(store), names_at_hand(held.store, day), contact))
    return HTMLResponse(page, headers={CONTENT_POLICY: content_policy(styles=(_style_digest(page),))})


@router.get("/households/{household_id}/signing")
def signing_page(
    request: Request, household_id: Code, asker: Reader, asked: Asked, store: Store, instruments: Ready, held: Held
) -> Response:
    """What is filled in and signed on a visit: what to ask, what was found."""
    day, moment = day_to_stand_on(asked.as_of, store, instruments), now()
    answer = answer_about(household_id, day, asker.jurisdiction, held, moment)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        head = masked_heads(work, held.door.keyring, [household_id]).get(household_id)
    place = Places(names_at_hand(held.store, day_of(moment))).place(answer["region_code"] or "")
    shown = {
        "household_id": household_id,
        "questions": questions_of(answer, OPEN_ON_PAPER),
        "head": head,
        "place": place,
        "day": day,
        "verdicts": list(Verdict),
        "risk_types": list(RiskType),
    }
    return render(request, "signing.html", shown)


@router.get("/households/{household_id}/measures")
def measures_page(
    request: Request, household_id: Code, asker: Reader, asked: Asked, store: Store, instruments: Ready, held: Held
) -> Response:
    """Measures within an office's reach, and how the model answers to each."""
    day = day_to_stand_on(asked.as_of, store, instruments)
    before = answer_about(household_id, day, asker.jurisdiction, held, now())["probability"]
    records = records_of(household_id, store, context_on(day, store, instruments))
    effects = effects_of(instruments.model, records, household_id, day, instruments.policy)
    shown = {
        "household_id": household_id,
        "day": day,
        "before": before,
        "feasible": in_words(effects.feasible, before),
        "others": list(effects.not_feasible),
        "sentences": {"no_promise": NO_PROMISE, "feasible": FEASIBLE, "none": NONE_FEASIBLE, "never": NEVER_WITHHELD},
        "rises": any((effect.probability or 0.0) - before >= UNMOVED for effect in effects.feasible),
    }
    return render(request, "measures.html", shown)


@router.get("/households/{household_id}/facts")
def facts_page(
    request: Request, household_id: Code, asker: Reader, asked: Asked, store: Store, instruments: Ready, held: Held
) -> Response:
    """Every fact that the model read, with what it does to the score: for whoever asks how a number came about."""
    day = day_to_stand_on(asked.as_of, store, instruments)
    answer = answer_about(household_id, day, asker.jurisdiction, held, now())
    records = records_of(household_id, store, context_on(day, store, instruments))
    reading = read(instruments.model, records, index_of([household_id], day), instruments.policy)
    shown = {
        "household_id": household_id,
        "day": day,
        "answer": answer,
        "groups": facts_by_risk(reading),
    }
    return render(request, "facts.html", shown)


@cache
def _digest(style: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _style_digest(page: str) -> str:
    """Of the sheet's own style, which travels in it, so that it prints from a file as well."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    return _digest(style[1] if style else "")

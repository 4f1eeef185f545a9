"""What a visit found, on a telephone: the page that says what to ask, and its form, which is sent once however often it is tapped."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from features.bilingual import Bilingual
from features.texts.unrepeated import read_json
from features.vocabulary import RiskType
from service.leads.answered import StandsOn, stands_on
from service.leads.moving import move_lead
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Principal
from service.problems import FieldProblem, ProblemError, invalid_request
from service.procedure.fields import NOTE, RISK_TYPES_AT_MOST
from service.procedure.moving import MoveError
from service.procedure.storage import details_from_document
from service.procedure.verdicts import UnfoundedReason, Verdict
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.doing import Doing, Key, changed_meanwhile, doing_of_form, now, reply_of
from service.routes.leads import LeadId, Visitor, existing_lead, not_so
from service.routes.office.forms import ONCE, Form, own_form
from service.runs.serving import answers_of_run
from service.store import Work
from service.store.repositories import leads
from service.views.questions import questions_of
from service.views.visit import MOVE, Questions, Typed, Wrong, field_of, visit_view, wrong_of

router = APIRouter(include_in_schema=False)

STEPS = "steps_seen"
DRAFT = "draft of a visit"
OLD_DRAFT_DAYS = 7
"""After so long a draft is not sent by itself: whoever typed it looks it over."""

DONE = "visited"
CHOSEN_FROM = {
    "verdicts": list(Verdict),
    "risk_types": list(RiskType),
    "unfounded_reasons": list(UnfoundedReason),
    "most_risks": RISK_TYPES_AT_MOST,
    "longest_note": NOTE.most,
    "needs_a_note": f"{Verdict.TO_BE_CLARIFIED} {Verdict.MOVED_AWAY}",
}

VisitForm = Annotated[Form, Depends(own_form("risk_types"))]


class VisitKept(BaseModel):
    """What a script is answered: the visit is recorded, and where to go on."""

    kept: bool
    page: str


@dataclass(frozen=True)
class Refusal:
    """A visit that was not recorded: its page comes back with what was typed."""

    wrong: Wrong
    status: int


@router.get("/leads/{lead_id}/visit", dependencies=[Depends(at_most_once("done"))])
def visit_page(
    request: Request, lead_id: LeadId, asker: Visitor, held: Held, done: Annotated[str, Query()] = ""
) -> Response:
    """What to ask, and the form for what was found; after it was sent, what happens next."""
    return _page(request, held, asker, lead_id, is_done=done == DONE)


@router.post("/leads/{lead_id}/visit")
def record_on_page(
    request: Request, lead_id: LeadId, asker: Visitor, form: VisitForm, held: Held, key: Key = None
) -> Response:
    """The move `visit`, once under its key: to a browser the next page, to the page's script what came of it."""
    typed = _typed(form)
    doing = doing_of_form(request, key or form.given(ONCE), form.content)
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        answer = doing.once(asker, lambda work: _record(work, doing, asker, lead_id, typed, form.text(STEPS)))
    except MoveError as error:
        refused = _refused(error)
        if wants_json:
            raise refused from None
        refusal = Refusal(wrong_of(error.problems), refused.problem.status)
        return _page(request, held, asker, lead_id, typed=typed, refusal=refusal)
    except ProblemError as error:
        if wants_json or error.problem.status not in (409, 412):
            raise
        words = Bilingual.parsed(error.problem.detail) or Bilingual(error.problem.detail, error.problem.detail)
        return _page(request, held, asker, lead_id, typed=typed, refusal=Refusal(Wrong(whole=(words,)), 409))
    return answer if wants_json else RedirectResponse(_address(lead_id, DONE), status_code=303)


def _record(work: Work, doing: Doing, asker: Principal, lead_id: str, typed: Typed, seen: str) -> Any:
    row = existing_lead(leads.find(work, lead_id, hold=True))
    # Under the key it is done once for a day; whoever had no line for longer is not to record the same visit twice.
    if seen and seen != str(len(leads.steps(work, lead_id))):
        raise changed_meanwhile(None)
    details, policy = details_from_document(typed.details), doing.held.policy()
    try:
        move_lead(work, doing.held.door.keyring, policy, asker, row, MOVE, details, doing.today)
    except MoveError as error:
        raise MoveError((*error.problems, *typed.problems)) from None
    if typed.problems:
        raise MoveError(typed.problems)
    return reply_of(VisitKept(kept=True, page=_address(lead_id, DONE)))


def _refused(error: MoveError) -> ProblemError:
    """422 where other words in the form put it right; 409 where nothing that is typed does."""
    named = [
        FieldProblem(path=field_of(problem) or MOVE, message=str(words), what_to_do="")
        for problem in error.problems
        for words in _words(problem)
    ]
    if all(field_of(problem) for problem in error.problems):
        return invalid_request(named)
    refused = not_so(error)
    refused.problem.problems = named
    return refused


def _words(problem: Any) -> tuple[Bilingual, ...]:
    told = wrong_of([problem])
    return (*told.whole, *(words for each in told.fields.values() for words in each))


def _page(
    request: Request,
    held: Resources,
    asker: Principal,
    lead_id: str,
    *,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    is_done: bool = False,
) -> Response:
    moment, keyring = now(), held.door.keyring
    today = day_of(moment)
    names = names_at_hand(held.store, today)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        row = existing_lead(leads.find(work, lead_id))
        view = visit_view(work, keyring, held.policy(), asker, row, names, today)
        basis = stands_on(work, row)
    is_open = not view.why_not and not is_done
    about = f"{asker.id} {lead_id}".encode()
    shown = {
        **CHOSEN_FROM,
        "view": view,
        "is_done": is_done,
        "is_open": is_open,
        "questions": _questions(held, asker, basis, view.household_id, moment) if is_open and basis else None,
        "typed": typed or Typed(visited_on=today.isoformat()),
        "was_refused": refusal is not None,
        "wrong": refusal.wrong if refusal else Wrong(),
        "today": today.isoformat(),
        "lead_id": lead_id,
        "address": _address(lead_id),
        "once": {"name": ONCE, "value": secrets.token_urlsafe(18)},
        "old_days": OLD_DRAFT_DAYS,
        "steps": {"name": STEPS, "value": view.steps},
        # Drawn from who asks and the lead: another user of the same telephone finds another name, and opens nothing with another key.
        "draft": {name: keyring.mark(about, purpose=f"{DRAFT}: {name}") for name in ("name", "key")},
    }
    return render(request, "visit.html", shown, status_code=refusal.status if refusal else 200)


def _questions(
    held: Resources, asker: Principal, basis: StandsOn, household_id: str, moment: dt.datetime
) -> Questions | None:
    kept = answers_of_run(held.door.database, asker.jurisdiction, basis.run_id, [household_id], moment).get(
        household_id
    )
    if kept is None:
        return None
    answer = read_json(kept.body)
    return Questions(answer["as_of"], tuple(questions_of(answer)), basis.list_day)


def _typed(form: Form) -> Typed:
    named = ("verdict", "main_risk", "unfounded_reason", "visited_on", "note")
    return Typed(risk_types=form.several("risk_types"), **{name: form.text(name) for name in named})


def _address(lead_id: str, done: str | None = None) -> str:
    return f"/leads/{lead_id}/visit" + (f"?done={done}" if done else "")

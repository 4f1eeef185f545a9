"""The page of a lead: read, moved on, handed over to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.vocabulary import Labelled
from service.leads.answers import in_full
from service.leads.moving import ChangedMeanwhileError, assign, choices, move_lead
from service.local_time import day_of
from service.once import Reply
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.procedure.moving import MoveError
from service.procedure.transitions import BY_NAME
from service.repeated import at_most_once
from service.resources import Held, Ready, Resources
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.leads import LeadId, existing_lead
from service.routes.office.forms import Form, own_form
from service.routes.office.leads import WORKERS, people_of
from service.routes.office.once import OnceByForm, going_on, new_key, to_page
from service.store import Work
from service.store.repositories import leads, users
from service.store.tables import Lead
from service.vault.looking import masked_heads
from service.views.lead import ON_ITS_OWN_PAGE, Tried, changed_by, doers_of_lead, lead_view
from service.views.leads import with_present, workers_by_place
from service.views.moves import BOXES, NOTHING_WRONG, About, Typed, details_typed, typed_of, without_main, wrong_with
from service.views.places import Places

Reader = Annotated[Principal, Depends(allowed(Permission.READ_LEADS))]
Mover = Annotated[Principal, Depends(allowed(Permission.MOVE_LEADS))]
MoveForm = Annotated[Form, Depends(own_form(*BOXES))]
PlainForm = Annotated[Form, Depends(own_form())]

CHANGED, WRONG = 412, 422


class Done(Labelled):
    """What was done, as the page says it after the form was sent."""

    MOVED = "moved", "已办理", "done"
    ASSIGNED = "assigned", "已交办", "handed over"
    OPENED = "opened", "已登记，新开了一条线索", "entered: a new lead was opened"
    JOINED = "joined", "已登记，并入该户在办的线索", "entered: it joined the lead that the household has"
    REOPENED = "reopened", "已登记，原线索重新启动", "entered: the ended lead was taken up again"
    KNOWN = "known", "这条线索先前已登记过，没有重复登记", "it was entered before and is not entered twice"
    WAITS = (
        "waits",
        "已登记，并入已核实的线索，暂不派人",
        "entered: it joined the lead that has ended, and nobody is sent",
    )


router = APIRouter(include_in_schema=False)


@router.get("/leads/{lead_id}", dependencies=[Depends(at_most_once("done"))])
def lead_page(
    request: Request, lead_id: LeadId, asker: Reader, held: Held, instruments: Ready, done: str = ""
) -> Response:
    """A lead in full."""
    spoken = next((each for each in Done if each.value == done), None)
    return _page(request, held, asker, lead_id, instruments.policy, values={"done": spoken})


@router.post("/leads/{lead_id}/moves")
def move_page(
    request: Request, lead_id: LeadId, asker: Mover, form: MoveForm, doing: OnceByForm, instruments: Ready
) -> Response:
    """Move it on; what stands in the way is told beside what was typed."""
    name, typed, policy = form.text("move"), typed_of(form.fields, form.lists), instruments.policy
    if name == ON_ITS_OWN_PAGE:
        return RedirectResponse(f"/leads/{lead_id}/visit", status_code=303)
    move = BY_NAME.get(name)
    wrong = None if move is None else without_main(move, typed)
    if move is not None and wrong is not None and wrong.of:
        return _again(request, doing.held, asker, lead_id, policy, Tried(name, typed, wrong))
    details = {} if move is None else details_typed(move, typed)

    def do(work: Work) -> Reply:
        row = existing_lead(leads.find(work, lead_id, hold=True))
        keyring = doing.held.door.keyring
        move_lead(work, keyring, policy, asker, row, name, details, doing.today, seen=seen_in(form))
        return to_page(f"/leads/{lead_id}?done={Done.MOVED.value}")

    try:
        return going_on(doing.once(asker, form, do, of=name[:20]))
    except ChangedMeanwhileError:
        return _changed(request, doing.held, asker, lead_id, policy, typed, name)
    except MoveError as error:
        return _again(request, doing.held, asker, lead_id, policy, Tried(name, typed, wrong_with(move, error.problems)))


@router.post("/leads/{lead_id}/assignee")
def assignee_page(
    request: Request, lead_id: LeadId, asker: Mover, form: PlainForm, doing: OnceByForm, instruments: Ready
) -> Response:
    """Hand it over to somebody who works at its place, or to nobody in particular."""

    def do(work: Work) -> Reply:
        give(work, doing.held, asker, lead_id, form.given("to"), seen_in(form))
        return to_page(f"/leads/{lead_id}?done={Done.ASSIGNED.value}")

    try:
        return going_on(doing.once(asker, form, do, of="assign"))
    except ChangedMeanwhileError:
        return _changed(request, doing.held, asker, lead_id, instruments.policy)
    except NotThereError:
        values = {"not_to": NOT_THERE}
        return _page(request, doing.held, asker, lead_id, instruments.policy, values=values, status=WRONG)


NOT_THERE = Bilingual(
    "所选人员不在该户所在的村或乡镇工作，或已停用：请从列表中另选",
    "whoever was chosen does not work at the household's place any more: choose somebody from the list",
)


class NotThereError(Exception):
    """Whoever was chosen does not work at the lead's place."""


def give(work: Work, held: Resources, asker: Principal, lead_id: str, to: str | None, seen: int | None) -> None:
    """Give a lead to somebody who works at its place.

    Raises:
        ProblemError: 404, there is no such lead within the jurisdiction.
        ChangedMeanwhileError: it has another version by now.
        NotThereError: they do not work there.
    """
    row = existing_lead(leads.find(work, lead_id, hold=True))
    if seen is not None and seen != row.version:
        raise ChangedMeanwhileError(row.version)
    if to is not None and to not in {user.id for user, prefix in workers_at(work, row)}:
        raise NotThereError
    assign(work, held.door.keyring, asker, row, to)


def workers_at(work: Work, row: Lead) -> list[tuple[users.User, str]]:
    """Who visits households at a lead's place, of those whom the asker may know of."""
    return [(user, prefix) for user, prefix in users.workers(work, WORKERS) if row.region_code.startswith(prefix)]


def seen_in(form: Form) -> int:
    """The version that the page showed. Where none stands in the form, one that no lead has: it counts as changed."""
    typed = form.text("version")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _again(request: Request, held: Resources, asker: Principal, lead_id: str, policy: Policy, tried: Tried) -> Response:
    return _page(request, held, asker, lead_id, policy, tried=tried, status=WRONG)


def _changed(
    request: Request,
    held: Resources,
    asker: Principal,
    lead_id: str,
    policy: Policy,
    typed: Typed | None = None,
    move: str = "",
) -> Response:
    """The lead as it is now, and who changed it; what was typed still stands in its form, where that is still open."""
    tried = None if typed is None else Tried(move, typed, NOTHING_WRONG)
    return _page(request, held, asker, lead_id, policy, tried=tried, changed=True, status=CHANGED)


def _page(
    request: Request,
    held: Resources,
    asker: Principal,
    lead_id: str,
    policy: Policy,
    *,
    tried: Tried | None = None,
    changed: bool = False,
    values: Mapping[str, object] | None = None,
    status: int = 200,
) -> Response:
    moment = now()
    about_day: dt.date = day_of(moment)
    keyring = held.door.keyring
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        row = existing_lead(leads.find(work, lead_id))
        reports, steps = leads.reports(work, row.id), leads.steps(work, row.id)
        moves = choices(work, keyring, policy, asker, row, about_day)
        people = people_of(work, asker, doers_of_lead(row, reports, steps))
        head = masked_heads(work, keyring, [row.household_id]).get(row.household_id)
        workers = workers_at(work, row)
    about = About(row.region_code, Places(names_at_hand(held.store, about_day)), policy, about_day)
    answer = in_full(row, reports, steps, moves, keyring, about_day)
    shown = {
        "lead": lead_view(row, answer, moves, head, people, about, tried),
        "workers": with_present(workers_by_place(workers, about.places), row, people),
        "changed": changed_by(row, reports, steps, people) if changed else None,
        "once_key": new_key(),
        "done": None,
        "not_to": None,
        "today": about_day,
    }
    return render(request, "lead.html", {**shown, **(values or {})}, status_code=status)

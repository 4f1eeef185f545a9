"""A list asked for and issued, from the page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from features.bilingual import Bilingual
from models.lists import CapacityError
from models.runs import find_run
from models.runs.storage import model_of
from models.score import NobodyInScopeError
from service.issuing.answers import MOST_CAPACITY
from service.issuing.making import ListChangedError, ListIssuedError, Source, issue_list, make_list
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.lists import ListId, issued_already, not_as_made, unknown_list
from service.routes.office.forms import Form, OwnForm
from service.store.repositories import lists, runs
from service.views.places import Places

router = APIRouter(include_in_schema=False)

Reader = Annotated[Principal, Depends(allowed(Permission.READ_LISTS))]
Issuer = Annotated[Principal, Depends(allowed(Permission.ISSUE_LISTS))]
DAYS_SHOWN = 12


@router.get("/lists/new")
def new_list_page(request: Request, asker: Reader, held: Held, instruments: Ready) -> Response:
    """The form by which a list is asked for."""
    return _form(request, asker, held, instruments.model.name, {}, [])


@router.post("/lists")
def make(request: Request, asker: Reader, form: OwnForm, held: Held, instruments: Ready, store: Store) -> Response:
    """Make the list, or find it where it was made before, and show it."""
    typed = {name: form.text(name) for name in ("region", "as_of", "capacity")}
    region, day, capacity, wrong = _read(asker, form)
    model = instruments.model.name
    if wrong:
        return _form(request, asker, held, model, typed, wrong)
    with held.door.database.writing(asker.jurisdiction, now()) as work:
        row = runs.last(work, model, day)
        if row is None:
            wrong = [Bilingual("该日没有评分，请另选一天", "that day was not scored: choose another")]
            return _form(request, asker, held, model, typed, wrong)
        run = find_run(store, row.model, row.kept_as)
        source = Source(row, run, model_of(store, run.made_from), store)
        try:
            risk_list, _ = make_list(work, held.door.keyring, asker, source, region, capacity)
        except (NobodyInScopeError, CapacityError) as error:
            zh, _, en = str(error).partition(" | ")
            return _form(request, asker, held, model, typed, [Bilingual(zh, en)])
    return RedirectResponse(f"/lists?list={risk_list.id}", status_code=303)


@router.post("/lists/{list_id}/issue")
def issue(list_id: ListId, asker: Issuer, _: OwnForm, held: Held) -> Response:
    """From now on it is the office's list of its day and region."""
    with held.door.database.writing(asker.jurisdiction, now()) as work:
        row = lists.find(work, list_id, hold=True)
        if row is None or row.region_code not in asker.jurisdiction:
            raise unknown_list()
        try:
            issue_list(work, held.door.keyring, asker, row)
        except ListIssuedError as error:
            raise issued_already(error.list_id) from None
        except ListChangedError:
            raise not_as_made() from None
    return RedirectResponse(f"/lists?list={list_id}&done=issued", status_code=303)


def _read(asker: Principal, form: Form) -> tuple[str, dt.date | None, int | None, list[Bilingual]]:
    """What was asked for, and what is wrong with it."""
    wrong = []
    region, day, capacity = form.text("region"), None, None
    if not form.text("region") and len(asker.jurisdiction.prefixes) == 1:
        region = asker.jurisdiction.prefixes[0]
    if region not in asker.jurisdiction:
        wrong.append(Bilingual("选一处您辖区内的地方", "choose one of your places"))
    if form.text("as_of"):
        try:
            day = dt.date.fromisoformat(form.text("as_of"))
        except ValueError:
            wrong.append(Bilingual("评分日期写成 2024-06-30 这样", "write the day such as 2024-06-30"))
    if form.text("capacity"):
        typed = form.text("capacity")
        if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST_CAPACITY:
            capacity = int(typed)
        else:
            wrong.append(
                Bilingual(
                    f"走访户数是1至{MOST_CAPACITY:,}的整数，不填则按政策",
                    f"visits are a whole number from 1 to {MOST_CAPACITY:,}; empty: as the policy says",
                )
            )
    return region, day, capacity, wrong


def _form(
    request: Request, asker: Principal, held: Held, model: str, typed: dict[str, str], wrong: list[Bilingual]
) -> Response:
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        days = runs.scored_days(work, model, DAYS_SHOWN)
        run = runs.last(work, model)
        regions = runs.households_by_region(work, run.id) if run else {}
    places = Places(names_at_hand(held.store, day_of(moment)))
    offered = [(prefix, places.wide(prefix)) for prefix in asker.jurisdiction.prefixes if len(prefix) < 9]
    shown = {
        "days": days,
        "places": [*offered, *places.flat(regions)],
        "typed": {"region": "", "as_of": "", "capacity": "", **typed},
        "wrong": wrong,
    }
    return render(request, "list_new.html", shown, status_code=422 if wrong else 200)

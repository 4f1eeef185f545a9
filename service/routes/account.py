"""One's own account: the password, and where one is logged in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from features.bilingual import Bilingual
from service.access.login import Refused, Why
from service.access.sessions import Stage, end_others
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Principal
from service.repeated import at_most_once
from service.resources import Held
from service.routes.admitting import ANYBODY, ONESELF, address_of
from service.routes.login import (
    FIRST_PAGE,
    Door,
    SessionToken,
    clock,
    own_page,
    why_not,
    with_session,
)
from service.routes.office.forms import OwnForm
from service.store.repositories.users import sessions_of
from service.views.places import Places

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("next"))])
HAS_A_PASSWORD = (Stage.MUST_CHANGE, Stage.IN)


# Who has a first password is not in yet: the route itself looks how far they are.
@router.get("/password", dependencies=[Depends(ANYBODY)])
async def password_page(
    request: Request,
    door: Door,
    token: SessionToken = None,
    next_page: Annotated[str, Query(alias="next")] = FIRST_PAGE,
) -> Response:
    """The form for another password."""
    entered, _ = await door.at_the_door(lambda: door.present(token, clock(), *HAS_A_PASSWORD))
    shown = {"next_page": own_page(next_page), "why": None, "must": entered.stage is Stage.MUST_CHANGE}
    return render(request, "password.html", shown)


@router.post("/password", dependencies=[Depends(ANYBODY)])
async def change_password(request: Request, door: Door, form: OwnForm, token: SessionToken = None) -> Response:
    """Change the password; every other session of the user ends."""
    wanted, address = own_page(form.text("next")), address_of(request)
    # A password may begin or end with a blank.
    present, new, again = (form.fields.get(name, "") for name in ("present", "password", "again"))
    why = Bilingual("两次输入的新密码不一致。", "The two new passwords differ.")
    if new == again:
        came = await door.while_hashing(
            lambda: door.login.with_new_password(token, present, new, address=address, now=clock())
        )
        if not isinstance(came, Refused):
            return with_session(request, RedirectResponse(wanted, status_code=303), came)
        if came.why is Why.ENDED:
            return RedirectResponse(f"/login?{urlencode({'next': wanted})}", status_code=303)
        why = why_not(came)
    entered, _ = await door.at_the_door(lambda: door.present(token, clock(), *HAS_A_PASSWORD))
    shown = {"next_page": wanted, "why": why, "must": entered.stage is Stage.MUST_CHANGE}
    return render(request, "password.html", shown, status_code=422)


@router.get("/sessions")
async def sessions_page(
    request: Request, door: Door, held: Held, asker: Annotated[Principal, Depends(ONESELF)], token: SessionToken = None
) -> Response:
    """Where one is logged in, and what one may do."""
    entered, _ = await door.at_the_door(lambda: door.present(token, clock(), Stage.IN))
    rows = await door.at_the_door(lambda: door.read(lambda work: sessions_of(work, asker.id), clock()))
    return render(
        request,
        "sessions.html",
        {
            "asker": asker,
            "sessions": rows,
            "present": entered.session.id,
            "has_password": bool(entered.user.password),
            "places": Places(await run_in_threadpool(names_at_hand, held.store, day_of(clock()))),
        },
    )


@router.post("/sessions")
async def end_other_sessions(
    door: Door, asker: Annotated[Principal, Depends(ONESELF)], _: OwnForm, token: SessionToken = None
) -> Response:
    """End all of one's sessions but this one."""

    def end() -> None:
        entered, _ = door.present(token, clock(), Stage.IN)
        door.noted(asker.actor, "sessions.ended", clock(), lambda work: end_others(work, entered))

    await door.at_the_door(end)
    return RedirectResponse("/sessions", status_code=303)

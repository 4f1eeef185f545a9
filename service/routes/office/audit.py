"""The audit for auditors: searched page by page, verified at the press of a button, and why somebody looked at names."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from service.access.administering import spelt
from service.audit.answers import VerificationAnswer
from service.local_time import CHINA, day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.admitting import allowed
from service.routes.asking import ADay
from service.routes.audit import A_WORD, read_unmasking, require_all, verified_lately
from service.routes.doing import now
from service.routes.office.asking import OrNothing, PageAsked
from service.routes.office.forms import OwnForm
from service.routes.paging import page_of
from service.slow import BusyError
from service.store import Work
from service.store.repositories import audit, users
from service.views.audit import ACTS, PERMISSIONS, act_in_words, lines
from service.views.places import Places

OWN = ("actor", "action", "target", "since", "until", "cursor", "limit")
router = APIRouter(include_in_schema=False)
Auditor = Annotated[Principal, Depends(allowed(Permission.READ_AUDIT))]
UnmaskingId = Annotated[str, Path(pattern=r"^unmasking_[0-9a-z]{26}$")]
A_DAY = dt.timedelta(days=1)


class AskedAudit(PageAsked):
    """Which lines. Somebody is asked for by their name or as the audit names them."""

    actor: Annotated[Annotated[str, Field(max_length=120)] | None, OrNothing] = None
    action: Annotated[Annotated[str, Field(pattern=A_WORD)] | None, OrNothing] = None
    target: Annotated[Annotated[str, Field(max_length=120)] | None, OrNothing] = None
    since: Annotated[ADay | None, OrNothing] = None
    until: Annotated[ADay | None, OrNothing] = None


@router.get("/audit", dependencies=[Depends(at_most_once(*OWN))])
def audit_page(request: Request, asked: Annotated[AskedAudit, Query()], asker: Auditor, held: Held) -> Response:
    """The newest first. That it is read stands in it."""
    require_all(asker)
    return _audit(request, held, asker, asked)


@router.post("/audit/verification")
def verify_page(request: Request, asker: Auditor, form: OwnForm, held: Held) -> Response:  # noqa: ARG001 - its token is all
    """Whether the chain is whole, or where it breaks."""
    require_all(asker)
    try:
        verified = verified_lately(held, now())
    except BusyError:
        return _audit(request, held, asker, AskedAudit(), is_working=True, status=503)
    return _audit(request, held, asker, AskedAudit(), verified=verified)


@router.get("/audit/unmaskings/{unmasking_id}")
def unmasking_page(request: Request, unmasking_id: UnmaskingId, asker: Auditor, held: Held) -> Response:
    """Why somebody looked at a household's names, in their words. That it was read stands in the audit."""
    told = read_unmasking(unmasking_id, asker, held)
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        user = users.user_of(work, told.actor.partition(":")[2])
    return render(request, "unmasking.html", {"told": told, "who": told.actor if user is None else user.name})


def _audit(
    request: Request,
    held: Resources,
    asker: Principal,
    asked: AskedAudit,
    *,
    verified: VerificationAnswer | None = None,
    is_working: bool = False,
    status: int = 200,
) -> Response:
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        selected = audit.search(
            actor=_actor(work, asked.actor),
            action=asked.action,
            target=asked.target and asked.target.strip(),
            since=_begin(asked.since),
            until=_begin(asked.until and asked.until + A_DAY),
        )
        page = page_of(work, held, selected, audit.NEWEST, asked)
        doers = {row.actor.partition(":")[2] for row in page.rows if row.actor.startswith("user:")}
        named = {user.id: user.name for each in doers if (user := users.user_of(work, each))}
    rows = lines(page.rows, named, Places(names_at_hand(held.store, day_of(moment))))
    values = {
        "rows": rows,
        "asked": asked,
        "acts": sorted(
            ((name, act_in_words(name)) for name in (*PERMISSIONS, *ACTS)),
            key=lambda each: each[1].zh,
        ),
        "verified": verified,
        "is_working": is_working,
        "next_page": asked.address("/audit", cursor=page.next) if page.next else None,
        "first_page": asked.address("/audit") if asked.cursor else None,
    }
    return render(request, "audit.html", values, status)


def _actor(work: Work, typed: str | None) -> str | None:
    """As the audit names them: who is asked for by the name of an account is found by its id."""
    if typed is None or ":" in typed:
        return typed and typed.strip()
    user = users.user_named(work, spelt(typed))
    return typed.strip() if user is None else f"user:{user.id}"


def _begin(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(), CHINA)

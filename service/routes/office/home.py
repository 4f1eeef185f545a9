"""An officer's first page: what is waiting for them this month, then the list. Each part is there for whom it is work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from features.errors import FanpinError
from models import DEFAULT_MODEL
from models.certainty import freshness_of
from service.assess import day_to_stand_on
from service.findings.asking import messages_seen
from service.findings.listing import Listing
from service.leads.since_lists import visited_since
from service.local_time import CHINA, day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.resources import Resources, resources
from service.routes.admitting import ONESELF, allowed_each
from service.routes.doing import now
from service.routes.office.lists import chosen, lists_to_choose
from service.store.repositories import audit, exports, leads, lists, runs, users
from service.store.repositories.users import Lacks
from service.store.tables.exports import ExportState
from service.vault.looking import masked_heads
from service.versions import reading
from service.views.audit import UNMASKED
from service.views.listed import Known, rows_of
from service.views.news import NewModel, OldRun, new_model, old_run
from service.views.places import Places

router = APIRouter(include_in_schema=False)

FIRST_OF_THE_LIST = 10


class Unmaskings(NamedTuple):
    """How often somebody looked at names since a day."""

    since: dt.date
    number: int


@router.get("/home")
async def home_page(request: Request, asker: Annotated[Principal, Depends(ONESELF)]) -> Response:
    """What is waiting. Each part reads what its own permission allows, and stands in the audit by it."""
    held, moment = resources(request), now()
    theirs = await allowed_each(request, (permission for permission, _ in PARTS.values()))
    shown = await run_in_threadpool(_parts, held, theirs, moment)
    return render(request, "home.html", {"today": day_of(moment), "asker": asker, **shown})


def _parts(held: Resources, theirs: Mapping[Permission, Principal], moment: dt.datetime) -> dict[str, Any]:
    """Each by its name; None of what is not the asker's work."""
    return {
        name: _or_none(part, held, theirs[permission], moment) if permission in theirs else None
        for name, (permission, part) in PARTS.items()
    }


Part = Callable[[Resources, Principal, dt.datetime], Any]


def _or_none(part: Part, held: Resources, asker: Principal, moment: dt.datetime) -> Any:
    """A part of the page; the others are there where one can't be had now, and say nothing of it but that."""
    try:
        return part(held, asker, moment)
    except (ProblemError, FanpinError):
        return CAN_T_BE_HAD


CAN_T_BE_HAD = "can't be had"


def _leads(held: Resources, asker: Principal, moment: dt.datetime) -> leads.Waiting:
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        return leads.waiting(work, day_of(moment), asker.id)


def _list(held: Resources, asker: Principal, moment: dt.datetime) -> dict[str, Any] | None:
    """The head of the list in force and its first households."""
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        risk_list = chosen(work, None, lists_to_choose(work, held))
        if risk_list is None:
            return None
        counts = lists.counts(work, risk_list.id)
        waiting = lists.not_sent_out(work, risk_list.id, risk_list.as_of)
        items = lists.first_of(work, lists.every(risk_list.id), lists.NUMBER, FIRST_OF_THE_LIST)
        codes = [item.household_id for item in items]
        heads = masked_heads(work, held.door.keyring, codes)
        of_items = lists.leads_of(work, codes, risk_list.as_of)
        visits = visited_since(work, risk_list, items)
    known = Known(Places(names_at_hand(held.store, day_of(moment))), heads, of_items, visits)
    return {
        "risk_list": risk_list,
        "counts": counts,
        "waiting": waiting,
        "rows": rows_of(items, known, day_of(moment)),
    }


def _findings(held: Resources, asker: Principal, _: dt.datetime) -> int | None:
    """How many messages of findings wait, as their own page counts them; None before anybody looked through the records."""
    instruments, store = held.instruments(), held.store()
    day = day_to_stand_on(None, store, instruments)
    listed = held.listed_days.at_hand(Listing.FINDINGS, store, instruments.policy, day)
    if listed is None:
        return None
    theirs = messages_seen(listed, asker.jurisdiction, asker.reach_of(Permission.READ_FINDINGS), {}, None)
    return theirs["message"].n_unique()


def _late(held: Resources, _: Principal, moment: dt.datetime) -> list[dict[str, Any]]:
    """Files of departments that are overdue."""
    fresh = freshness_of(held.store(), held.policy(), day_of(moment))
    return fresh.filter(fresh["stale"]).sort("days_late", descending=True).to_dicts()


def _exports(held: Resources, asker: Principal, moment: dt.datetime) -> int:
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        return exports.count_of(work, exports.every_request(ExportState.ASKED))


def _lacking(what: Lacks) -> Part:
    """How many accounts wait for something before anybody can work with them."""

    def count(held: Resources, asker: Principal, moment: dt.datetime) -> int:
        with held.door.database.reading(asker.jurisdiction, moment) as work:
            return users.count_within_reach(work, users.lacking(users.every_user(), what, moment))

    return count


def _unmaskings(held: Resources, asker: Principal, moment: dt.datetime) -> Unmaskings | None:
    """How often somebody looked at names this month; None for whom the audit, which has no places, is not there."""
    if not asker.jurisdiction.is_everywhere:
        return None
    since = day_of(moment).replace(day=1)
    begin = dt.datetime.combine(since, dt.time(), CHINA)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        return Unmaskings(since, audit.count_of(work, audit.search(action=UNMASKED, since=begin)))


def _model(_: Resources, __: Principal, moment: dt.datetime) -> NewModel | None:
    """Another version that scores, while it is news. Raises AuditError: somebody changed the audit of promotions."""
    return new_model(reading.history_of(DEFAULT_MODEL), moment)


def _scored(held: Resources, asker: Principal, moment: dt.datetime) -> OldRun | None:
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        run = runs.last(work, DEFAULT_MODEL)
        return old_run(None if run is None else run.as_of, day_of(moment))


PARTS: dict[str, tuple[Permission, Part]] = {
    "leads": (Permission.READ_LEADS, _leads),
    "listed": (Permission.READ_LISTS, _list),
    "findings": (Permission.READ_FINDINGS, _findings),
    "late": (Permission.READ_DELIVERIES, _late),
    "exports": (Permission.APPROVE_EXPORTS, _exports),
    "roleless": (Permission.GRANT_ROLES, _lacking(Lacks.ROLE)),
    "first_passwords": (Permission.MANAGE_USERS, _lacking(Lacks.OWN_WORD)),
    "unmaskings": (Permission.READ_AUDIT, _unmaskings),
    "model": (Permission.READ_MODELS, _model),
    "model_of_lists": (Permission.READ_LISTS, _model),
    "old_run": (Permission.READ_LISTS, _scored),
}

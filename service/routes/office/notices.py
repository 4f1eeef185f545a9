"""The public notice of a village, made from what people decided: chosen on a page, names from the vault for a reason, printed."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.texts.unrepeated import read_json
from features.vocabulary import MonitoringCategory
from models.sheets.contacts import ContactsError, contact_for, read_contacts
from models.sheets.notice import sections_of
from service.local_time import day_of
from service.once import Reply
from service.pages import render
from service.pages.page import WHO_ASKS
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held, Ready, Resources
from service.routes.admitting import allowed
from service.routes.asking import ARegion
from service.routes.doing import now
from service.routes.office.asking import Ignoring, OrNothing
from service.routes.office.forms import Form, own_form
from service.routes.office.once import FormDoing, OnceByForm, new_key
from service.store import Work
from service.store.repositories import leads
from service.store.tables import Lead
from service.store.tables.identities import UnmaskingPurpose
from service.vault.looking import WORDS_AT_LEAST, WORDS_AT_MOST, masked_heads, unmask
from service.views.notices import (
    STATES,
    NoticeOf,
    Wanted,
    candidates,
    lines_of,
    sensible_days,
    villages_with_leads,
    wrong_with_notice,
)
from service.views.places import Places

Mover = Annotated[Principal, Depends(allowed(Permission.MOVE_LEADS))]
MOST_HOUSEHOLDS = 100
NoticeForm = Annotated[Form, Depends(own_form("lead", most_fields=2 * MOST_HOUSEHOLDS + 60))]

NOBODY = Bilingual("请至少选一户", "choose at least one household")
NO_DAY = Bilingual("请填日期，如 2026-01-05", "give a date such as 2026-01-05")
NO_CATEGORY = Bilingual("选中的户都要选类别", "choose a category for each household that is chosen")
NO_WORDS = Bilingual(
    f"要打印姓名，请写明为什么要看姓名（{WORDS_AT_LEAST}至{WORDS_AT_MOST}个字）",
    f"to print names, say why they are needed, in {WORDS_AT_LEAST} to {WORDS_AT_MOST} signs",
)
NO_PLACE = Bilingual("请选村和公示的内容", "choose a village and what is made public")

router = APIRouter(include_in_schema=False)


class AskedNotice(Ignoring):
    """Of which village, and of what."""

    region: Annotated[ARegion | None, OrNothing] = None
    of: Annotated[NoticeOf | None, OrNothing] = None


@router.get("/leads/notice", dependencies=[Depends(at_most_once("region", "of"))])
def notice_page(
    request: Request, asked: Annotated[AskedNotice, Query()], asker: Mover, held: Held, instruments: Ready
) -> Response:
    """Which village's notice; then who stands on it, from when to when."""
    today = day_of(now())
    if asked.region is None or asked.of is None:
        return _villages(request, held, asker)
    first, last = sensible_days(asked.region, today, instruments.policy)
    village = Places(names_at_hand(held.store, today)).known_village(asked.region)
    office = _office(held, asked.region, today)
    typed = {"first_day": str(first), "last_day": str(last), "office": office, "village": village}
    return _form(request, held, asker, asked.region, asked.of, typed, None, {})


@router.post("/leads/notice")
def made_notice_page(
    request: Request, asker: Mover, form: NoticeForm, doing: OnceByForm, instruments: Ready
) -> Response:
    """The notice as it is printed. Each name is looked up, counted and written down as any other."""
    region, of = form.text("region"), next((each for each in NoticeOf if each.value == form.text("of")), None)
    if of is None or not region.isdecimal():
        return _villages(request, doing.held, asker, NO_PLACE)
    with doing.held.door.database.reading(asker.jurisdiction, doing.now) as work:
        there = {row.id: row for row in leads.standing(work, of.state.value, region, MOST_HOUSEHOLDS)}
    chosen = [lead_id for lead_id in form.several("lead") if lead_id in there]
    wanted, wrong = _wanted(form, chosen, of)
    if wanted is not None and not wrong:
        wrong = wrong_with_notice(wanted, instruments.policy)
    if wanted is None or wrong:
        return _form(request, doing.held, asker, region, of, form.fields, chosen, wrong)
    names: dict[str, str] = {}
    if form.given("names"):
        looker = request.scope[WHO_ASKS].narrowed_to(Permission.UNMASK)
        for lead_id in chosen:
            name = _name(doing, form, looker, there[lead_id], instruments.policy)
            names |= {} if name is None else {lead_id: name}
    lines, by_hand = lines_of(wanted, names)
    values = {
        "sections": sections_of(lines),
        "by_hand": [there[lead_id].household_id for lead_id in by_hand],
        "asked_names": bool(form.given("names")),
        "region": region,
        "of": of,
    }
    return render(request, "notice_print.html", values)


def _name(doing: FormDoing, form: Form, looker: Principal, row: Lead, policy: Policy) -> str | None:
    """The full name of a household's head; None where nobody is known, or where as many were looked at as one may."""

    def do(work: Work) -> Reply:
        keyring = doing.held.door.keyring
        looked = unmask(work, keyring, policy, looker, row.household_id, UnmaskingPurpose.REVIEW, form.text("words"))
        head = next((person.name for person in looked.people if person.is_head and person.name), None)
        return Reply(200, json.dumps({"head": head}))

    try:
        head: str | None = read_json(doing.once(looker, form, do, of=row.id).body)["head"]
    except (LookupError, PermissionError):
        return None
    return head


def _wanted(form: Form, chosen: list[str], of: NoticeOf) -> tuple[Wanted | None, dict[str, Bilingual]]:
    """What was typed, and what is wrong with it by field."""
    wrong: dict[str, Bilingual] = {}
    days = {}
    for name in ("first_day", "last_day"):
        with contextlib.suppress(ValueError):
            days[name] = dt.date.fromisoformat(form.text(name))
        if name not in days:
            wrong[name] = NO_DAY
    known = {each.value: each for each in MonitoringCategory}
    categories = {lead_id: known.get(form.text(f"category.{lead_id}")) for lead_id in chosen}
    if not chosen:
        wrong["lead"] = NOBODY
    elif None in categories.values():
        wrong["lead"] = NO_CATEGORY
    if form.given("names") and not WORDS_AT_LEAST <= len(form.text("words")) <= WORDS_AT_MOST:
        wrong["words"] = NO_WORDS
    if wrong:
        return None, wrong
    sound = {lead_id: category for lead_id, category in categories.items() if category is not None}
    return Wanted(form.text("village"), of, form.text("office"), days["first_day"], days["last_day"], sound), {}


def _villages(request: Request, held: Resources, asker: Principal, wrong: Bilingual | None = None) -> Response:
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        counts = leads.counts_by_village(work, list(STATES))
    villages = villages_with_leads(counts, Places(names_at_hand(held.store, day_of(moment))))
    return render(request, "notice_villages.html", {"villages": villages, "wrong": wrong}, 422 if wrong else 200)


def _form(
    request: Request,
    held: Resources,
    asker: Principal,
    region: str,
    of: NoticeOf,
    typed: Mapping[str, str],
    chosen: list[str] | None,
    wrong: dict[str, Bilingual],
) -> Response:
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        rows = leads.standing(work, of.state.value, region, MOST_HOUSEHOLDS)
        heads = masked_heads(work, held.door.keyring, [row.household_id for row in rows])
        steps = leads.last_steps(work, [row.id for row in rows])
    categories = {row.id: typed.get(f"category.{row.id}", "") for row in rows}
    places = Places(names_at_hand(held.store, day_of(moment)))
    values: dict[str, Any] = {
        "candidates": candidates(rows, heads, steps, categories, chosen),
        "categories": [(each.value, each) for each in MonitoringCategory],
        "place": places.village(region),
        "region": region,
        "of": of,
        "typed": typed,
        "wrong": wrong,
        "most": MOST_HOUSEHOLDS,
        "once_key": new_key(),
    }
    return render(request, "notice_form.html", values, status_code=422 if wrong else 200)


def _office(held: Resources, region: str, today: dt.date) -> str:
    """Who takes objections, by the county's own file; empty where nobody is named there."""
    try:
        return contact_for(read_contacts(held.settings.county), region, today).office or ""
    except ContactsError:
        return ""

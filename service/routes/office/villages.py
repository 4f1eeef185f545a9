"""Villages and settlements side by side, and a village's own page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from features.bilingual import Bilingual
from features.ledgers.wording import Guarantee
from features.records.context import Level
from service.assess import place_asked
from service.jurisdiction import Jurisdiction
from service.ledgers.cache import KeptDay
from service.ledgers.entries import within
from service.lists import unknown_region
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.request_ids import IN_SCOPE
from service.resources import Held, Ready, Resources, Store
from service.routes.admitting import allowed, asker_in_full
from service.routes.doing import now
from service.routes.office.asking import OrNothing, PageAsked
from service.routes.office.ledgers import being_worked_out, kept_now
from service.routes.office.lists import chosen, lists_to_choose
from service.routes.paging import page_of_rows
from service.routes.taking import unit_of
from service.slow import BusyError
from service.store.repositories import leads, lists
from service.store.tables import RiskList
from service.vault.watermark import watermark
from service.views.boundaries import drawn_map
from service.views.places import TOWNSHIP, Places
from service.views.villages import (
    LISTED,
    PRINTED,
    Behind,
    Sorting,
    largest_of,
    place_in_order,
    printed_cells,
    ranked,
    rows_of,
    trends_of,
)

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("region", "sort", "cursor", "limit"))])

Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]
InFull = Annotated[Principal, Depends(asker_in_full)]
Village = Annotated[str, Path(pattern=r"^[0-9]{12}$")]
COUNTY = 6
A_YEAR = dt.timedelta(days=365)
SHRINKAGE = "context_shrinkage_households"


class AskedVillages(PageAsked):
    """Which villages, in which order."""

    region: Annotated[Annotated[str, Field(pattern=r"^[0-9]{2,12}$")] | None, OrNothing] = None
    sort: Annotated[Sorting | None, OrNothing] = None


class Listed:
    """The list in force with its counts by place, as far as the reader may read lists; `list` is None where there is none."""

    def __init__(self, held: Resources, whole: Principal, place: Jurisdiction, moment: dt.datetime) -> None:
        self.list: RiskList | None = None
        self.by_village: dict[str, int] | None = None
        self.by_settlement: dict[str, int] | None = None
        theirs = place.shared_with(whole.reach_of(Permission.READ_LISTS).places)
        if not theirs.prefixes:
            return
        with held.door.database.reading(theirs, moment) as work:
            self.list = chosen(work, None, lists_to_choose(work, held))
            if self.list is not None:
                self.by_village = dict(lists.counts(work, self.list.id))
                self.by_settlement = lists.counts_by_settlement(work, self.list.id)


@router.get("/villages")
def villages_page(
    request: Request,
    asker: Reader,
    whole: InFull,
    asked: Annotated[AskedVillages, Query()],
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """The asker's villages, ranked, and apart the settlements. Whoever reads this reads each of the households counted, so no count is hidden."""
    moment = now()
    place = place_asked(asked.region, asker.jurisdiction)
    try:
        kept = kept_now(held, store, instruments)
    except BusyError:
        return being_worked_out(request)
    day = kept.day
    places = Places(names_at_hand(held.store, day_of(moment)))
    listed = Listed(held, whole, asker.jurisdiction, moment)
    rows = _villages(day, listed, place, places, instruments.policy)
    sort = asked.sort or (Sorting.LISTED if listed.list is not None else Sorting.LACKS)
    every = ranked(rows, sort)
    page = page_of_rows(
        held, range(len(every)), lambda number: place_in_order(every[number], sort), asked, f"{day.as_of} {sort}"
    )
    settlements = ranked(_settlements(day, listed, asker.jurisdiction, instruments.policy), sort)
    shown = {
        "asked": asked,
        "as_of": day.as_of,
        "is_of_now": kept.is_of_now,
        "before": day.days[0],
        "total": len(every),
        "first": page.rows[0] + 1 if page.rows else 1,
        "largest": largest_of(rows),
        "largest_of_settlements": largest_of(settlements),
        "next_page": asked.address("/villages", cursor=page.next) if page.next else None,
        "first_page": asked.address("/villages") if asked.cursor else None,
        "risk_list": listed.list,
        "rows": [every[number] for number in page.rows],
        "settlements": settlements,
        "sees_settlements": _whole_counties(day, asker.jurisdiction),
        "sort": sort,
        "sortings": list(Sorting),
        "townships": [(code, name) for code, name, _ in places.choices(asker.jurisdiction)],
        "guarantees": list(Guarantee),
        "map": drawn_map(held.settings.county, {row.code: row for row in rows}),
    }
    return render(request, "villages.html", shown)


@router.get("/villages/print")
def print_page(
    request: Request,
    asker: Reader,
    whole: InFull,
    asked: Annotated[AskedVillages, Query()],
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """What is taken along may reach whoever sees no household there: small counts are hidden, and what would tell them."""
    moment = now()
    place = place_asked(asked.region, asker.jurisdiction)
    try:
        kept = kept_now(held, store, instruments)
    except BusyError:
        return being_worked_out(request)
    day = kept.day
    names = names_at_hand(held.store, day_of(moment))
    listed = Listed(held, whole, asker.jurisdiction, moment)
    every = _villages(day, listed, asker.jurisdiction, Places(names), instruments.policy)
    least = int(instruments.policy.value("suppressed_below", None, day_of(moment)))
    region = place.prefixes[0] if len(place.prefixes) == 1 else ""
    shown = {
        "as_of": day.as_of,
        "is_of_now": kept.is_of_now,
        "rows": [row for row in every if row.code in place],
        "columns": [(name, words) for name, (words, _) in PRINTED.items() if name != LISTED or listed.list is not None],
        "cells": printed_cells(every, least),
        "least": least,
        "mark": watermark(unit_of(whole, region, names), whole.shown, moment, request.scope[IN_SCOPE]),
    }
    return render(request, "villages_print.html", shown)


@router.get("/villages/{code}")
def village_page(
    request: Request, code: Village, asker: Reader, whole: InFull, held: Held, store: Store, instruments: Ready
) -> Response:
    """What weighs on a village, over a year, and the ways to its households."""
    moment = now()
    if code not in asker.jurisdiction:
        raise unknown_region()
    try:
        kept = kept_now(held, store, instruments)
    except BusyError:
        return being_worked_out(request)
    day = kept.day
    places, here = Places(names_at_hand(held.store, day_of(moment))), Jurisdiction.of(code)
    listed = Listed(held, whole, here, moment)
    rows = _villages(day, listed, here, places, instruments.policy)
    if not rows:
        raise unknown_region()
    shown = {
        "row": rows[0],
        "as_of": day.as_of,
        "is_of_now": kept.is_of_now,
        "days": day.days,
        "risk_list": listed.list,
        "trends": trends_of(day.context, day.days, Level.VILLAGE, code),
        "guarantees": list(Guarantee),
        "leads": None,
        "visits": None,
    }
    theirs = here.shared_with(whole.reach_of(Permission.READ_LEADS).places)
    if theirs.prefixes:
        with held.door.database.reading(theirs, moment) as work:
            shown["leads"] = leads.waiting(work, day_of(moment), asker.id)
            shown["visits"] = leads.count_visits(work, day_of(moment) - A_YEAR, code)
    return render(request, "village.html", shown)


def _villages(day: KeptDay, listed: Listed, place: Jurisdiction, places: Places, policy: Any) -> list[Any]:
    counts = within(day.by_village, place)
    added = policy.value(SHRINKAGE, None, day.as_of)
    behind = Behind(counts, listed.by_village, day.context, day.days[-1], day.days[0], Level.VILLAGE, added)
    return rows_of(behind, places.short, lambda code: places.short(code[:TOWNSHIP]))


def _whole_counties(day: KeptDay, jurisdiction: Jurisdiction) -> bool:
    """Whether the reader sees all of every county: the people of a settlement come from all its townships."""
    return all(code[:COUNTY] in jurisdiction for code in day.by_village["region_code"])


def _settlements(day: KeptDay, listed: Listed, jurisdiction: Jurisdiction, policy: Any) -> list[Any]:
    if not _whole_counties(day, jurisdiction):
        return []
    added = policy.value(SHRINKAGE, None, day.as_of)
    behind = Behind(
        day.by_settlement, listed.by_settlement, day.context, day.days[-1], day.days[0], Level.SETTLEMENT, added
    )
    return rows_of(behind, lambda name: Bilingual(name, name), lambda _: Bilingual("", ""))

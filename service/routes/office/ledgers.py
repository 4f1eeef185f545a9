"""The ledgers of the guarantees: what lacks, since when, who told, and which record says that it was put right or struck off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from features.bilingual import Bilingual
from features.ledgers.wording import Guarantee, Standing
from service.assess import day_to_stand_on, place_asked
from service.jurisdiction import Jurisdiction
from service.ledgers.cache import KeptDay
from service.ledgers.entries import Wanted, counts_by_village, place_in_order, wanted_of, within
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import wrong_parameter
from service.repeated import at_most_once
from service.request_ids import IN_SCOPE
from service.resources import Held, Ready, Resources, Store
from service.routes.admitting import allowed, asker_in_full
from service.routes.doing import now
from service.routes.office.asking import OrNothing, PageAsked
from service.routes.paging import page_of_rows
from service.routes.taking import unit_of
from service.slow import SECONDS_TO_COME_AGAIN, BusyError
from service.vault.looking import masked_heads
from service.vault.watermark import watermark
from service.views.ledgers import Line, by_village, lines_of, village_counts
from service.views.places import Places

OWN = ("guarantee", "region", "settlement", "standing", "overdue")
router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once(*OWN, "cursor", "limit"))])

Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]


class AskedLedger(PageAsked):
    """Which entries."""

    guarantee: Annotated[Guarantee | None, OrNothing] = None
    region: Annotated[Annotated[str, Field(pattern=r"^[0-9]{2,12}$")] | None, OrNothing] = None
    settlement: Annotated[Annotated[str, Field(max_length=100)] | None, OrNothing] = None
    standing: Annotated[Standing | None, OrNothing] = None
    overdue: Annotated[bool, BeforeValidator(lambda value: value or False)] = False

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.guarantee, self.standing, self.overdue, self.settlement)

    @property
    def is_narrowed(self) -> bool:
        """Whether some entries are not asked for."""
        return bool(self.overdue or self.guarantee or self.region or self.settlement or self.standing)


@dataclass(frozen=True)
class Kept:
    """The day on which pages stand, worked out.

    Attributes:
        is_of_now: not of before records that came lately, and are still to be worked out.
    """

    day: KeptDay
    is_of_now: bool
    policy_examples: list[str]


def kept_now(held: Resources, store: Any, instruments: Any) -> Kept:
    """Raises BusyError: 503, it is being worked out; ProblemError: nothing was delivered yet."""
    on = day_to_stand_on(None, store, instruments)
    day, is_of_now = held.kept_days.of_or_last(store, instruments.policy, on)
    names = {guarantee.days_policy for guarantee in Guarantee}
    return Kept(day, is_of_now, instruments.policy.examples(names, [(None, day.as_of)]))


def being_worked_out(request: Request) -> Response:
    """The page that says so, and comes again by itself."""
    page = render(request, "being_worked_out.html", {}, 503)
    page.headers["Retry-After"] = page.headers["Refresh"] = str(SECONDS_TO_COME_AGAIN)
    return page


@router.get("/ledgers")
def ledgers_page(
    request: Request,
    asker: Reader,
    asked: Annotated[AskedLedger, Query()],
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """Entries of the asker's places, overdue first, page by page."""
    place, moment = place_asked(asked.region, asker.jurisdiction), now()
    try:
        kept = kept_now(held, store, instruments)
    except BusyError:
        return being_worked_out(request)
    there = within(kept.day.county.ledger, place)
    rows = wanted_of(there, asked.wanted)
    page = page_of_rows(
        held, range(rows.height), lambda number: place_in_order(rows, number), asked, str(kept.day.as_of)
    )
    shown_rows = rows[list(page.rows)]
    places = Places(names_at_hand(held.store, day_of(moment)))
    every = counts_by_village(wanted_of(there, Wanted(asked.guarantee, settlement=asked.settlement)))
    shown = {
        "asked": asked,
        "as_of": kept.day.as_of,
        "is_of_now": kept.is_of_now,
        "total": rows.height,
        "rows": lines_of(shown_rows.to_dicts(), _heads(held, asker, shown_rows, moment), places),
        "counts": {standing: sum(every[standing.value]) for standing in Standing},
        "overdue": sum(every["overdue"]),
        "villages": village_counts(every.to_dicts(), places),
        "standings": list(Standing),
        "guarantees": list(Guarantee),
        "places": places.choices(asker.jurisdiction),
        "policy_examples": kept.policy_examples,
        "next_page": asked.address("/ledgers", cursor=page.next) if page.next else None,
        "first_page": asked.address("/ledgers") if asked.cursor else None,
    }
    return render(request, "ledgers.html", shown)


@router.get("/ledgers/print")
def print_page(
    request: Request,
    asker: Reader,
    whole: Annotated[Principal, Depends(asker_in_full)],
    asked: Annotated[AskedLedger, Query()],
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """Village by village, with room for signatures: as many rows as one person may take along alone."""
    place, moment = place_asked(asked.region, asker.jurisdiction), now()
    try:
        kept = kept_now(held, store, instruments)
    except BusyError:
        return being_worked_out(request)
    rows = wanted_of(within(kept.day.county.ledger, place), asked.wanted)
    most = int(instruments.policy.value("export_rows_alone", None, day_of(moment)))
    if rows.height > most:
        raise wrong_parameter(
            "region",
            Bilingual(
                f"一次最多打印{most:,}条，现有{rows.height:,}条",
                f"at most {most:,} entries are printed at once; these are {rows.height:,}",
            ),
            Bilingual(
                "选一个乡镇或村、一类保障或一种状态再打印",
                "Choose a township or village, a guarantee, or how entries stand.",
            ),
        )
    names = names_at_hand(held.store, day_of(moment))
    lines: list[Line] = lines_of(rows.to_dicts(), _heads(held, asker, rows, moment), Places(names))
    shown = {
        "as_of": kept.day.as_of,
        "is_of_now": kept.is_of_now,
        "asked": asked,
        "back": asked.address("/ledgers"),
        "count": len(lines),
        "townships": by_village(lines),
        "mark": watermark(unit_of(whole, _one_place(place), names), whole.shown, moment, request.scope[IN_SCOPE]),
    }
    return render(request, "ledgers_print.html", shown)


def _one_place(place: Jurisdiction) -> str:
    return place.prefixes[0] if len(place.prefixes) == 1 else ""


def _heads(held: Resources, asker: Principal, rows: pl.DataFrame, moment: dt.datetime) -> Mapping[str, str]:
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        return masked_heads(work, held.door.keyring, rows["household_id"].unique().to_list())

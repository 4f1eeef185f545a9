"""What the records give people to do, one message for each household and department: findings, departments' rules that are hit, gaps."""

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
from features.deliveries.departments import DeliveringDepartment
from features.gaps.declaring import Direction
from features.records.store.states import StoreInState
from features.vocabulary import Department, Labelled, RiskType
from service.assess import day_to_stand_on, place_asked
from service.findings.asking import lives_there, messages_seen
from service.findings.listing import MESSAGE, Listing, RecordFindingKind
from service.lists import unknown_region
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import wrong_parameter
from service.repeated import at_most_once
from service.resources import Held, Instruments, Ready, Resources, Store
from service.routes.admitting import allowed
from service.routes.departments import need_places
from service.routes.doing import now
from service.routes.findings import called_by_people, listed_day
from service.routes.office.asker import whole_asker
from service.routes.office.asking import CodeTyped, OrNothing, PageAsked
from service.routes.paging import page_of_rows
from service.slow import BusyError
from service.vault.looking import masked_heads
from service.views.findings import counts_of, message_numbers, messages
from service.views.places import VILLAGE, Places

OWN = ("tab", "kind", "department", "region", "household_id", "cursor", "limit")
router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once(*OWN))])
Reader = Annotated[Principal, Depends(allowed(Permission.READ_FINDINGS))]

SECONDS_TO_REFRESH = 5
SECONDS_TO_WAIT = 2.0
"""Before a page says that it is being worked out: nobody looks at an empty page for long."""

MOST_PRINTED = 400
"""Messages on paper: some thirty sheets. Of more a village is chosen."""

KIND_OF: Mapping[Listing, tuple[str, type[Labelled]]] = {
    Listing.FINDINGS: ("kind", RecordFindingKind),
    Listing.TRIGGERS: ("risk_type", RiskType),
    Listing.GAPS: ("direction", Direction),
}
"""By which column each listing is narrowed, and to what."""

ACTING: Mapping[Listing, type[Labelled]] = {
    Listing.FINDINGS: DeliveringDepartment,
    Listing.TRIGGERS: Department,
    Listing.GAPS: Department,
}


class AskedFindings(PageAsked):
    """Which messages."""

    tab: Annotated[Listing, BeforeValidator(lambda typed: typed or Listing.FINDINGS)] = Listing.FINDINGS
    kind: Annotated[Annotated[str, Field(max_length=60)] | None, OrNothing] = None
    department: Annotated[Annotated[str, Field(max_length=60)] | None, OrNothing] = None
    region: Annotated[Annotated[str, Field(pattern=r"^[0-9]{2,12}$")] | None, OrNothing] = None
    household_id: CodeTyped = None


@dataclass(frozen=True)
class Seen:
    """What a reader asks for and may see.

    Attributes:
        rows: of `ListedDay.by_department`.
        numbers: of the messages that they make.
        is_of_now: not of before records that came lately, and are still to be worked out.
    """

    as_of: dt.date
    is_of_now: bool
    rows: pl.DataFrame
    numbers: pl.DataFrame
    every: pl.DataFrame
    policy_examples: tuple[str, ...]

    def of(self, places: list[int]) -> pl.DataFrame:
        """The rows of some messages."""
        return self.rows.filter(pl.col("message").is_in(self.numbers["message"][places].to_list()))


@router.get("/findings")
def findings_page(
    request: Request,
    asked: Annotated[AskedFindings, Query()],
    asker: Reader,
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """Page by page, village by village."""
    try:
        seen = _seen(asked, asker, held, store, instruments)
    except BusyError as busy:
        return still_working(request, busy)
    numbers = seen.numbers
    page = page_of_rows(
        held, range(numbers.height), lambda number: list(numbers.select(MESSAGE).row(number)), asked, str(seen.as_of)
    )
    shown = {
        **_shown(request, asked, asker, held, seen, list(page.rows)),
        "next_page": asked.address("/findings", cursor=page.next) if page.next else None,
        "first_page": asked.address("/findings") if asked.cursor else None,
        "counts": [
            (words, count, asked.address("/findings", department=name), name == asked.department)
            for name, words, count in counts_of(seen.every, asked.tab)
            if name
        ],
    }
    return render(request, "findings.html", shown)


@router.get("/findings/print")
def print_page(
    request: Request,
    asked: Annotated[AskedFindings, Query()],
    asker: Reader,
    held: Held,
    store: Store,
    instruments: Ready,
) -> Response:
    """For paper, each village on sheets of its own; of so many that nobody would carry them a village is to be chosen."""
    try:
        seen = _seen(asked, asker, held, store, instruments)
    except BusyError as busy:
        return still_working(request, busy)
    count = min(seen.numbers.height, MOST_PRINTED)
    shown = _shown(request, asked, asker, held, seen, list(range(count)))
    return render(request, "findings_print.html", {**shown, "most": MOST_PRINTED, "today": day_of(now())})


def still_working(request: Request, busy: BusyError) -> Response:
    """That it is being worked out; the page looks again by itself."""
    page = render(request, "waiting.html", {"seconds": SECONDS_TO_REFRESH}, 503)
    page.headers.update(busy.headers)
    return page


def _seen(
    asked: AskedFindings, asker: Principal, held: Resources, store: StoreInState, instruments: Instruments
) -> Seen:
    """Raises ProblemError as `/v1/findings`."""
    column, kinds = KIND_OF[asked.tab]
    _need("kind", asked.kind, kinds)
    _need("department", asked.department, ACTING[asked.tab])
    place = place_asked(asked.region, need_places(asker, Permission.READ_FINDINGS))
    on = day_to_stand_on(None, store, instruments)
    day, is_of_now = listed_day(
        lambda: held.listed_days.of_or_last(asked.tab, store, instruments.policy, on, SECONDS_TO_WAIT)
    )
    if not lives_there(day, place):
        raise unknown_region()
    wanted = {column: asked.kind, "household_id": asked.household_id}
    given = {name: value for name, value in wanted.items() if value}
    every = messages_seen(day, place, asker.reach_of(Permission.READ_FINDINGS), given, None)
    rows = every if asked.department is None else every.filter(pl.col("acting") == asked.department)
    numbers_of_all = message_numbers(every)
    numbers = numbers_of_all if asked.department is None else message_numbers(rows)
    return Seen(day.as_of, is_of_now, rows, numbers, numbers_of_all, day.policy_examples)


def _need(name: str, typed: str | None, allowed_values: type[Labelled]) -> None:
    if typed is not None and typed not in allowed_values.values():
        raise wrong_parameter(
            name,
            Bilingual("没有这一项", "there is none of this name"),
            Bilingual("请从列表中选", "Choose from the list."),
        )


def _shown(
    request: Request, asked: AskedFindings, asker: Principal, held: Resources, seen: Seen, places: list[int]
) -> dict[str, Any]:
    moment = now()
    rows = seen.of(places)
    named = Places(names_at_hand(held.store, day_of(moment)))
    called = called_by_people(rows.to_dicts(), asker, held) if asked.tab is Listing.FINDINGS else lambda text: text
    every = messages(rows, asked.tab, called, named)
    whole = whole_asker(request) or asker
    near = whole.reach_of(Permission.READ_HOUSEHOLDS).places
    with held.door.database.reading(near, moment) as work:
        heads = masked_heads(work, held.door.keyring, [each.household for each in every if each.household])
    kinds = KIND_OF[asked.tab][1]
    return {
        "asked": asked,
        "tabs": [(tab, asked.address("/findings", tab=tab.value, kind=None, department=None)) for tab in Listing],
        "messages": every,
        "heads": heads,
        "near": near,
        "total": seen.numbers.height,
        "households": seen.numbers.filter(pl.col("household_id") != "")["household_id"].n_unique(),
        "kinds": list(kinds),
        "departments": list(ACTING[asked.tab]),
        "places": named.choices(asker.jurisdiction),
        "where": _where(asked.region, named),
        "as_of": seen.as_of,
        "is_of_now": seen.is_of_now,
        "policy_examples": seen.policy_examples,
        "print_address": asked.address("/findings/print"),
    }


def _where(region: str | None, places: Places) -> Bilingual:
    if region is None:
        return Bilingual("全部辖区", "all your places")
    return places.village(region) if len(region) == VILLAGE else places.short(region)

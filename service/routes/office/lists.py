"""The list: whom to visit, as it was issued, with what has become of each household."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from features.bilingual import Bilingual
from features.vocabulary import RiskType
from models.bands import RiskBand
from models.lists import Slot, absent_in_words
from service.leads.since_lists import visited_since
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.procedure.states import LeadState
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.admitting import allowed
from service.routes.asking import ARegion
from service.routes.doing import now
from service.routes.lists import unknown_list
from service.routes.office.asker import may, reaches
from service.routes.office.asking import CodeTyped, OrNothing, PageAsked
from service.routes.office.leads import WORKERS
from service.routes.office.once import new_key
from service.routes.paging import page_of
from service.rows import LONGEST_TEXT
from service.store import Work
from service.store.paging import Page
from service.store.repositories import exports, lists, runs, users
from service.store.tables import ListItem, ListState, RiskList
from service.vault.looking import masked_heads
from service.views.foreseen import foreseen_of, rows_for_the_slider
from service.views.leads import workers_by_place
from service.views.listed import Known, rows_of, unscored_of
from service.views.places import Places

OWN = (
    "list",
    "region",
    "band",
    "risk_type",
    "slot",
    "settlement",
    "state",
    "new",
    "household",
    "order",
    "visits",
    "floor",
)
router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once(*OWN, "cursor", "limit"))])

Reader = Annotated[Principal, Depends(allowed(Permission.READ_LISTS))]
NO_LEAD = "none"
NO_SCORE_SHOWN = 20
SHOWN_LISTS = 24
"""In the choice list of lists: two years of months."""


class Order(StrEnum):
    """In which order a round goes."""

    NUMBER = "number"
    PLACE = "place"
    SETTLEMENT = "settlement"
    HOUSEHOLD = "household"


ORDERS = {
    Order.NUMBER: lists.NUMBER,
    Order.PLACE: lists.PLACE,
    Order.SETTLEMENT: lists.SETTLEMENT,
    Order.HOUSEHOLD: lists.CODE,
}
ORDER_WORDS = {
    Order.NUMBER: Bilingual("风险从高到低", "riskiest first"),
    Order.PLACE: Bilingual("逐村走访，村内风险高的在前", "village by village, riskiest first"),
    Order.SETTLEMENT: Bilingual("逐安置点走访，再逐村", "settlement by settlement, then village by village"),
    Order.HOUSEHOLD: Bilingual("按户编号", "by household code"),
}


@dataclass(frozen=True)
class NotSent:
    """A form that came back: nothing was sent out, and what was ticked is still ticked.

    Attributes:
        why: what is missing.
        numbers: of the households that were ticked.
        to: who was chosen; empty where nobody was.
    """

    why: Bilingual
    numbers: frozenset[int] = frozenset()
    to: str = ""


DONE = {"issued": Bilingual("已下发，从现在起不再改变。", "It is issued, and stays as it is from now on.")}


Typed = Annotated[str, Field(max_length=LONGEST_TEXT)]


class AskedList(PageAsked):
    """Which list, and which of its households."""

    list: Annotated[Annotated[str, Field(pattern=r"^list_[0-9a-z]{26}$")] | None, OrNothing] = None
    region: Annotated[ARegion | None, OrNothing] = None
    band: Annotated[RiskBand | None, OrNothing] = None
    risk_type: Annotated[RiskType | None, OrNothing] = None
    slot: Annotated[Slot | None, OrNothing] = None
    settlement: Annotated[Typed | None, OrNothing] = None
    state: Annotated[LeadState | Literal["none"] | None, OrNothing] = None
    new: Annotated[bool | None, OrNothing] = None
    household: CodeTyped = None
    order: Annotated[Order | None, OrNothing] = None
    visits: Annotated[Annotated[int, Field(ge=0, le=1_000_000)] | None, OrNothing] = None
    done: Annotated[Typed | None, OrNothing] = None
    floor: Annotated[Annotated[float, Field(ge=0, le=100)] | None, OrNothing] = None

    @property
    def wanted(self) -> runs.Wanted:
        return runs.Wanted(
            region=self.region,
            band=self.band.value if self.band else None,
            risk_type=self.risk_type.value if self.risk_type else None,
            household=self.household,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the list's households are not asked for."""
        asked = (
            self.region,
            self.band,
            self.risk_type,
            self.slot,
            self.settlement,
            self.state,
            self.new,
            self.household,
        )
        return any(value is not None for value in asked)


@router.get("/lists")
def list_page(request: Request, asker: Reader, asked: Annotated[AskedList, Query()], held: Held) -> Response:
    """The list that was issued last, or another one, filtered and sorted, page by page."""
    return list_shown(request, asker, asked, held)


def list_shown(
    request: Request, asker: Principal, asked: AskedList, held: Resources, not_sent: NotSent | None = None
) -> Response:
    """The page of a list.

    Args:
        asker: as far as they may read lists.

    Raises:
        ProblemError: 404, there is no such list; 422, a cursor is of another question.
    """
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        every = lists_to_choose(work, held)
        risk_list = chosen(work, asked.list, every)
        if risk_list is None:
            return render(request, "no_list.html", {"may_ask": asker.may(Permission.READ_LISTS)})
        # A page that follows, and a form that comes back, are of this list, whichever is the last by then.
        asked = asked.model_copy(update={"list": risk_list.id})
        page = _page(work, held, asked, risk_list)
        codes = [item.household_id for item in page.rows]
        heads = masked_heads(work, held.door.keyring, codes)
        leads = lists.leads_of(work, codes, risk_list.as_of)
        visits = visited_since(work, risk_list, page.rows)
        unscored = exports.count_of(work, runs.without_score(risk_list.run_id))
        without = lists.first_of(work, runs.without_score(risk_list.run_id), runs.UNSCORED, NO_SCORE_SHOWN)
        sends = risk_list.state == ListState.ISSUED.value and may(request, Permission.REPORT_LEADS)
        workers = users.workers(work, WORKERS) if sends and may(request, Permission.MOVE_LEADS) else []
        counts, settlements = lists.counts(work, risk_list.id), lists.settlements(work, risk_list.id)
    places = Places(names_at_hand(held.store, day_of(moment)))
    known = Known(places, heads, leads, visits)
    curve = foreseen_of(
        risk_list.facts, [*filter(None, [asked.region]), *asker.jurisdiction.prefixes, risk_list.region_code]
    )
    people = workers_by_place(workers, places, asked.region)
    is_whole = risk_list.region_code in asker.jurisdiction
    shown = {
        "lists": every,
        "risk_list": risk_list,
        "rows": rows_of(page.rows, known, day_of(moment)),
        "counts": counts,
        "asked": asked,
        "remarks": absent_in_words(risk_list.facts["left_out"]) if is_whole else [],
        "unscored": unscored,
        "without_score": unscored_of(without, places),
        "places": places,
        "villages": list(places.flat([code for code in counts if code.isdigit()])),
        "settlements": settlements,
        "orders": list(ORDER_WORDS.items()),
        "states": [(NO_LEAD, Bilingual("还没有派发", "not sent out yet")), *((state, state) for state in LeadState)],
        "bands": list(RiskBand),
        "risk_types": list(RiskType),
        "slots": list(Slot),
        "curve": curve,
        "slider": rows_for_the_slider(curve.points) if curve else None,
        "people": people,
        "once_key": new_key(),
        "done": DONE.get(asked.done or ""),
        "may_issue": risk_list.state == ListState.DRAFT.value
        and reaches(request, Permission.ISSUE_LISTS, risk_list.region_code),
        "may_export": may(request, Permission.EXPORT),
        "next_page": asked.address("/lists", cursor=page.next) if page.next else None,
        "first_page": asked.address("/lists") if asked.cursor else None,
        "today": day_of(moment),
        "not_sent": not_sent,
    }
    return render(request, "list.html", shown, status_code=422 if not_sent else 200)


def lists_to_choose(work: Work, held: Resources) -> list[RiskList]:
    """The last lists that touch the reader's places, the last day first."""
    first = page_of(work, held, lists.all_lists(), lists.NEWEST_FIRST, PageAsked(limit=SHOWN_LISTS))
    return list(first.rows)


def chosen(work: Work, asked: str | None, every: list[RiskList]) -> RiskList | None:
    """The list that is asked for; without a word the last that was issued, else the last that was made.

    Raises:
        ProblemError: 404, there is none of that name that touches the reader's places.
    """
    if asked is not None:
        row = lists.find(work, asked)
        if row is None:
            raise unknown_list()
        return row
    issued = [row for row in every if row.state == ListState.ISSUED.value]
    return next(iter(issued or every), None)


def selected_items(asked: AskedList, risk_list: RiskList) -> Any:
    """The items that are asked for."""
    return lists.items(
        risk_list.id,
        asked.wanted,
        slot=asked.slot.value if asked.slot else None,
        is_new=asked.new,
        settlement=asked.settlement,
        lead="" if asked.state == NO_LEAD else asked.state and str(asked.state),
        since=risk_list.as_of,
    )


def _page(work: Work, held: Resources, asked: AskedList, risk_list: RiskList) -> Page[ListItem]:
    selected = selected_items(asked, risk_list)
    order = ORDERS[asked.order or Order.NUMBER]
    return page_of(work, held, selected, order, asked, risk_list.id)

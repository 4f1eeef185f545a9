"""Every household that the last run knows, on a list or not: searched by code, place, band and risk, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from features.bilingual import Bilingual
from features.records.store import StoreError
from features.texts.unrepeated import read_json
from features.vocabulary import HouseholdType, RiskType
from models import DEFAULT_MODEL
from models.bands import RiskBand
from service.households.countywide import Countywide, countywide
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.admitting import allowed
from service.routes.asking import ARegion
from service.routes.doing import now
from service.routes.office.asker import whole_asker
from service.routes.office.asking import CodeTyped, OrNothing, PageAsked
from service.routes.office.findings import still_working
from service.routes.paging import page_of
from service.routes.runs import ORDERS, Order
from service.rows import LONGEST_TEXT
from service.runs.serving import answers_of_run
from service.slow import BusyError
from service.store import Work
from service.store.repositories import exports, lists, runs
from service.store.repositories.lists_in_force import InForce, in_force, listings, on_lists
from service.store.tables import Assessment, ScoringRun
from service.vault.looking import masked_heads
from service.views.households import Known, rows_of
from service.views.listed import unscored_of
from service.views.places import Places

OWN = ("region", "settlement", "band", "risk_type", "household_type", "listed", "household", "score", "order")
router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once(*OWN, "cursor", "limit"))])

Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]
Typed = Annotated[str, Field(max_length=LONGEST_TEXT)]
NO_SCORE = "none"
NO_SCORE_SHOWN = 5
NOT_BY_SCORE = Bilingual(
    "没有得分的户不能按风险、户类型、名单来找，这些条件没有用上",
    "households without a score are found by no risk, kind or list: those questions were passed over",
)
NOT_BY_LIST = Bilingual(
    "您不看走访名单，“在列”“不在列”的条件没有用上", "you read no lists: the question about them was passed over"
)
ORDER_WORDS = {
    Order.RANK: Bilingual("风险从高到低", "riskiest first"),
    Order.PLACE: Bilingual("逐村，村内风险高的在前", "village by village, riskiest first"),
    Order.HOUSEHOLD: Bilingual("按户编号", "by household code"),
}


class AskedHouseholds(PageAsked):
    """Which households of the last run, in which order."""

    region: Annotated[ARegion | None, OrNothing] = None
    settlement: Annotated[Typed | None, OrNothing] = None
    band: Annotated[RiskBand | None, OrNothing] = None
    risk_type: Annotated[RiskType | None, OrNothing] = None
    household_type: Annotated[HouseholdType | None, OrNothing] = None
    listed: Annotated[bool | None, OrNothing] = None
    household: CodeTyped = None
    score: Annotated[Literal["none"] | None, OrNothing] = None
    order: Annotated[Order | None, OrNothing] = None

    def place(self, around: Countywide | None) -> runs.Wanted:
        """As far as a household without a score can be asked for."""
        there = tuple(around.living_in(self.settlement)) if around and self.settlement else None
        return runs.Wanted(region=self.region, household=self.household, among=there)

    def wanted(self, around: Countywide | None) -> runs.Wanted:
        """All that is asked."""
        return replace(
            self.place(around),
            band=self.band and self.band.value,
            risk_type=self.risk_type and self.risk_type.value,
            household_type=self.household_type and self.household_type.value,
        )

    @property
    def asks_of_scores(self) -> bool:
        """Whether something is asked that nobody without a score can be."""
        return any(each is not None for each in (self.band, self.risk_type, self.household_type, self.listed))

    @property
    def is_narrowed(self) -> bool:
        """Whether some households are not asked for."""
        return self.asks_of_scores or any((self.region, self.settlement, self.household, self.score))

    @property
    def sorted_by(self) -> Order:
        """As it is asked for; who begins to type a code finds it among its neighbours."""
        return self.order or (Order.HOUSEHOLD if self.household else Order.RANK)


@router.get("/households")
def households_page(
    request: Request, asker: Reader, asked: Annotated[AskedHouseholds, Query()], held: Held
) -> Response:
    """Everybody of the reader's places, the riskiest first, or whom they look for; whoever has no score is told apart."""
    moment = now()
    sees_lists = _sees_lists(request, asker)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        run = runs.last(work, DEFAULT_MODEL)
        if run is None:
            return render(request, "no_run.html", {})
        try:
            around = _countywide(held, run, needed=asked.settlement is not None)
        except BusyError as busy:
            return still_working(request, busy)
        standing = in_force(work) if sees_lists else []
        refused = runs.without_score(run.id, asked.place(around))
        shown = {
            "run": run,
            "unscored": exports.count_of(work, refused),
            "sees_lists": sees_lists,
            "standing": standing,
            "passed_over": [
                *([NOT_BY_SCORE] if asked.score == NO_SCORE and asked.asks_of_scores else []),
                *([NOT_BY_LIST] if asked.listed is not None and not sees_lists else []),
            ],
        }
        if asked.score == NO_SCORE:
            page = page_of(work, held, refused, runs.UNSCORED, asked, run.id)
            without, known = page.rows, None
        else:
            selected = runs.assessments(run.id, asked.wanted(around))
            if asked.listed is not None and sees_lists:
                selected = on_lists(selected, standing, listed=asked.listed)
            page = page_of(work, held, selected, ORDERS[asked.sorted_by], asked, run.id)
            without = [] if asked.asks_of_scores else lists.first_of(work, refused, runs.UNSCORED, NO_SCORE_SHOWN)
            known = _beside(work, held, page.rows, standing)
    places = Places(names_at_hand(held.store, day_of(moment)))
    if known is not None:
        answers = _answers(held, asker, run, page.rows, moment)
        shown["rows"] = rows_of(page.rows, Known(places, known[0], around, answers, known[1]))
    shown |= {
        "asked": asked,
        "is_counting": around is None,
        "settlements": around.settlements(asker.jurisdiction) if around else [],
        "without_score": unscored_of(without, places),
        "is_narrowed": asked.is_narrowed,
        "villages": list(places.flat(code for code in places.names if code in asker.jurisdiction)),
        "orders": list(ORDER_WORDS.items()),
        "sorted_by": asked.sorted_by,
        "bands": list(RiskBand),
        "risk_types": list(RiskType),
        "household_types": list(HouseholdType),
        "next_page": asked.address("/households", cursor=page.next) if page.next else None,
        "first_page": asked.address("/households") if asked.cursor else None,
    }
    return render(request, "households.html", shown)


def _sees_lists(request: Request, asker: Principal) -> bool:
    """Whether the reader may read the lists of all places whose households they see here: of some alone it would say of others that none names them."""
    whole = whole_asker(request)
    theirs = whole.reach_of(Permission.READ_LISTS).places if whole else None
    return theirs is not None and all(prefix in theirs for prefix in asker.jurisdiction.prefixes)


def _beside(work: Work, held: Resources, rows: Sequence[Assessment], standing: Sequence[InForce]) -> tuple[Any, Any]:
    """Masked heads, and places on lists."""
    codes = [row.household_id for row in rows]
    return masked_heads(work, held.door.keyring, codes), listings(work, codes, standing)


def _countywide(held: Resources, run: ScoringRun, *, needed: bool) -> Countywide | None:
    """None where it can't be had now, and nothing is asked that needs it."""
    try:
        return countywide(held.store(), run.as_of)
    except (BusyError, StoreError, OSError):
        if needed:
            raise
        return None


def _answers(
    held: Resources, asker: Principal, run: ScoringRun, rows: Sequence[Assessment], moment: dt.datetime
) -> Mapping[str, Mapping[str, Any]]:
    codes = [row.household_id for row in rows]
    kept = answers_of_run(held.door.database, asker.jurisdiction, run.id, codes, moment)
    return {code: read_json(answer.body) for code, answer in kept.items()}

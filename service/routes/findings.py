"""What the records give people to do, page by page: findings, departments' rules that are hit, gaps of the safety net."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

import polars as pl
from fastapi import APIRouter, Depends, Query
from pydantic import BeforeValidator, Field

from features.deliveries.departments import DeliveringDepartment
from features.gaps.declaring import Direction
from features.records.store.states import StoreInState
from features.vocabulary import Department, RiskType
from features.workbooks.homes import NoSuchRegionError
from service.assess import day_to_stand_on, place_asked
from service.deliveries.outcomes import NUMBERS_OF_PEOPLE
from service.deliveries.reading import SENT, shown_file
from service.findings.answers import (
    RecordFindingPage,
    SafetyNetGapPage,
    ScreeningHitPage,
    record_finding,
    safety_net_gap,
    screening_hit,
)
from service.findings.asking import lives_there, place_in_order, seen
from service.findings.listing import Listing, RecordFindingKind
from service.lists import unknown_region
from service.principal import Permission, Principal
from service.resources import Held, Instruments, Ready, Resources, Store
from service.routes.admitting import allowed
from service.routes.asking import ADay, ARegion, empty_is_none
from service.routes.declaring import OF_KEYED_ROUTES, problems
from service.routes.departments import need_places
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of_rows
from service.rows import LONGEST_TEXT
from service.store.repositories import uploads

Answer = TypeVar("Answer")

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["findings"]
)

NOBODY_THERE = problems(
    _403="The asker may not do this, or is a liaison for whom no department is registered.",
    _404="Nobody within the asker's jurisdiction lives in such a region.",
)
ARule = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Reader = Annotated[Principal, Depends(allowed(Permission.READ_FINDINGS))]


class AskedListing(AskedPage):
    """Of which day, where, and of whom."""

    as_of: Annotated[
        ADay | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ADay | Literal[""] | None),
        Field(description="Day to stand on, YYYY-MM-DD; the day of the last delivery when left out."),
    ] = None
    region: Annotated[
        ARegion | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ARegion | Literal[""] | None),
        Field(description="First 2 to 12 digits of the village code; all of the asker's places when left out."),
    ] = None
    household_id: Annotated[ARule | None, Field(description="Only those of a household.")] = None

    def wanted(self, **columns: Any) -> dict[str, str]:
        """Values of columns that are asked for."""
        asked = {"household_id": self.household_id, **columns}
        return {column: str(value) for column, value in asked.items() if value is not None}


class AskedFindings(AskedListing):
    """Which findings."""

    kind: Annotated[RecordFindingKind | None, Field(description="Only those of a kind.")] = None
    check: Annotated[ARule | None, Field(description="Only those of a check, rule or reason, by its id.")] = None
    department: Annotated[
        DeliveringDepartment | None, Field(description="Only what stands in a file of a department.")
    ] = None


class AskedTriggers(AskedListing):
    """Which hits."""

    trigger: Annotated[ARule | None, Field(description="Only those of a rule.")] = None
    risk_type: Annotated[RiskType | None, Field(description="Only those that point to an official risk type.")] = None
    department: Annotated[Department | None, Field(description="Only those of a department's rules.")] = None


class AskedGaps(AskedListing):
    """Which gaps."""

    gap: Annotated[ARule | None, Field(description="Only those of a rule.")] = None
    direction: Annotated[Direction | None, Field(description="Only those where one side is missing.")] = None
    department: Annotated[Department | None, Field(description="Only those on which a department has to act.")] = None


@dataclass(frozen=True)
class Shown:
    """A page of a listing: its rows, and what stands around them."""

    rows: list[dict[str, Any]]
    around: dict[str, Any]


@router.get("/findings", operation_id="list_findings", summary="What to put right or look at", responses=NOBODY_THERE)
def list_findings(
    asked: Annotated[AskedFindings, Query()], asker: Reader, held: Held, store: Store, instruments: Ready
) -> RecordFindingPage:
    """As `fanpin findings` writes them: by village and household, each with where the record stands, why it matters and what to do.

    The first call for a day looks through the whole store, which takes seconds; later calls do not.
    """
    wanted = asked.wanted(kind=asked.kind, rule=asked.check)
    page = _page(Listing.FINDINGS, asked, wanted, asked.department, asker, held, store, instruments)
    called = called_by_people(page.rows, asker, held)
    return RecordFindingPage(items=[record_finding(row, called) for row in page.rows], **page.around)


@router.get(
    "/triggers", operation_id="list_triggers", summary="Departments' rules that are hit", responses=NOBODY_THERE
)
def list_triggers(
    asked: Annotated[AskedTriggers, Query()], asker: Reader, held: Held, store: Store, instruments: Ready
) -> ScreeningHitPage:
    """As `fanpin triggers` lists them: leads to be checked, never a decision. The first call for a day takes seconds."""
    wanted = asked.wanted(rule=asked.trigger, risk_type=asked.risk_type)
    page = _page(Listing.TRIGGERS, asked, wanted, asked.department, asker, held, store, instruments)
    return ScreeningHitPage(items=[screening_hit(row) for row in page.rows], **page.around)


@router.get("/gaps", operation_id="list_gaps", summary="Gaps of the safety net", responses=NOBODY_THERE)
def list_gaps(
    asked: Annotated[AskedGaps, Query()], asker: Reader, held: Held, store: Store, instruments: Ready
) -> SafetyNetGapPage:
    """As `fanpin gaps` lists them: who is due a measure and has it not, and the reverse. The first call for a day takes seconds."""
    wanted = asked.wanted(rule=asked.gap, direction=asked.direction)
    page = _page(Listing.GAPS, asked, wanted, asked.department, asker, held, store, instruments)
    return SafetyNetGapPage(items=[safety_net_gap(row) for row in page.rows], **page.around)


def _page(
    listing: Listing,
    asked: AskedListing,
    wanted: dict[str, str],
    acting: DeliveringDepartment | Department | None,
    asker: Principal,
    held: Resources,
    store: StoreInState,
    instruments: Instruments,
) -> Shown:
    """Raises ProblemError: 403, a liaison speaks for no department; 404, nobody of the asker's lives there; 422, the day or the cursor can't be; 503, it is being worked out."""
    place = place_asked(asked.region, need_places(asker, Permission.READ_FINDINGS))
    on = day_to_stand_on(asked.as_of, store, instruments)
    day = listed_day(lambda: held.listed_days.of(listing, store, instruments.policy, on))
    if not lives_there(day, place):
        raise unknown_region()
    reach = asker.reach_of(Permission.READ_FINDINGS)
    rows = seen(day, place, reach, wanted, None if acting is None else acting.value)
    page = page_of_rows(held, range(rows.height), lambda number: place_in_order(rows, number), asked, str(on))
    around = {
        "as_of": on,
        "total": rows.height,
        "households": rows.filter(pl.col("household_id") != "")["household_id"].n_unique(),
        "policy_examples": list(day.policy_examples),
        "next": page.next,
    }
    return Shown(rows[list(page.rows)].to_dicts(), around)


def listed_day(work: Callable[[], Answer]) -> Answer:
    """Raises ProblemError: 404, nobody was known on the day; 503, it is being worked out."""
    try:
        return work()
    except NoSuchRegionError:
        raise unknown_region() from None


def called_by_people(
    rows: list[dict[str, Any]], asker: Principal, held: Resources
) -> Callable[[str | None], str | None]:
    """What a file, or anything that its sender wrote, is called before people."""
    files = {row[name] for row in rows for name in ("file", "holds_file") if row[name]}
    sent = {file: match[1] for file in files if (match := SENT.match(file))}
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        known = uploads.several(work, set(sent.values())) if sent else {}

    def called(text: str | None) -> str | None:
        if text is None:
            return None
        return shown_file(text, known.get(sent[text])) if text in sent else NUMBERS_OF_PEOPLE.sub("…", text)

    return called

"""Leads for programs and people: reported, read, moved."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import Field

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.assess import home_of
from service.leads.answers import (
    BoardLead,
    CountsAnswer,
    LeadAnswer,
    LeadInFull,
    LeadPage,
    ReportReceived,
    in_full,
    lead_answer,
    received_answer,
)
from service.leads.moving import ChangedMeanwhileError, assign, choices, move_lead
from service.leads.receiving import OtherHouseholdError, Reported, receive_report
from service.leads.sent import AssigneeSent, MoveSent, ReportSent, VisitSent
from service.local_time import day_of
from service.principal import Permission, Principal
from service.problems import FieldProblem, ProblemError, invalid_request
from service.procedure.merging import Merge, ReportError
from service.procedure.moving import MoveError, ProblemKind
from service.procedure.states import LeadState
from service.procedure.storage import details_from_document
from service.resources import Held, Ready, Resources, Store
from service.routes.admitting import allowed
from service.routes.asking import ARegion, Names
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, OnceOnVersion, changed_meanwhile, etag_of, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.rows import LONGEST_TEXT
from service.store import Work
from service.store.repositories import leads
from service.store.tables import Lead
from service.vault.looking import masked_heads

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["leads"]
)

NO_LEAD = problems(_404="There is no such lead within the asker's jurisdiction.")
ALREADY = {
    **OF_JSON,
    **problems(
        _409="The idempotency key was used for another request, or the lead can't be moved so: each problem is named."
    ),
}
CHANGED = problems(_412="It was changed since the asker saw it (`If-Match`); nothing was done.")

LeadId = Annotated[
    str, Path(pattern=r"^lead_[0-9a-z]{26}$", description="The lead.", examples=["lead_01kbb3jt1r9h5w2m7x4c6d8e0f"])
]
Reader = Annotated[Principal, Depends(allowed(Permission.READ_LEADS))]
Reporter = Annotated[Principal, Depends(allowed(Permission.REPORT_LEADS))]
Mover = Annotated[Principal, Depends(allowed(Permission.MOVE_LEADS))]
Visitor = Annotated[Principal, Depends(allowed(Permission.RECORD_VISITS))]


class Order(StrEnum):
    URGENCY = "urgency"
    NEWEST = "newest"
    PLACE = "place"


ORDERS = {Order.URGENCY: leads.URGENCY, Order.NEWEST: leads.NEWEST, Order.PLACE: leads.PLACE}


class AskedLeads(AskedPage):
    """Which leads, in which order."""

    state: Annotated[LeadState | None, Field(description="Only those that stand there.")] = None
    region: Annotated[ARegion | None, Field(description="First digits of the village code.")] = None
    household_id: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TEXT)] = None
    assigned_to: Annotated[str | None, Field(pattern=r"^user_[0-9a-z]{26}$")] = None
    open: Annotated[bool | None, Field(description="Whether somebody still has to do something.")] = None
    overdue: Annotated[bool, Field(description="Only those whose days are over.")] = False
    order: Annotated[Order, Field(description="`urgency`: the latest first.")] = Order.URGENCY
    names: Names | None = None


@router.post(
    "/leads",
    status_code=201,
    operation_id="report_lead",
    summary="Report a household",
    response_model=ReportReceived,
    responses={
        200: {"model": ReportReceived, "description": "It joined a lead that the household has."},
        **OF_JSON,
        **problems(
            _404="The records know no such household within the asker's jurisdiction.",
            _409="The idempotency key, or the reference, was used for another request or household.",
        ),
    },
)
def report_lead(
    sent: Annotated[ReportSent, Body()], asker: Reporter, doing: Once, store: Store, instruments: Ready
) -> Response:
    """Several reports of one family become one lead with all its sources; the same reference twice is one report."""
    region = home_of(sent.household_id, doing.today, asker.jurisdiction, store)
    reported = Reported(region_code=region, **sent.model_dump())

    def do(work: Work) -> Any:
        try:
            received = receive_report(work, doing.held.door.keyring, instruments.policy, asker, reported, doing.today)
        except OtherHouseholdError:
            raise _reference_used() from None
        except ReportError as error:
            raise _wrong("reported_on", str(error)) from None
        is_new = received.receipt.merge is Merge.OPENED
        answer = received_answer(received.row, received.receipt, doing.today)
        return reply_of(
            answer, 201 if is_new else 200, version=received.row.version, location=f"/v1/leads/{received.row.id}"
        )

    return doing.once(asker, do)


@router.get("/leads", operation_id="list_leads", summary="The board of leads")
def list_leads(asked: Annotated[AskedLeads, Query()], asker: Reader, held: Held) -> LeadPage:
    """Those of the asker's places, page by page."""
    moment = now()
    today = day_of(moment)
    selected = leads.board(
        state=None if asked.state is None else asked.state.value,
        region=asked.region,
        household=asked.household_id,
        assigned_to=asked.assigned_to,
        is_open=asked.open,
        due_before=today if asked.overdue else None,
    )
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        page = page_of(work, held, selected, ORDERS[asked.order], asked)
        heads = {}
        if asked.names is not None:
            heads = masked_heads(work, held.door.keyring, [row.household_id for row in page.rows])
        items = [BoardLead(**lead_answer(row, today), head=heads.get(row.household_id)) for row in page.rows]
        return LeadPage(items=items, next=page.next)


@router.get("/leads/counts", operation_id="count_leads", summary="How many leads stand where")
def count_leads(asker: Reader, held: Held) -> CountsAnswer:
    """Of the asker's places."""
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        counts = leads.counts_by_state(work)
        return CountsAnswer(
            by_state={state.value: counts.get(state.value, 0) for state in LeadState},
            overdue=leads.count_overdue(work, day_of(moment)),
        )


@router.get(
    "/leads/{lead_id}", operation_id="read_lead", summary="A lead in full", response_model=LeadInFull, responses=NO_LEAD
)
def read_lead(lead_id: LeadId, asker: Reader, held: Held, instruments: Ready) -> Response:
    """With its reports and steps, and the moves that begin where it stands: those that are open to the asker, and why others are not."""
    moment = now()
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        row = existing_lead(leads.find(work, lead_id))
        answer = _in_full(work, held, asker, row, instruments.policy, day_of(moment))
    return Response(answer.model_dump_json(), headers={"ETag": etag_of(row.version)}, media_type="application/json")


@router.post(
    "/leads/{lead_id}/moves",
    operation_id="move_lead",
    summary="Move a lead through the procedure",
    response_model=LeadInFull,
    responses={**NO_LEAD, **ALREADY, **CHANGED},
)
def move(
    lead_id: LeadId, sent: Annotated[MoveSent, Body()], asker: Mover, doing: OnceOnVersion, instruments: Ready
) -> Response:
    """By a person, in an office that may: docs/procedure.md is the table. A program moves nothing."""
    return _move(lead_id, sent.move, sent.details, asker, doing, instruments.policy)


@router.post(
    "/leads/{lead_id}/visits",
    operation_id="record_visit",
    summary="Record what a visit found",
    response_model=LeadInFull,
    responses={**NO_LEAD, **ALREADY, **CHANGED},
)
def record_visit(
    lead_id: LeadId, sent: Annotated[VisitSent, Body()], asker: Visitor, doing: OnceOnVersion, instruments: Ready
) -> Response:
    """The move `visit`. Its outcome goes into the records, known from today on."""
    return _move(lead_id, "visit", sent.model_dump(mode="json", exclude_none=True), asker, doing, instruments.policy)


@router.put(
    "/leads/{lead_id}/assignee",
    operation_id="assign_lead",
    summary="Give a lead to somebody",
    response_model=LeadAnswer,
    responses={**OF_JSON, **NO_LEAD, **CHANGED, **problems(_409="The idempotency key was used for another request.")},
)
def assign_lead(lead_id: LeadId, sent: Annotated[AssigneeSent, Body()], asker: Mover, doing: OnceOnVersion) -> Response:
    """Who is to work on it."""

    def do(work: Work) -> Any:
        row = existing_lead(leads.find(work, lead_id, hold=True))
        if doing.seen is not None and doing.seen != row.version:
            raise changed_meanwhile(row.version)
        assign(work, doing.held.door.keyring, asker, row, sent.assigned_to)
        return reply_of(LeadAnswer(**lead_answer(row, doing.today)), version=row.version)

    return doing.once(asker, do)


def _move(lead_id: str, name: str, details: dict[str, Any], asker: Principal, doing: Doing, policy: Policy) -> Response:
    def do(work: Work) -> Any:
        row = existing_lead(leads.find(work, lead_id, hold=True))
        keyring = doing.held.door.keyring
        try:
            move_lead(
                work, keyring, policy, asker, row, name, details_from_document(details), doing.today, seen=doing.seen
            )
        except ChangedMeanwhileError as error:
            raise changed_meanwhile(error.version) from None
        except MoveError as error:
            raise not_so(error) from None
        return reply_of(_in_full(work, doing.held, asker, row, policy, doing.today), version=row.version)

    return doing.once(asker, do)


def _in_full(work: Work, held: Resources, asker: Principal, row: Lead, policy: Policy, today: dt.date) -> LeadInFull:
    keyring = held.door.keyring
    moves = choices(work, keyring, policy, asker, row, today)
    return in_full(row, leads.reports(work, row.id), leads.steps(work, row.id), moves, keyring, today)


def existing_lead(row: Lead | None) -> Lead:
    """The lead. Raises ProblemError: 404, there is none within the jurisdiction."""
    if row is None:
        raise ProblemError(
            404,
            "unknown-lead",
            Bilingual("没有这条线索", "No such lead"),
            Bilingual("您的辖区内没有该编号的线索", "Within your jurisdiction there is no lead of this name."),
        )
    return row


def _reference_used() -> ProblemError:
    return ProblemError(
        409,
        "reference-used",
        Bilingual("该线索编号已用于另一户", "The reference was used for another household"),
        Bilingual(
            "没有执行任何操作：同一来源的不同线索用不同的 reference",
            "Nothing was done. Give different reports of one source different references.",
        ),
    )


def not_so(error: MoveError) -> ProblemError:
    """What stands in a move's way: all of it; wrong fields alone are 422."""
    named = [
        FieldProblem(
            path=f"details.{problem.about}" if problem.kind is ProblemKind.FIELD else "move",
            message=str(problem.words),
            what_to_do=str(
                Bilingual(
                    "改正后再提交；办理规则见 docs/procedure.md",
                    "Put it right and send anew; docs/procedure.md is the table.",
                )
            ),
        )
        for problem in error.problems
    ]
    if all(problem.kind in (ProblemKind.FIELD, ProblemKind.UNKNOWN_MOVE) for problem in error.problems):
        return invalid_request(named)
    return ProblemError(
        409,
        "move-not-open",
        Bilingual("这一步现在不能办", "The lead can't be moved so"),
        Bilingual("原因逐一列于下方；没有执行任何操作", "Each reason is named below. Nothing was done."),
        problems=named,
    )


def _wrong(path: str, why: str) -> ProblemError:
    to_do = Bilingual("核对日期后再提交", "Check the day and send anew.")
    return invalid_request([FieldProblem(path=path, message=why, what_to_do=str(to_do))])

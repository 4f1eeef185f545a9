"""Exports: asked for with a reason, approved by a second person where they are large, fetched once, with the mark of who took them along."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import Field

from service.exporting.answers import ExportAnswer, ExportPage, export_answer, export_to_decide
from service.exporting.asked import ExportAsked
from service.exporting.writing import MEDIA_TYPES
from service.once import Reply
from service.principal import Permission, Principal
from service.resources import Held, Ready
from service.routes.admitting import allowed, asker_in_full
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.routes.taking import asked_for, file_of, own_request, so, with_one_place
from service.store import Work
from service.store.repositories import exports
from service.store.tables.exports import ExportState
from service.vault.exports import decide, words_of

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["exports"]
)

NO_EXPORT = problems(_404="There is no such request within the asker's places, or it is somebody else's.")
NOT_SO = problems(
    _409="It does not wait for this: decided or used already, too old, one's own, or of more rows than were asked for; `detail` says which."
)
ExportId = Annotated[
    str,
    Path(pattern=r"^export_[0-9a-z]{26}$", description="The request.", examples=["export_01kbb3jt1r9h5w2m7x4c6d8e0f"]),
]
Exporter = Annotated[Principal, Depends(allowed(Permission.EXPORT))]
Approver = Annotated[Principal, Depends(allowed(Permission.APPROVE_EXPORTS))]
InFull = Annotated[Principal, Depends(asker_in_full)]


class AskedExports(AskedPage):
    """Which requests."""

    state: Annotated[ExportState | None, Field(description="`asked`: those that wait for a second person.")] = None


@router.post(
    "/exports",
    status_code=201,
    operation_id="ask_for_export",
    summary="Ask for an export",
    response_model=ExportAnswer,
    responses={
        **OF_JSON,
        **problems(
            _404="There is no such list that touches the asker's places.",
            _409="The idempotency key was used for another request; or the list of a `visit_workbook` was not issued.",
        ),
    },
)
def ask_for(
    sent: Annotated[ExportAsked, Body()], asker: Exporter, whole: InFull, doing: Once, instruments: Ready
) -> Response:
    """Of few rows its file is there at once; above `export_rows_alone` another person approves it first. Never more than the asker may read."""
    export = with_one_place(sent.export, asker, whole)

    def do(work: Work) -> Reply:
        request = asked_for(work, doing.held, instruments.policy, asker, export, sent.words)
        return reply_of(export_answer(request), 201, location=f"/v1/exports/{request.id}")

    return doing.once(asker, do)


@router.get("/exports", operation_id="list_exports", summary="Requests for exports, to decide")
def list_exports(asked: Annotated[AskedExports, Query()], asker: Approver, held: Held) -> ExportPage:
    """Of all who asked within the asker's places, with why, the newest first."""
    selected = exports.every_request(asked.state)
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, selected, exports.NEWEST_FIRST, asked)
        items = [export_to_decide(row, words_of(held.door.keyring, row)) for row in page.rows]
        return ExportPage(items=items, next=page.next)


@router.get("/exports/{export_id}", operation_id="read_export", summary="One's own request", responses=NO_EXPORT)
def read_export(export_id: ExportId, asker: Exporter, held: Held) -> ExportAnswer:
    """Whether it was approved."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        return export_answer(own_request(work, export_id, asker))


@router.post(
    "/exports/{export_id}/approve",
    operation_id="approve_export",
    summary="Approve an export",
    response_model=ExportAnswer,
    responses={**NO_EXPORT, **NOT_SO},
)
def approve(export_id: ExportId, asker: Approver, doing: Once) -> Response:
    """Another person than who asked; this very export with its filters, for one use."""
    return _decide(export_id, asker, doing, approves=True)


@router.post(
    "/exports/{export_id}/refuse",
    operation_id="refuse_export",
    summary="Refuse an export",
    response_model=ExportAnswer,
    responses={**NO_EXPORT, **NOT_SO},
)
def refuse(export_id: ExportId, asker: Approver, doing: Once) -> Response:
    """It can be asked for anew."""
    return _decide(export_id, asker, doing, approves=False)


@router.get(
    "/exports/{export_id}/file",
    operation_id="fetch_export",
    summary="The file of an export",
    response_class=Response,
    responses={
        200: {
            "description": "The file; its first line is the mark.",
            "content": {form: {"schema": {"type": "string", "format": "binary"}} for form in MEDIA_TYPES.values()},
        },
        **NO_EXPORT,
        **NOT_SO,
    },
)
def fetch(request: Request, export_id: ExportId, asker: Exporter, whole: InFull, held: Held) -> Response:
    """Once, by whoever asked, as the rows are now: each sheet, page and file bears unit, user, time and request."""
    return file_of(request, export_id, asker, whole, held)


def _decide(export_id: str, asker: Principal, doing: Doing, *, approves: bool) -> Response:
    def do(work: Work) -> Reply:
        decided = so(lambda: decide(work, doing.held.door.keyring, asker, export_id, approve=approves))
        return reply_of(export_answer(decided))

    return doing.once(asker, do)

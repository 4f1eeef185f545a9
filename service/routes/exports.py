"""Exports: asked for with a reason, approved by a second person where they are large, fetched once, with the mark of who took them along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import Field

from features.bilingual import Bilingual
from service.access.doorkeeper import NotAllowedError
from service.exporting.answers import ExportAnswer, ExportPage, export_answer, export_to_decide
from service.exporting.asked import Export, ExportAsked, ItemsExport, as_text, from_text
from service.exporting.tables import Table, table_of
from service.exporting.writing import MEDIA_TYPES, written
from service.jurisdiction import Jurisdiction
from service.limits import HEADERS_ONLY
from service.local_time import day_of
from service.once import Reply
from service.place_names import UNKNOWN, Names, names_at_hand
from service.principal import Kind, Permission, Principal
from service.problems import ProblemError, wrong_parameter
from service.request_ids import IN_SCOPE
from service.resources import Held, Ready, Resources
from service.routes.admitting import allowed, asker_in_full
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.lists import unknown_list
from service.routes.paging import AskedPage, page_of
from service.slow import OneAtATime
from service.store import Work
from service.store.repositories import exports, leads, lists
from service.store.tables.exports import ExportRequest, ExportState
from service.vault.exports import Against, ExportError, against_using, ask, decide, use, words_of
from service.vault.looking import masked_heads
from service.vault.watermark import watermark

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["exports"]
)

MOST_ROWS = 20_000
LONGEST_UNIT = 60
FILES: OneAtATime[bytes] = OneAtATime(Bilingual("正在生成导出文件", "The file is being written"))

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
            _409="The idempotency key was used for another request.",
        ),
    },
)
def ask_for(
    sent: Annotated[ExportAsked, Body()], asker: Exporter, whole: InFull, doing: Once, instruments: Ready
) -> Response:
    """Of few rows its file is there at once; above `export_rows_alone` another person approves it first. Never more than the asker may read."""
    places = _places(sent.export, asker, whole)
    there = places.within(sent.export.region or "").prefixes
    if len(there) != 1:
        raise wrong_parameter(
            "export.region",
            Bilingual("不是您的一处辖区", "it is not one of the asker's places"),
            Bilingual("写明导出哪一处", "Say of which place."),
        )
    export = sent.export.model_copy(update={"region": there[0] or None})

    def do(work: Work) -> Reply:
        _existing_list(work, export)
        rows = exports.count_of(work, export.selected())
        if rows > MOST_ROWS:
            raise wrong_parameter(
                "export.region",
                Bilingual(f"超过{MOST_ROWS:,}行", f"there are more than {MOST_ROWS:,} rows"),
                Bilingual("分乡镇导出", "Export one township at a time."),
            )
        request = ask(
            work,
            doing.held.door.keyring,
            instruments.policy,
            asker,
            what=as_text(export),
            rows=rows,
            region_code=there[0],
            words=sent.words,
        )
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
        return export_answer(_own(work, export_id, asker))


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
    moment, keyring = now(), held.door.keyring
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        row = _own(work, export_id, asker)
    if against := against_using(row, asker, row.what, 0, moment):
        raise _not_so(against)
    try:
        export = from_text(row.what)
    except ValueError:
        raise _not_so(Against.OTHER) from None
    if row.region_code not in _places(export, asker, whole):
        raise _unknown()
    headers = {"Content-Disposition": f'attachment; filename="{export.what}-{day_of(moment)}-{row.id}.{export.format}"'}
    if request.scope.get(HEADERS_ONLY):
        # Looking uses nothing up.
        return Response(headers=headers, media_type=MEDIA_TYPES[export.format])
    names = names_at_hand(held.store, day_of(moment))
    table = _table(held, export, row.region_code, names, moment)
    mark = watermark(unit_of(whole, row.region_code, names), whole.shown, moment, request.scope[IN_SCOPE])
    content = FILES.result((row.id, mark), lambda: written(table, export.format, mark, day_of(moment)))
    with held.door.database.writing(asker.jurisdiction, moment) as work:
        _so(lambda: use(work, keyring, asker, export_id, what=row.what, rows=len(table.rows)))
    return Response(content, headers=headers, media_type=MEDIA_TYPES[export.format])


def _table(held: Resources, export: Export, region: str, names: Names, moment: dt.datetime) -> Table:
    order = lists.NUMBER if isinstance(export, ItemsExport) else leads.PLACE
    with held.door.database.reading(Jurisdiction.of(region), moment) as work:
        rows = exports.rows_of(work, export.selected(), order, MOST_ROWS + 1)
        heads = masked_heads(work, held.door.keyring, [row.household_id for row in rows]) if export.names else {}
        return table_of(export, rows, heads, names, day_of(moment))


def _decide(export_id: str, asker: Principal, doing: Doing, *, approves: bool) -> Response:
    def do(work: Work) -> Reply:
        decided = _so(lambda: decide(work, doing.held.door.keyring, asker, export_id, approve=approves))
        return reply_of(export_answer(decided))

    return doing.once(asker, do)


def _so(change: Callable[[], ExportRequest]) -> ExportRequest:
    """What is done with a request; or why not, in words."""
    try:
        return change()
    except LookupError:
        raise _unknown() from None
    except ExportError as error:
        raise _not_so(error.against) from None


def _places(export: Export, asker: Principal, whole: Principal) -> Jurisdiction:
    """Where the asker may both export and read what is exported."""
    if not whole.may(export.needs):
        raise NotAllowedError(export.needs)
    return asker.jurisdiction.shared_with(whole.narrowed_to(export.needs).jurisdiction)


def unit_of(whole: Principal, region: str, names: Names) -> str:
    """The office of whoever takes it along: the place, and what they are there."""
    named = next((each for code, each in names.items() if region and code.startswith(region)), UNKNOWN)
    place = {9: named["township"], 12: named["village"]}.get(len(region)) or region or "全部辖区"
    is_program = whole.kind is Kind.CLIENT
    of = Kind.CLIENT.zh if is_program else "、".join(role.zh for role in sorted(whole.roles))
    return f"{place} {whole.department.zh if whole.department else of}"[:LONGEST_UNIT]


def _existing_list(work: Work, export: Export) -> None:
    if isinstance(export, ItemsExport) and lists.find(work, export.list_id) is None:
        raise unknown_list()


def _own(work: Work, export_id: str, asker: Principal) -> ExportRequest:
    row = exports.request_of(work, export_id)
    if row is None or row.asked_by != asker.actor:
        raise _unknown()
    return row


def _unknown() -> ProblemError:
    return ProblemError(
        404,
        "unknown-export",
        Bilingual("没有这个导出申请", "No such request for an export"),
        Bilingual(
            "您的辖区内没有该编号的、可由您办理的导出申请", "Within your places there is no such request that is yours."
        ),
    )


def _not_so(against: Against) -> ProblemError:
    return ProblemError(
        409,
        "export-not-open",
        Bilingual("导出不能这样办", "The export can't be had so"),
        Bilingual(against.zh, against.en),
    )

"""Requests for exports on a page: one's own with their files, and for whoever decides those that wait."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from features.bilingual import Bilingual
from service.jurisdiction import NOWHERE
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held
from service.routes.admitting import allowed, asker_in_full
from service.routes.doing import now
from service.routes.exports import ExportId
from service.routes.office.forms import OwnForm
from service.routes.paging import AskedPage, page_of
from service.routes.taking import file_of, so
from service.store.paging import LONGEST_CURSOR
from service.store.repositories import exports
from service.store.tables.exports import ExportState
from service.vault.exports import decide
from service.views.exports import own, to_decide

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("done", "cursor", "mine"))])

Exporter = Annotated[Principal, Depends(allowed(Permission.EXPORT))]
Approver = Annotated[Principal, Depends(allowed(Permission.APPROVE_EXPORTS))]
InFull = Annotated[Principal, Depends(asker_in_full)]

DONE = {
    "asked": Bilingual(
        "已提交申请：由另一人批准后，在本页取文件",
        "Asked for: once another person approved it, its file is on this page",
    ),
    "approved": Bilingual("已批准：申请人可以取文件了", "Approved: whoever asked can fetch the file now"),
    "refused": Bilingual("已退回：可以重新申请", "Refused: it can be asked for anew"),
}
Cursor = Annotated[str | None, Field(max_length=LONGEST_CURSOR)]


class PageOfExports(BaseModel):
    """Which page of both lists; what others add to a link is passed over."""

    model_config = ConfigDict(extra="ignore")

    done: str = ""
    cursor: Cursor = None
    mine: Cursor = None


@router.get("/exports")
def exports_page(
    request: Request, asker: Exporter, whole: InFull, held: Held, asked: Annotated[PageOfExports, Query()]
) -> Response:
    """Those that wait for a decision, where it is the reader's to make, and the reader's own."""
    moment = now()
    places, keyring = names_at_hand(held.store, day_of(moment)), held.door.keyring
    decides = whole.narrowed_to(Permission.APPROVE_EXPORTS)
    where = decides.jurisdiction if whole.may(Permission.APPROVE_EXPORTS) else NOWHERE
    with held.door.database.reading(where, moment) as work:
        waiting = page_of(
            work,
            held,
            exports.every_request(ExportState.ASKED.value),
            exports.NEWEST_FIRST,
            AskedPage(cursor=asked.cursor or None),
            "to decide",
        )
        deciding = to_decide(work, keyring, waiting.rows, decides, places)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        mine = page_of(
            work,
            held,
            exports.requests_by(asker.actor),
            exports.NEWEST_FIRST,
            AskedPage(cursor=asked.mine or None),
            "own",
        )
        own_ones = own(work, mine.rows, places)
    values = {
        "decides": whole.may(Permission.APPROVE_EXPORTS),
        "deciding": deciding,
        "next": waiting.next,
        "own": own_ones,
        "next_own": mine.next,
        "done": DONE.get(asked.done),
    }
    return render(request, "exports.html", values)


@router.post("/exports/{export_id}/approve")
def approve(export_id: ExportId, asker: Approver, _: OwnForm, held: Held) -> Response:
    """Another person than who asked; for one use."""
    return _decided(export_id, asker, held, approves=True)


@router.post("/exports/{export_id}/refuse")
def refuse(export_id: ExportId, asker: Approver, _: OwnForm, held: Held) -> Response:
    """It can be asked for anew."""
    return _decided(export_id, asker, held, approves=False)


@router.get("/exports/{export_id}/file")
def fetch(request: Request, export_id: ExportId, asker: Exporter, whole: InFull, held: Held) -> Response:
    """Its file, once."""
    return file_of(request, export_id, asker, whole, held)


def _decided(export_id: str, asker: Principal, held: Held, *, approves: bool) -> Response:
    with held.door.database.writing(asker.jurisdiction, now()) as work:
        so(lambda: decide(work, held.door.keyring, asker, export_id, approve=approves))
    return RedirectResponse(f"/exports?done={'approved' if approves else 'refused'}", status_code=303)

"""A list to visit leaves as a workbook, and comes back filled in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.workbooks.book import MEDIA_TYPE
from service.exporting.asked import VisitsExport
from service.local_time import day_of
from service.origin import SESSION_COOKIE
from service.pages import render
from service.pages.languages import Language
from service.pages.preferences import preferences_of
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.request_ids import IN_SCOPE
from service.resources import Held, Ready, Resources
from service.routes.admitting import allowed, asker_in_full
from service.routes.doing import now
from service.routes.lists import ListId, unknown_list
from service.routes.office.forms import OwnFile, OwnForm, not_our_form
from service.routes.taking import asked_for, unit_of, with_one_place
from service.sheets.handing import handed_in
from service.sheets.outcome import Outcome, packed, unpacked, workbook
from service.sheets.reading import NotOursError
from service.slow import OneAtATime
from service.store.repositories import lists
from service.store.tables.exports import ExportState
from service.vault.exports import WORDS_AT_LEAST, WORDS_AT_MOST
from service.vault.watermark import watermark
from service.views.excel import Taking, taking

router = APIRouter(include_in_schema=False)

Exporter = Annotated[Principal, Depends(allowed(Permission.EXPORT))]
Visitor = Annotated[Principal, Depends(allowed(Permission.RECORD_VISITS))]
InFull = Annotated[Principal, Depends(asker_in_full)]
HANDED_IN: OneAtATime[Outcome] = OneAtATime(Bilingual("正在登记交回的走访表", "The workbook is being taken in"))

SAY_WHY = Bilingual(
    f"用途没有写或长短不合适：请写{WORDS_AT_LEAST}至{WORDS_AT_MOST}个字",
    f"say why, in {WORDS_AT_LEAST} to {WORDS_AT_MOST} signs",
)
MOST_ON_PAGE = 300
"""Rows that were passed over; the file holds all."""
WHICH_PLACE = Bilingual("请选择导出哪一处", "choose of which place")


@router.get("/lists/excel-in", dependencies=[Depends(allowed(Permission.RECORD_VISITS))])
def hand_in_page(request: Request) -> Response:
    """Where a workbook is handed in."""
    return _hand_in(request)


@router.post("/lists/excel-in")
def hand_in(request: Request, asker: Visitor, whole: InFull, sent: OwnFile, held: Held, instruments: Ready) -> Response:
    """Take a workbook in: its good rows, each by itself. Sent again it changes nothing, so the answer is a page and no other address."""
    door, moment = held.door, now()
    key = (door.database.shown, asker.actor, hashlib.sha256(sent.content).hexdigest())
    try:
        outcome = HANDED_IN.result(
            key,
            lambda: handed_in(
                door.database, door.keyring, instruments.policy, whole, sent.name or "xlsx", sent.content, moment
            ),
        )
    except NotOursError as error:
        return _hand_in(request, refused=error)
    report = packed(door.keyring, request.cookies.get(SESSION_COOKIE, ""), outcome)
    return _hand_in(request, outcome=outcome, report=report, at=moment)


@router.post("/lists/excel-in/report")
def report(request: Request, asker: Visitor, whole: InFull, form: OwnForm, held: Held) -> Response:
    """The rows that were passed over, as a workbook."""
    keyring, moment = held.door.keyring, now()
    skipped = unpacked(keyring, request.cookies.get(SESSION_COOKIE, ""), form.text("report"))
    if skipped is None:
        raise not_our_form()
    unit = unit_of(whole, asker.jurisdiction.prefixes[0], names_at_hand(held.store, day_of(moment)))
    mark = watermark(unit, whole.shown, moment, request.scope[IN_SCOPE])
    english = preferences_of(request).language is Language.EN
    headers = {"Content-Disposition": f'attachment; filename="visits-not-taken-{day_of(moment)}.xlsx"'}
    content = workbook(skipped, mark.en if english else mark.zh, day_of(moment), english=english)
    return Response(content, headers=headers, media_type=MEDIA_TYPE)


@router.get("/lists/{list_id}/excel")
def take_page(
    request: Request, list_id: ListId, asker: Exporter, whole: InFull, held: Held, instruments: Ready
) -> Response:
    """Where a list's workbook is asked for."""
    return _take(request, _taking(held, list_id, asker, whole, instruments.policy, now()))


@router.post("/lists/{list_id}/excel")
def take(
    request: Request, list_id: ListId, asker: Exporter, whole: InFull, form: OwnForm, held: Held, instruments: Ready
) -> Response:
    """Ask for it: of few families the file comes at once, of more a second person approves it first."""
    moment = now()
    words, region = form.text("words"), form.given("region")
    shown = _taking(held, list_id, asker, whole, instruments.policy, moment)
    problems = [] if WORDS_AT_LEAST <= len(words) <= WORDS_AT_MOST else [SAY_WHY]
    if (region or "") not in {place.code for place in shown.places}:
        problems.append(WHICH_PLACE)
    try:
        export = VisitsExport(what="visit_workbook", list_id=list_id, region=region)
    except ValidationError:
        return _take(request, shown, [*problems, WHICH_PLACE][-1:], form.fields)
    if problems:
        return _take(request, shown, problems, form.fields)
    export_of_place = with_one_place(export, asker, whole)
    with held.door.database.writing(asker.jurisdiction, moment) as work:
        row = asked_for(work, held, instruments.policy, asker, export_of_place, words)
    ready = row.state == ExportState.APPROVED.value
    return RedirectResponse(f"/exports/{row.id}/file" if ready else "/exports?done=asked", status_code=303)


def _taking(
    held: Resources, list_id: str, asker: Principal, whole: Principal, policy: Policy, moment: dt.datetime
) -> Taking:
    where = asker.jurisdiction.shared_with(whole.reach_of(Permission.READ_LISTS).places)
    names = names_at_hand(held.store, day_of(moment))
    with held.door.database.reading(where, moment) as work:
        listed = lists.find(work, list_id)
        if listed is None:
            raise unknown_list()
        return taking(work, listed, where, names, int(policy.value("export_rows_alone", None, day_of(moment))))


def _take(
    request: Request, shown: Taking, problems: Sequence[Bilingual] = (), typed: Mapping[str, str] | None = None
) -> Response:
    values = {"shown": shown, "problems": problems, "typed": typed or {}, "most": WORDS_AT_MOST}
    return render(request, "excel.html", values, 422 if problems else 200)


def _hand_in(
    request: Request,
    *,
    refused: NotOursError | None = None,
    outcome: Outcome | None = None,
    report: str = "",
    at: dt.datetime | None = None,
) -> Response:
    values = {"refused": refused, "outcome": outcome, "report": report, "at": at, "most": MOST_ON_PAGE}
    return render(request, "excel_in.html", values, 422 if refused else 200)

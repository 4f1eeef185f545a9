"""A list on paper: village by village, with room for what the visit found, a signature and the day."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from service.leads.since_lists import visited_since
from service.local_time import day_of
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.problems import wrong_parameter
from service.repeated import at_most_once
from service.request_ids import IN_SCOPE
from service.resources import Held
from service.routes.admitting import allowed, asker_in_full
from service.routes.doing import now
from service.routes.lists import ListId, unknown_list
from service.routes.office.lists import OWN, AskedList, selected_items
from service.routes.taking import unit_of
from service.store.repositories import exports, lists
from service.vault.looking import masked_heads
from service.vault.watermark import watermark
from service.views.listed import Known, rows_of
from service.views.places import Places

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once(*OWN))])


@router.get("/lists/{list_id}/print")
def print_page(
    request: Request,
    list_id: ListId,
    asker: Annotated[Principal, Depends(allowed(Permission.READ_LISTS))],
    whole: Annotated[Principal, Depends(asker_in_full)],
    asked: Annotated[AskedList, Query()],
    held: Held,
) -> Response:
    """As many rows as one person may take along alone; more go by the workbook, which somebody else approves."""
    moment = now()
    most = int(held.policy().value("export_rows_alone", None, day_of(moment)))
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        risk_list = lists.find(work, list_id)
        if risk_list is None:
            raise unknown_list()
        items = exports.rows_of(work, selected_items(asked, risk_list), lists.PLACE, most + 1)
        if len(items) > most:
            raise wrong_parameter(
                "region",
                Bilingual(f"一次最多打印{most:,}户", f"at most {most:,} households are printed at once"),
                Bilingual("选一个乡镇或村再打印，或导出 Excel", "Choose a township or village, or export a workbook."),
            )
        heads = masked_heads(work, held.door.keyring, [item.household_id for item in items])
        visits = visited_since(work, risk_list, items)
    names = names_at_hand(held.store, day_of(moment))
    rows = rows_of(items, Known(Places(names), heads, {}, visits), day_of(moment))
    region = asked.region or (asker.jurisdiction.prefixes[0] if len(asker.jurisdiction.prefixes) == 1 else "")
    shown = {
        "risk_list": risk_list,
        "townships": [
            (township, [(place, list(some)) for place, some in groupby(there, key=lambda row: row.place)])
            for township, there in groupby(rows, key=lambda row: row.place.township)
        ],
        "count": len(rows),
        "visited": len(visits),
        "today": day_of(moment),
        "mark": watermark(unit_of(whole, region, names), whole.shown, moment, request.scope[IN_SCOPE]),
    }
    return render(request, "list_print.html", shown)

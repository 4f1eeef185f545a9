"""Deliveries: which files came, who is late, and what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.errors import FanpinError
from features.intake.recognising.catalogue import Catalogue, catalogue
from features.records.store.states import StoreInState
from service.deliveries.reading import (
    Delivered,
    DeliveryState,
    findings_of_rows,
    in_records,
    of_an_upload,
    place_of,
    set_aside,
    standing_of_sources,
    uploads_of,
)
from service.local_time import day_of
from service.pages import render
from service.principal import Permission, Principal
from service.repeated import at_most_once
from service.resources import Held, Resources, Store
from service.routes.admitting import allowed
from service.routes.deliveries import DeliveryId, known_to
from service.routes.doing import now
from service.routes.office.asker import whole_asker
from service.routes.office.asking import OrNothing, PageAsked
from service.routes.office.once import new_key
from service.routes.paging import page_of_rows
from service.store.repositories import uploads
from service.store.tables import Upload
from service.views.deliveries import Rhythm, delivery, listed, rhythms, to_put_right
from service.views.looking_first import Foreseen

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(allowed(Permission.READ_DELIVERIES))]

SECONDS_TO_REFRESH = 10
DONE = {"sent": Bilingual("文件已收到，正在排队导入", "The file has come and waits to be taken in")}


class AskedDeliveries(PageAsked):
    """Which deliveries."""

    state: Annotated[DeliveryState | None, OrNothing] = None
    department: Annotated[DeliveringDepartment | None, OrNothing] = None

    def wants(self, delivered: Delivered) -> bool:
        of_department = self.department is None or self.department.zh in delivered.departments
        return of_department and self.state in (None, delivered.state)


class AskedDelivery(PageAsked):
    """A page of what was not kept of a delivery."""

    done: Annotated[str | None, OrNothing] = None


@router.get("/deliveries", dependencies=[Depends(at_most_once("state", "department", "cursor", "limit"))])
def deliveries_page(
    request: Request, asked: Annotated[AskedDeliveries, Query()], asker: Reader, held: Held, store: Store
) -> Response:
    """Everything that came, the last first, beside who is late."""
    return deliveries_shown(request, held, asker, store, asked)


@router.get("/deliveries/{delivery_id}", dependencies=[Depends(at_most_once("done", "cursor", "limit"))])
def delivery_page(
    request: Request,
    delivery_id: DeliveryId,
    asked: Annotated[AskedDelivery, Query()],
    asker: Reader,
    held: Held,
    store: Store,
) -> Response:
    """What became of a delivery; looked at again by itself while it waits."""
    known = known_to(asker, delivery_id, held, store)
    whole, rows = known.findings, set_aside(store, known.deliveries)
    page = page_of_rows(held, range(len(whole) + rows.height), lambda number: [number], asked, delivery_id)
    of_files = [whole[number] for number in page.rows if number < len(whole)]
    places = [number - len(whole) for number in page.rows if number >= len(whole)]
    path = f"/deliveries/{delivery_id}"
    shown = {
        "delivery": delivery(known, dict(rows.group_by("reason").len().iter_rows()), table_of(held)),
        "findings": to_put_right([*of_files, *findings_of_rows(rows[places], known.upload)]),
        "count": len(whole) + rows.height,
        "done": DONE.get(asked.done or ""),
        "next_page": asked.address(path, cursor=page.next) if page.next else None,
        "first_page": path if asked.cursor else None,
        "seconds": SECONDS_TO_REFRESH,
    }
    return render(request, "delivery.html", shown)


def deliveries_shown(
    request: Request,
    held: Resources,
    asker: Principal,
    store: StoreInState,
    asked: AskedDeliveries,
    *,
    tried: Mapping[str, Any] | None = None,
    looked: list[Foreseen] | None = None,
    status: int = 200,
) -> Response:
    """The page of deliveries.

    Args:
        tried: what was typed into the form, and why nothing came of it.
        looked: what a file would be taken for.
    """
    everything = place_of(store) in asker.jurisdiction
    every = _every(held, asker, store) if everything else []
    page = page_of_rows(held, sorted(filter(asked.wants, every), key=Delivered.place), Delivered.place, asked)
    shown = {
        "everything": everything,
        "asked": asked,
        "rows": listed(page.rows, table_of(held)),
        "counts": {state: sum(each.state is state for each in every) for state in DeliveryState},
        "rhythms": _rhythms(held, store, asked) if everything else [],
        "departments": list(DeliveringDepartment),
        "states": list(DeliveryState),
        "senders": senders_of(request, store),
        "tried": {"department": "", "problems": [], **(tried or {})},
        "looked": looked,
        "once_key": new_key(),
        "next_page": asked.address("/deliveries", cursor=page.next) if page.next else None,
        "first_page": asked.address("/deliveries") if asked.cursor else None,
        "today": day_of(now()),
    }
    return render(request, "deliveries.html", shown, status)


def senders_of(request: Request, store: StoreInState) -> list[DeliveringDepartment]:
    """The departments whose files the reader may send; none where they may send none."""
    asker = whole_asker(request)
    if asker is None:
        return []
    reach, place = asker.reach_of(Permission.SEND_DELIVERIES), place_of(store)
    return [department for department in DeliveringDepartment if place in reach.about(department)]


def table_of(held: Resources) -> Catalogue:
    """The kinds of file that intake knows, with the county's own headers."""
    try:
        return catalogue(held.settings.county)
    except FanpinError:
        # Intake says what is wrong with the county's headers; what has come is read by the installed ones.
        return catalogue()


def _every(held: Resources, asker: Principal, store: StoreInState) -> list[Delivered]:
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        sent: dict[str, Upload] = uploads.several(work, uploads_of(store))
        return [*in_records(store, sent), *(of_an_upload(row, store) for row in uploads.not_landed(work))]


def _rhythms(held: Resources, store: StoreInState, asked: AskedDeliveries) -> list[Rhythm]:
    today = day_of(now())
    every = rhythms(store.worked_out(("rhythms", today), lambda: standing_of_sources(store, held.policy(), today)))
    return [row for row in every if asked.department is None or asked.department.value in row.names]

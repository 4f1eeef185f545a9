"""Programs and their keys for security administrators: what `fanpin clients` does, within one's own places. No program makes a program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Response

from features.bilingual import Bilingual
from service.access.answers import (
    ClientAnswer,
    ClientPage,
    ClientSent,
    KeyEnded,
    KeySent,
    NewKey,
    client_answer,
)
from service.access.clients import create_client, revoke_client, rotate_key
from service.jurisdiction import Jurisdiction
from service.once import Reply
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.resources import Held
from service.routes.administering import NOT_DONE, administered, not_administered
from service.routes.admitting import allowed
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.store import Work
from service.store.repositories import clients
from service.store.tables.access import Client

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["programs"]
)

NO_CLIENT = problems(_404="There is no such program within the asker's places.")


ClientId = Annotated[
    str,
    Path(pattern=r"^client_[0-9a-z]{26}$", description="The program.", examples=["client_01kbb3jt1r9h5w2m7x4c6d8e0f"]),
]
Manager = Annotated[Principal, Depends(allowed(Permission.MANAGE_CLIENTS))]


@router.get("/clients", operation_id="list_clients", summary="Programs")
def list_clients(asked: Annotated[AskedPage, Query()], asker: Manager, held: Held) -> ClientPage:
    """What they may do and where, and until when their keys hold; by name, revoked ones as well."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, clients.every_client(), clients.BY_NAME, asked, "clients")
        return ClientPage(
            items=[client_answer(work, row) for row in page.rows if _is_within_reach(row, asker)], next=page.next
        )


@router.post(
    "/clients",
    status_code=201,
    operation_id="create_client",
    summary="Make a program",
    response_model=NewKey,
    responses={**OF_JSON, **NOT_DONE},
)
def create(sent: Annotated[ClientSent, Body()], asker: Manager, doing: Once) -> Response:
    """With its first key, which is shown this once."""

    def do(work: Work) -> Reply:
        if clients.client_named(work, sent.name) is not None:
            raise not_administered(
                Bilingual("已有这个名称的程序：换一个", "There is a program of this name: choose another.")
            )
        client, key = create_client(
            work,
            doing.held.door.keyring,
            by=asker,
            name=sent.name,
            permissions=sent.permissions,
            jurisdiction=Jurisdiction.of(*sent.places),
            department=sent.department,
            lasts=dt.timedelta(days=sent.days),
        )
        return _with_key(work, client, key, 201)

    return doing.once(asker, administered(do))


@router.post(
    "/clients/{client_id}/keys",
    status_code=201,
    operation_id="rotate_key",
    summary="A further key",
    response_model=NewKey,
    responses={**NO_CLIENT, **OF_JSON, **NOT_DONE},
)
def rotate(client_id: ClientId, sent: Annotated[KeySent, Body()], asker: Manager, doing: Once) -> Response:
    """Shown this once; the keys of before hold for the overlap and no longer."""

    def change(work: Work, client: Client) -> Reply:
        key = rotate_key(
            work,
            doing.held.door.keyring,
            by=asker,
            name=client.name,
            overlap=dt.timedelta(days=sent.overlap_days),
            lasts=dt.timedelta(days=sent.days),
        )
        return _with_key(work, client, key, 201)

    return _change(client_id, asker, doing, change)


@router.post(
    "/clients/{client_id}/revoke",
    operation_id="revoke_client",
    summary="Revoke a key, or a program",
    response_model=ClientAnswer,
    responses={**NO_CLIENT, **OF_JSON, **NOT_DONE},
)
def revoke(client_id: ClientId, sent: Annotated[KeyEnded, Body()], asker: Manager, doing: Once) -> Response:
    """At once, whichever worker is asked; with a program the addresses that it opened are closed."""

    def change(work: Work, client: Client) -> Reply:
        revoke_client(work, doing.held.door.keyring, by=asker, name=client.name, key_id=sent.key_id)
        work.session.flush()
        return reply_of(client_answer(work, client))

    return _change(client_id, asker, doing, change)


def _change(client_id: str, asker: Principal, doing: Doing, change: Callable[[Work, Client], Reply]) -> Response:
    def do(work: Work) -> Reply:
        client = clients.client_of(work, client_id)
        if client is None or not _is_within_reach(client, asker):
            raise ProblemError(
                404,
                "unknown-client",
                Bilingual("没有这个程序", "No such program"),
                Bilingual("您的辖区内没有该编号的程序", "Within your places there is no program of this name."),
            )
        return change(work, client)

    return doing.once(asker, administered(do))


def _with_key(work: Work, client: Client, key: str, status: int) -> Reply:
    work.session.flush()
    return reply_of(NewKey(**client_answer(work, client).model_dump(), key=key), status)


def _is_within_reach(client: Client, asker: Principal) -> bool:
    return all(prefix in asker.jurisdiction for prefix in client.prefixes)

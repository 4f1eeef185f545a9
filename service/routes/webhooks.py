"""Addresses that events are sent to: opened, tried, renewed, sent to again, closed. What `fanpin webhooks` does, within one's own places."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from features.bilingual import Bilingual
from service.access.doorkeeper import NotAllowedError
from service.events import OF_FAMILIES, EventKind
from service.jurisdiction import Jurisdiction
from service.once import Reply
from service.principal import Kind, Permission, Principal
from service.problems import FieldProblem, ProblemError, invalid_request
from service.resources import Held
from service.routes.admitting import allowed
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.slow import OneAtATime
from service.store import Work
from service.store.repositories.clients import client_named
from service.store.repositories.webhooks import delivery, endpoint_named, open_endpoints
from service.store.tables.outbox import Endpoint
from service.webhooks.answers import (
    DeliveriesAnswer,
    EndpointAnswer,
    EndpointsAnswer,
    EndpointSent,
    OpenedAnswer,
    SecretAnswer,
    TrialAnswer,
    endpoint_answer,
    opened_answer,
    secret_answer,
    trial_answer,
)
from service.webhooks.endpoints import (
    EndpointError,
    close_endpoint,
    open_endpoint,
    renew_secret,
    send_again,
    try_endpoint,
)
from service.webhooks.sending import Answered

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["webhooks"]
)

NO_ENDPOINT = problems(_404="There is no such open address, or delivery, within the asker's places.")
USED = problems(_409="The idempotency key was used for another request.")

EndpointId = Annotated[
    str,
    Path(
        pattern=r"^endpoint_[0-9a-z]{26}$", description="The address.", examples=["endpoint_01kbb3jt1r9h5w2m7x4c6d8e0f"]
    ),
]
DeliveryId = Annotated[str, Path(pattern=r"^delivery_[0-9a-z]{26}$", description="One delivery that has ended.")]
Manager = Annotated[Principal, Depends(allowed(Permission.MANAGE_WEBHOOKS))]
TRYING = OneAtATime[Reply](Bilingual("正在试送", "Something is being sent to it"))


@router.get("/webhooks", operation_id="list_webhooks", summary="Addresses that events are sent to")
def list_webhooks(asker: Manager, held: Held) -> EndpointsAnswer:
    """Those whose places all lie within the asker's, with what was delivered, waits and was given up."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        return EndpointsAnswer(
            items=[endpoint_answer(work, row) for row in open_endpoints(work) if _is_theirs(row, asker)]
        )


@router.post(
    "/webhooks",
    status_code=201,
    operation_id="open_webhook",
    summary="Send events to an address",
    response_model=OpenedAnswer,
    responses={**OF_JSON, **USED},
)
def open_webhook(sent: Annotated[EndpointSent, Body()], asker: Manager, doing: Once) -> Response:
    """From now on, signed with a secret that is shown this once. A program may open one for what it may read itself, people
    for what names no household: who runs the installation sees no family.
    """

    def do(work: Work) -> Reply:
        kinds = _kinds(work, asker, sent.kinds)
        try:
            row, secret = open_endpoint(
                work,
                doing.held.door.keyring,
                actor=asker.actor,
                name=sent.name,
                url=sent.url,
                kinds=kinds,
                places=Jurisdiction.of(*sent.places) if sent.places else asker.jurisdiction,
                client_id=asker.id if asker.kind is Kind.CLIENT else None,
            )
        except EndpointError as error:
            raise _wrong(error) from None
        return reply_of(opened_answer(work, row, secret), 201, location=f"/v1/webhooks/{row.id}")

    return doing.once(asker, do)


@router.get("/webhooks/{endpoint_id}", operation_id="read_webhook", summary="One address", responses=NO_ENDPOINT)
def read_webhook(endpoint_id: EndpointId, asker: Manager, held: Held) -> EndpointAnswer:
    """With the newest deliveries that were given up."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        return endpoint_answer(work, _existing(work, endpoint_id, asker))


@router.post(
    "/webhooks/{endpoint_id}/test",
    operation_id="test_webhook",
    summary="Try an address out",
    response_model=TrialAnswer,
    responses={**NO_ENDPOINT, **USED},
)
def try_webhook(endpoint_id: EndpointId, asker: Manager, doing: Once) -> Response:
    """Something that is no event is sent, signed as events are; how it went is the answer, whatever it is."""

    def prepare() -> Answered:
        door = doing.held.door
        with door.database.reading(asker.jurisdiction, doing.now) as work:
            _existing(work, endpoint_id, asker)
            return try_endpoint(work, door.keyring, endpoint_id)[1]

    return doing.once_after(asker, TRYING, prepare, lambda _, answered: reply_of(trial_answer(answered)))


@router.post(
    "/webhooks/{endpoint_id}/secret",
    operation_id="renew_webhook_secret",
    summary="A new secret",
    response_model=SecretAnswer,
    responses={**NO_ENDPOINT, **USED},
)
def renew(endpoint_id: EndpointId, asker: Manager, doing: Once) -> Response:
    """Shown this once; those of before sign beside it for a week."""
    return _change(
        endpoint_id,
        asker,
        doing,
        lambda work: reply_of(
            secret_answer(renew_secret(work, doing.held.door.keyring, endpoint_id, actor=asker.actor), work.now)
        ),
    )


@router.post(
    "/webhooks/{endpoint_id}/redeliver",
    operation_id="redeliver_webhook",
    summary="Send again what was given up",
    response_model=DeliveriesAnswer,
    responses={**NO_ENDPOINT, **USED},
)
def redeliver(endpoint_id: EndpointId, asker: Manager, doing: Once) -> Response:
    """All of it, from the first attempt on."""
    return _change(endpoint_id, asker, doing, lambda work: _send_again(work, doing, asker, endpoint_id))


@router.post(
    "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver",
    operation_id="redeliver_one",
    summary="Send one delivery again",
    response_model=DeliveriesAnswer,
    responses={**NO_ENDPOINT, **USED},
)
def redeliver_one(endpoint_id: EndpointId, delivery_id: DeliveryId, asker: Manager, doing: Once) -> Response:
    """Whatever became of it, once it has ended."""

    def do(work: Work) -> Reply:
        row = delivery(work, delivery_id)
        if row is None or row.endpoint_id != endpoint_id:
            raise _unknown()
        return _send_again(work, doing, asker, delivery_id)

    return _change(endpoint_id, asker, doing, do)


@router.post(
    "/webhooks/{endpoint_id}/close",
    operation_id="close_webhook",
    summary="Send nothing more to an address",
    response_model=DeliveriesAnswer,
    responses={**NO_ENDPOINT, **USED},
)
def close(endpoint_id: EndpointId, asker: Manager, doing: Once) -> Response:
    """For good; how many events it will not get."""
    return _change(
        endpoint_id,
        asker,
        doing,
        lambda work: reply_of(
            DeliveriesAnswer(deliveries=close_endpoint(work, doing.held.door.keyring, endpoint_id, actor=asker.actor))
        ),
    )


def _change(endpoint_id: str, asker: Principal, doing: Doing, do: Callable[[Work], Reply]) -> Response:
    """Something done to an address that is the asker's to manage."""

    def change(work: Work) -> Reply:
        _existing(work, endpoint_id, asker)
        try:
            return do(work)
        except EndpointError:
            raise _unknown() from None

    return doing.once(asker, change)


def _send_again(work: Work, doing: Doing, asker: Principal, name: str) -> Reply:
    count = send_again(work, doing.held.door.keyring, name, actor=asker.actor)
    return reply_of(DeliveriesAnswer(deliveries=count))


def _existing(work: Work, endpoint_id: str, asker: Principal) -> Endpoint:
    row = endpoint_named(work, endpoint_id)
    if row is None or row.closed_at is not None or not _is_theirs(row, asker):
        raise _unknown()
    return row


def _is_theirs(row: Endpoint, asker: Principal) -> bool:
    """Whether all its places are the asker's; of a program, whether it opened it itself."""
    own = asker.kind is not Kind.CLIENT or row.client_id == asker.id
    return own and all(place in asker.jurisdiction for place in row.places)


def _kinds(work: Work, asker: Principal, asked: Collection[EventKind] | None) -> Collection[EventKind]:
    """What is to be sent, as far as the asker may ask for it themselves. Raises NotAllowedError."""
    if asker.kind is Kind.CLIENT:
        program = client_named(work, asker.shown)
        if program is None or Permission.READ_EVENTS.value not in program.permissions:
            raise NotAllowedError(Permission.READ_EVENTS)
        return tuple(EventKind) if asked is None else asked
    if asked is None:
        return [kind for kind in EventKind if kind not in OF_FAMILIES]
    if OF_FAMILIES.intersection(asked):
        raise NotAllowedError(Permission.READ_EVENTS)
    return asked


def _unknown() -> ProblemError:
    return ProblemError(
        404,
        "unknown-webhook",
        Bilingual("没有这个推送地址或推送", "No such address or delivery"),
        Bilingual(
            "您的辖区内没有该编号的、未关闭的推送地址，或没有该编号的、已结束的推送",
            "Within your places there is no open address of this name, or no delivery of this name that has ended.",
        ),
    )


def _wrong(error: EndpointError) -> ProblemError:
    to_do = Bilingual("改正后再提交，见 docs/webhooks.md", "Put it right and send anew; see docs/webhooks.md.")
    return invalid_request([FieldProblem(path=error.about, message=str(error), what_to_do=str(to_do))])

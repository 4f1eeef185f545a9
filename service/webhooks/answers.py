"""What the API takes and answers about the addresses that events are sent to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.events import EventKind
from service.store import Work
from service.store.repositories.webhooks import counted, dead_letters
from service.store.tables.outbox import LONGEST_ADDRESS, DeliveryState, Endpoint, SendingFault
from service.webhooks.endpoints import OVERLAP, Secret
from service.webhooks.sending import Answered

MOST_SHOWN = 20


class EndpointSent(BaseModel):
    """An address that events are to be sent to from now on."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["case-system"])]
    url: Annotated[
        str,
        Field(
            max_length=LONGEST_ADDRESS,
            pattern=r"^https://[\x21-\x7e]+$",
            description="A public address; private ones and plain http are allowed by `fanpin webhooks add` alone, on the machine.",
            examples=["https://cases.example.org/fanpin"],
        ),
    ]
    kinds: (
        Annotated[
            tuple[Annotated[EventKind, Field(strict=False)], ...],
            Field(
                strict=False,
                min_length=1,
                max_length=20,
                description="Which kinds; all that the asker may read when left out. Those that name a household are for programs with `events:read`.",
            ),
        ]
        | None
    ) = None
    places: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[0-9]{0,12}$")], ...],
        Field(
            strict=False,
            max_length=100,
            description="Beginnings of region codes, within the asker's own places; those when left out.",
        ),
    ] = ()


class GivenUp(BaseModel):
    """A delivery that was given up."""

    id: str
    subject: str = Field(description="What its event is about.")
    fault: SendingFault | None
    status: int | None = Field(description="Of the other side's answer, where there was one.")


class EndpointAnswer(BaseModel):
    """An address that events are sent to."""

    id: str
    name: str
    url: str
    kinds: list[EventKind]
    places: list[str]
    client_id: str | None = Field(description="The program that opened it, and with which it is closed.")
    opened_at: dt.datetime
    pending: int = Field(description="Deliveries that wait.")
    delivered: int
    dead: int = Field(description="Deliveries that were given up.")
    given_up: list[GivenUp] = Field(description=f"The newest of them, {MOST_SHOWN} at most.")


class EndpointsAnswer(BaseModel):
    """The open addresses of the asker's places, by name; a program sees its own."""

    items: list[EndpointAnswer]


class SecretAnswer(BaseModel):
    """What a receiver verifies with. It is shown this once."""

    key_id: str = Field(description="Stands beside each signature.")
    secret: str
    old_until: dt.datetime | None = Field(description="Until then the secrets of before sign, too.")


class OpenedAnswer(EndpointAnswer, SecretAnswer):
    """An address that was opened, with its secret."""


class TrialAnswer(BaseModel):
    """How it went: something that is no event was sent, signed as events are."""

    accepted: bool
    fault: SendingFault | None
    status: int | None
    zh: str
    en: str


class DeliveriesAnswer(BaseModel):
    """How many deliveries it was about."""

    deliveries: int


def endpoint_answer(work: Work, row: Endpoint) -> EndpointAnswer:
    counts = counted(work, row.id)
    return EndpointAnswer(
        id=row.id,
        name=row.name,
        url=row.url,
        kinds=[EventKind(kind) for kind in row.kinds],
        places=row.places,
        client_id=row.client_id,
        opened_at=row.opened_at,
        pending=counts.get(DeliveryState.PENDING, 0),
        delivered=counts.get(DeliveryState.DELIVERED, 0),
        dead=counts.get(DeliveryState.DEAD, 0),
        given_up=[
            GivenUp(
                id=dead.id,
                subject=dead.subject,
                fault=SendingFault(dead.fault) if dead.fault else None,
                status=dead.status,
            )
            for dead in dead_letters(work, row.id, MOST_SHOWN)
        ],
    )


def opened_answer(work: Work, row: Endpoint, secret: Secret) -> OpenedAnswer:
    shown = secret_answer(secret, None)
    return OpenedAnswer(**endpoint_answer(work, row).model_dump(), **shown.model_dump())


def secret_answer(secret: Secret, renewed_at: dt.datetime | None) -> SecretAnswer:
    """A secret with how long those of before sign beside it, where it took their place."""
    return SecretAnswer(key_id=secret.key, secret=secret.secret, old_until=renewed_at and renewed_at + OVERLAP)


def trial_answer(answered: Answered) -> TrialAnswer:
    fault = answered.fault
    return TrialAnswer(
        accepted=fault is None,
        fault=fault,
        status=answered.status,
        zh=fault.zh if fault else "已接受",
        en=fault.en if fault else "it was accepted",
    )

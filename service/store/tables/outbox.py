"""What happened, in the order in which it was done; to whom it is to be sent, and what came of that.

An event is written in the transaction of what it tells of, with one delivery for each endpoint that asked for it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.events import EventKind
from service.store.types import LONGEST_ID, Base, Located, identity, word

NUMBER = BigInteger().with_variant(Integer, "sqlite")
LONGEST_SUBJECT = 120
LONGEST_ADDRESS = 500


class DeliveryState(Labelled):
    PENDING = "pending", "待送", "to be sent"
    DELIVERED = "delivered", "已送达", "delivered"
    DEAD = "dead", "已放弃", "given up"


class SendingFault(Labelled):
    """Why an attempt came to nothing. What the other side answered in words is not kept."""

    NO_ADDRESS = "no_address", "域名解析不到", "its name has no address"
    PRIVATE_ADDRESS = "private_address", "指向内网地址，未获准许", "it leads to a private address, which is not allowed"
    CONNECTION = "connection", "连接不上或中断", "it can't be reached"
    CERTIFICATE = "certificate", "证书不可信", "its certificate can't be trusted"
    TIMEOUT = "timeout", "超时", "it took too long"
    REDIRECT = "redirect", "要求转到别处，未跟随", "it sent us elsewhere, which is not followed"
    STATUS = "status", "对方没有接受", "it did not accept"


class Event(Located, Base):
    """Something that happened: never with a name, a document's number or a reason in words."""

    __tablename__ = "events"
    __table_args__ = (
        word(EventKind, column="kind"),
        Index("ix_events_region_code_number", "region_code", "number"),
        # A number that was destroyed is not given again.
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    """In the order of what was done; a reader that knows one number has seen everything before it."""
    id: Mapped[str] = mapped_column(String(LONGEST_ID), unique=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    """What it is about: `lead:…`, `household:…`."""
    data: Mapped[dict[str, Any]]


class Endpoint(Base):
    """An address that events are sent to, those of its kinds and places alone."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = identity()
    name: Mapped[str] = mapped_column(String(80), unique=True)
    url: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    kinds: Mapped[list[str]]
    places: Mapped[list[str]]
    """Prefixes of region codes."""
    client_id: Mapped[str | None] = mapped_column(String(LONGEST_ID))
    allows_http: Mapped[bool]
    allows_private: Mapped[bool]
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]


class EndpointSecret(Base):
    """A secret with which what is sent to an endpoint is signed, sealed by the installation's keys."""

    __tablename__ = "webhook_secrets"

    id: Mapped[str] = identity()
    """The key id that the receiver reads beside the signature."""
    endpoint_id: Mapped[str] = mapped_column(ForeignKey("webhook_endpoints.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    ends_at: Mapped[dt.datetime | None]
    """Until when it signs beside a newer one."""


class Delivery(Base):
    """One event to one endpoint."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        word(DeliveryState, column="state"),
        UniqueConstraint("endpoint_id", "event_number", name="uq_webhook_deliveries_endpoint_id_event_number"),
        Index("ix_webhook_deliveries_due", "endpoint_id", "state", "due_at"),
        Index("ix_webhook_deliveries_order", "endpoint_id", "subject", "state", "event_number"),
    )

    id: Mapped[str] = identity()
    event_number: Mapped[int] = mapped_column(ForeignKey("events.number"), index=True)
    endpoint_id: Mapped[str] = mapped_column(ForeignKey("webhook_endpoints.id"))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    """That of the event: what is about one thing is sent in order."""
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int]
    due_at: Mapped[dt.datetime]
    claimed_until: Mapped[dt.datetime | None]
    """Until then somebody is sending it, unless they were killed."""
    fault: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[int | None]
    done_at: Mapped[dt.datetime | None]

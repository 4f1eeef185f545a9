"""Leads: what is reported of a family, gathered into one, and moved through the official procedure step by step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.runs import HOUSEHOLD_ID
from service.store.types import Base, Located, identity


class Lead(Located, Base):
    """A lead about a household. A household has one that is open, however many report it."""

    __tablename__ = "leads"
    __table_args__ = (
        Index(
            "uq_leads_open",
            "household_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_leads_board", "state", "opened_on"),
        Index("ix_leads_place", "region_code", "state", "opened_on"),
        Index("ix_leads_household", "household_id", "opened_on"),
    )

    id: Mapped[str] = identity()
    household_id: Mapped[str] = mapped_column(String(HOUSEHOLD_ID))
    state: Mapped[str] = mapped_column(String(40))
    opened_on: Mapped[dt.date] = mapped_column(Date)
    """The day on which its clock began."""
    closed_on: Mapped[dt.date | None] = mapped_column(Date)
    assigned_to: Mapped[str | None] = mapped_column(String(80))
    version: Mapped[int]
    """Counts its changes: who moves it says which they saw."""


class LeadSource(Located, Base):
    """Somebody's report of the family: each once, whoever sends it again."""

    __tablename__ = "lead_sources"
    __table_args__ = (UniqueConstraint("kind", "reference"), Index("ix_lead_sources_lead", "lead_id"))

    id: Mapped[str] = identity()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"))
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(200))
    """What the reporter calls it: a list and its item, a rule and its day, a hotline's number."""
    reported_on: Mapped[dt.date] = mapped_column(Date)
    reported_by: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[dt.datetime]
    risk_types: Mapped[list[str]]
    score_id: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    """In the reporter's words, sealed: they may name people."""


class LeadStep(Located, Base):
    """A step of the procedure: by whom, when, why."""

    __tablename__ = "lead_steps"

    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    move: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))
    by_office: Mapped[str | None] = mapped_column(String(40))
    on: Mapped[dt.date] = mapped_column(Date)
    at: Mapped[dt.datetime]
    given: Mapped[dict[str, Any]]
    """What the move asks for, in closed words, days and numbers."""
    note: Mapped[bytes | None] = mapped_column(LargeBinary)


class Visit(Located, Base):
    """A visit to a household, and whether its outcome has gone back into the records."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_lead", "lead_id"), Index("ix_visits_to_land", "landed_as", "recorded_at"))

    id: Mapped[str] = identity()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"))
    household_id: Mapped[str] = mapped_column(String(HOUSEHOLD_ID))
    visited_on: Mapped[dt.date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(40))
    risk_types: Mapped[list[str]]
    source: Mapped[str] = mapped_column(String(40))
    """Where the lead came from (`features.vocabulary.LeadSource`)."""
    recorded_by: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[dt.datetime]
    landed_as: Mapped[str | None] = mapped_column(String(100))
    """The delivery with which it became a record."""
    note: Mapped[bytes | None] = mapped_column(LargeBinary)

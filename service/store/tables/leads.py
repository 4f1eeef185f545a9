"""Leads: what is reported of a family, gathered into one, and moved through the official procedure step by step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, HouseholdCode, Located, identity

FAR = dt.date(9999, 12, 31)


class Lead(Located, Base):
    """A lead about a household. A household has one that is open, however many report it."""

    __tablename__ = "leads"
    __table_args__ = (
        Index(
            "uq_leads_open",
            "household_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_leads_board", "state", "started_on"),
        Index("ix_leads_place", "region_code", "state", "started_on"),
        Index("ix_leads_household", "household_id", "opened_on"),
    )

    id: Mapped[str] = identity()
    household_id: Mapped[str] = mapped_column(HouseholdCode)
    state: Mapped[str] = mapped_column(String(40))
    opened_on: Mapped[dt.date] = mapped_column(Date)
    started_on: Mapped[dt.date] = mapped_column(Date)
    """From when its days run: it was opened, or taken up again."""
    due_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    """By when it is to be decided; none where no clock runs."""
    amber_on: Mapped[dt.date | None] = mapped_column(Date)
    """From when it is urgent."""
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    """None while it is open."""
    dispatched_to: Mapped[str | None] = mapped_column(String(12))
    assigned_to: Mapped[str | None] = mapped_column(String(80))
    version: Mapped[int]
    """Counts its changes: who moves it says which they saw."""
    opened_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    @property
    def due_or_far(self) -> dt.date:
        """By when it is to be decided; far away where no clock runs, so that such leads stand last."""
        return self.due_on or FAR


class LeadReport(Located, Base):
    """Somebody's report of the family, each once: who reports the same under the same reference reports it again."""

    __tablename__ = "lead_reports"
    __table_args__ = (
        UniqueConstraint("source", "reported_by", "reference"),
        Index("ix_lead_reports_lead", "lead_id", "number"),
    )

    id: Mapped[str] = identity()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"))
    number: Mapped[int]
    """Of the lead's reports, from 1."""
    source: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(200))
    """By which its source knows it: a list and its item, a rule and its day, a hotline's number."""
    reported_on: Mapped[dt.date] = mapped_column(Date)
    reported_by: Mapped[str] = mapped_column(String(80))
    risk_type: Mapped[str | None] = mapped_column(String(40))
    rule: Mapped[str | None] = mapped_column(String(100))
    severe: Mapped[bool]
    score_id: Mapped[str | None] = mapped_column(String(40))
    merge: Mapped[str] = mapped_column(String(20))
    """What became of it (`service.procedure.merging.Merge`)."""
    received_at: Mapped[dt.datetime]
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    """In the reporter's words, sealed: they may name people."""


class LeadStep(Located, Base):
    """A step of the procedure: by whom, when, why."""

    __tablename__ = "lead_steps"

    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Of the lead's steps, from 1."""
    move: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))
    office: Mapped[str | None] = mapped_column(String(40))
    on: Mapped[dt.date] = mapped_column(Date)
    at: Mapped[dt.datetime]
    details: Mapped[dict[str, Any]]
    """What was said with it in closed words, days and numbers."""
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What was said in free words, sealed: they may name people."""


class Visit(Located, Base):
    """A visit to a household, as its lead's step tells it, for lists and counts."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_lead", "lead_id"), Index("ix_visits_day", "visited_on", "id"))

    id: Mapped[str] = identity()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"))
    step: Mapped[int]
    household_id: Mapped[str] = mapped_column(HouseholdCode, index=True)
    visited_on: Mapped[dt.date] = mapped_column(Date)
    verdict: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(40))
    risk_types: Mapped[list[str]]
    source: Mapped[str] = mapped_column(String(40))
    """Who reported what sent people out (`features.vocabulary.LeadSource`)."""
    recorded_by: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[dt.datetime]


class FactState(Labelled):
    """Where a single fact stands on its way into the records."""

    WAITING = "waiting", "待入库", "waiting to land"
    LANDED = "landed", "已入库", "landed"
    REFUSED = "refused", "未入库", "set aside"


class RecordToLand(Located, Base):
    """A fact that goes into the records: what a visit found, what was decided, what the case system sent."""

    __tablename__ = "records_to_land"
    __table_args__ = (
        Index("ix_records_to_land_waiting", "landed_as", "received_at"),
        UniqueConstraint("sent_by", "reference"),
    )

    id: Mapped[str] = identity()
    household_id: Mapped[str] = mapped_column(HouseholdCode, index=True)
    table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(200))
    event_date: Mapped[dt.date] = mapped_column(Date)
    known_date: Mapped[dt.date] = mapped_column(Date)
    columns: Mapped[dict[str, Any]]
    sent_by: Mapped[str] = mapped_column(String(80))
    department: Mapped[str | None] = mapped_column(String(40))
    """The department that sent it by itself; none of what an office entered."""
    reference: Mapped[str | None] = mapped_column(String(200))
    """By which its sender knows it; none of what an office entered."""
    received_at: Mapped[dt.datetime]
    landing_as: Mapped[str | None] = mapped_column(String(100))
    """The delivery with which it is to land, kept before it does: whoever goes on after a kill lands the same facts under the
    same name."""
    landed_as: Mapped[str | None] = mapped_column(String(100))
    """The delivery with which it became a record; none while it waits."""
    refused_as: Mapped[str | None] = mapped_column(Text)
    """Why it is set aside and will be no record, in words; none while nothing is wrong with it."""

    @property
    def state(self) -> FactState:
        if self.landed_as is not None:
            return FactState.LANDED
        return FactState.WAITING if self.refused_as is None else FactState.REFUSED

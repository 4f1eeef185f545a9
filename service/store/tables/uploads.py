"""Files that were sent to be taken into the records: where each stands, and what intake made of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, Located, identity, word


class UploadState(Labelled):
    WAITING = "waiting", "待导入", "waiting to be taken in"
    LANDING = "landing", "正在导入", "being taken in"
    LANDED = "landed", "已导入", "taken in"
    REFUSED = "refused", "已退回", "refused"


class Upload(Located, Base):
    """A file that was sent. It may tell of anybody in the county, so who may not ask about all of it does not see it."""

    __tablename__ = "uploads"
    __table_args__ = (word(UploadState, column="state"), Index("ix_uploads_state_received_at", "state", "received_at"))

    id: Mapped[str] = identity()
    department: Mapped[str] = mapped_column(String(40))
    """Whose file the sender says it is."""
    file: Mapped[str] = mapped_column(String(200))
    """Its name as the sender gave it, as it may be shown; nothing on the disk is called so."""
    suffix: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its content."""
    known_date: Mapped[dt.date] = mapped_column(Date)
    """The day of its receipt."""
    sent_by: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    """Times that it was begun and came to no end, as when the process was killed."""
    ended_at: Mapped[dt.datetime | None]
    """When it was taken in or refused, and destroyed."""
    files: Mapped[list[Any]] = mapped_column(JSON)
    """What became of it, or of each file in it: names of deliveries and counts."""
    findings: Mapped[list[Any]] = mapped_column(JSON)
    """What was wrong with whole files, in words."""

"""Large exports: asked for by one, approved by another, used once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, Located, identity, word


class ExportState(Labelled):
    ASKED = "asked", "待批", "waits for a second person"
    APPROVED = "approved", "已批", "approved"
    REFUSED = "refused", "未批", "refused"
    USED = "used", "已用", "used"


class ExportRequest(Located, Base):
    """One export that more than one person has to want."""

    __tablename__ = "export_requests"
    __table_args__ = (word(ExportState, column="state"),)

    id: Mapped[str] = identity()
    asked_at: Mapped[dt.datetime] = mapped_column(index=True)
    asked_by: Mapped[str] = mapped_column(String(80), index=True)
    what: Mapped[str] = mapped_column(String(200))
    """What is exported, as the route names it, its filters included: `lists/list_01k…`."""
    rows: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Why, in words."""
    state: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

"""How many requests somebody made in a minute."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.access import LONGEST_ACTOR
from service.store.types import Base


class RequestCount(Base):
    """Requests of one asker in one minute, of all workers together."""

    __tablename__ = "request_counts"

    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Since 1970, UTC."""
    actor: Mapped[str] = mapped_column(String(LONGEST_ACTOR), primary_key=True)
    count: Mapped[int]

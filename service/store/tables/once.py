"""Answers that are given again: to who asks a second time under the same key, since the first answer was lost on its way."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.types import Base

LONGEST_KEY = 100


class KeptAnswer(Base):
    """The answer to one request of one asker. It holds what the answer holds, so it is sealed, and kept for a day."""

    __tablename__ = "kept_answers"

    asker: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    """Digest of method, address and body."""
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[dt.datetime] = mapped_column(index=True)

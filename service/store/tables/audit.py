"""What was done and read, line by line, each sealed with the one before; where the chain begins, and where it ends."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.types import Base

HASH_SIGNS = 64


class AuditLine(Base):
    """A line: `content` is the text that is sealed, as canonical JSON; the columns beside it are there to be searched."""

    __tablename__ = "audit_lines"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    target: Mapped[str | None] = mapped_column(String(120), index=True)
    """What it was done to: `household:…`, `lead:…`, `user:…`."""
    content: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(HASH_SIGNS))
    hash: Mapped[str] = mapped_column(String(HASH_SIGNS))


class AuditHead(Base):
    """The end of the chain, in one row, marked by a key that is not in the database: a chain cut short does not end here."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(HASH_SIGNS))
    mark: Mapped[str] = mapped_column(String(HASH_SIGNS))


class AuditStart(Base):
    """The first line that is kept, in one row, once earlier ones were destroyed in good order; marked as the end is."""

    __tablename__ = "audit_start"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[str] = mapped_column(String(HASH_SIGNS))
    """The hash of the line before it, which is gone."""
    mark: Mapped[str] = mapped_column(String(HASH_SIGNS))

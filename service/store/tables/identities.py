"""Who is behind a household's code, sealed; and for what somebody looked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, Located, identity, word

LONGEST_HOUSEHOLD = 64


class UnmaskingPurpose(Labelled):
    """What a name may be looked at for."""

    VISIT = "visit", "入户走访", "a home visit"
    SUPPORT = "support", "办理帮扶", "a measure of support"
    REVIEW = "review", "评议、公示和比对", "village review, public notice, comparison of data"
    OBJECTION = "objection", "处理异议", "an objection of the household"
    CORRECTION = "correction", "更正信息", "a correction of its data"
    AUDIT = "audit", "审计检查", "an audit"


class Identity(Located, Base):
    """A person of a household. Name and masked number lie in `sealed` alone, bound to the row: nobody searches by them."""

    __tablename__ = "identities"

    person_id: Mapped[str] = identity()
    household_id: Mapped[str] = mapped_column(String(LONGEST_HOUSEHOLD), index=True)
    is_head: Mapped[bool]
    last_named: Mapped[dt.date] = mapped_column(Date, index=True)
    """The last day on which a roster named the person."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Unmasking(Located, Base):
    """That somebody looked at the names of a household, and why, in sealed words."""

    __tablename__ = "unmaskings"
    __table_args__ = (word(UnmaskingPurpose, column="purpose"),)

    id: Mapped[str] = identity()
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    household_id: Mapped[str] = mapped_column(String(LONGEST_HOUSEHOLD), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

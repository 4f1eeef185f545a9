"""Lists of households to visit: made from a run, then issued, and from then on as they were issued."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, Covering, HouseholdCode, Located, identity, word

LAST = "\U0010ffff"
"""Stands after every name."""


SEVERE = "severe"
"""Of `ListItem.words`."""


class ListState(Labelled):
    DRAFT = "draft", "草拟", "draft"
    ISSUED = "issued", "已下发", "issued"


class RiskList(Covering, Base):
    """A list of households to visit in a region. Whoever's places it touches sees it, and of its items those in their places."""

    __tablename__ = "risk_lists"
    __table_args__ = (word(ListState, column="state"), Index("ix_risk_lists_day", "model", "as_of", "region_code"))

    id: Mapped[str] = identity()
    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_runs.id"))
    model: Mapped[str] = mapped_column(String(100))
    target: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[dt.date] = mapped_column(Date)
    expires_on: Mapped[dt.date] = mapped_column(Date)
    capacity: Mapped[int | None]
    """Visits that were asked for; none where the policy gives each township its own."""
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]
    issued_by: Mapped[str | None] = mapped_column(String(80))
    issued_at: Mapped[dt.datetime | None]
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("risk_lists.id"))
    """The list that was issued before it for the same places."""
    made_from: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any]]
    """What its readers should know: examples in the policy, who is left out and why."""
    compared_at: Mapped[dt.datetime | None]
    """When it was said why who came and who left since the list before (`service.issuing.comparing`); none before that."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of its items in their order: an issued list never differs from it."""


class ListItem(Located, Base):
    """A household on a list."""

    __tablename__ = "list_items"
    __table_args__ = (
        UniqueConstraint("list_id", "number"),
        Index("ix_list_items_place", "list_id", "region_code", "number"),
        Index("ix_list_items_household", "household_id", "list_id"),
        Index("ix_list_items_settlement", "list_id", "settlement", "number"),
    )

    list_id: Mapped[str] = mapped_column(ForeignKey("risk_lists.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[str] = mapped_column(HouseholdCode, primary_key=True)
    number: Mapped[int]
    """From 1, the riskiest first."""
    slot: Mapped[str] = mapped_column(String(40))
    """Why it is listed (`models.lists.Slot`)."""
    household_type: Mapped[str] = mapped_column(String(40))
    probability: Mapped[float]
    probability_low: Mapped[float | None]
    probability_high: Mapped[float | None]
    raw_score: Mapped[float]
    band: Mapped[str] = mapped_column(String(10))
    main_risk_type: Mapped[str | None] = mapped_column(String(40))
    risk_types: Mapped[list[str]]
    is_new: Mapped[bool | None]
    """Whether the list before did not name it; of nobody where there was none."""
    score_id: Mapped[str] = mapped_column(String(40))
    words: Mapped[dict[str, Any]]
    """What the list told of it: `risk_types`, the main ones; `reasons` and what to `ask` first, in both languages; under SEVERE
    departments' severe rules that it hits (`features.triggers.wording.severe_in_words`; not on lists of before)."""
    settlement: Mapped[str | None] = mapped_column(String(100))
    """Where it was resettled, by the name in the records; none of others."""
    people: Mapped[int | None]
    """Of the household, as it was described last; none where nobody counted."""
    why_new: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of whoever is new what put them on the list; none before it was worked out."""

    @property
    def main_risks(self) -> list[str]:
        """Its main official risk types (`models.reasons.main_risk_types`), as the list told them, wherever the list is shown or taken along.

        Of a list that did not keep them the first that raises its score.
        """
        named = self.words.get("risk_types")
        return list(self.risk_types[:1] if named is None else named)

    @property
    def settlement_or_last(self) -> str:
        """Its settlement; after all of them where it was not resettled."""
        return self.settlement or LAST


class ListLeaver(Located, Base):
    """A household that the list before named and this one does not."""

    __tablename__ = "list_leavers"
    __table_args__ = (Index("ix_list_leavers_place", "list_id", "region_code", "number_before"),)

    list_id: Mapped[str] = mapped_column(ForeignKey("risk_lists.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[str] = mapped_column(HouseholdCode, primary_key=True)
    number_before: Mapped[int]
    why: Mapped[dict[str, Any]]

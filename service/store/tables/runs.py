"""Scoring runs, as the service gives them: a run is taken up some households at a time and seen by nobody until it is whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from features.vocabulary import Labelled
from service.store.types import Base, HouseholdCode, Located, identity, word


class RunState(Labelled):
    WAITING = "waiting", "待评分", "waiting to be scored"
    WRITING = "writing", "写入中", "being written"
    COMPLETE = "complete", "完整", "complete"
    FAILED = "failed", "未成", "came to nothing"


class ScoringRun(Base):
    """A day on which everybody was scored by one model."""

    __tablename__ = "scoring_runs"
    __table_args__ = (
        UniqueConstraint("model", "kept_as"),
        word(RunState, column="state"),
        Index("ix_scoring_runs_latest", "model", "state", "as_of", "completed_at"),
    )

    id: Mapped[str] = identity()
    model: Mapped[str] = mapped_column(String(100))
    model_version: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[dt.date] = mapped_column(Date)
    kept_as: Mapped[str] = mapped_column(String(60))
    """The run's own name (`fanpin runs`); while it waits, the one that it would have now."""
    asked_by: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20))
    begun_at: Mapped[dt.datetime]
    completed_at: Mapped[dt.datetime | None]
    expires_on: Mapped[dt.date] = mapped_column(Date)
    scored: Mapped[int]
    """Households with a score; 0 while it waits."""
    failure: Mapped[str | None] = mapped_column(String(500))
    """Why it came to nothing, `中文 | English`."""
    made_from: Mapped[dict[str, Any]]


class Assessment(Located, Base):
    """A household's score in a run: what lists are filtered and sorted by."""

    __tablename__ = "assessments"
    __table_args__ = (
        Index("ix_assessments_rank", "run_id", "rank"),
        Index("ix_assessments_place", "run_id", "region_code", "rank"),
        Index("ix_assessments_risk_type", "run_id", "main_risk_type", "rank"),
        Index("ix_assessments_band", "run_id", "band", "rank"),
        Index("ix_assessments_household", "household_id", "run_id"),
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[str] = mapped_column(HouseholdCode, primary_key=True)
    household_type: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int]
    """From 1, over everybody in the run."""
    probability: Mapped[float]
    probability_low: Mapped[float | None]
    probability_high: Mapped[float | None]
    raw_score: Mapped[float]
    band: Mapped[str] = mapped_column(String(10))
    main_risk_type: Mapped[str | None] = mapped_column(String(40))
    """The first of its main ones (`models.reasons.main_risk_types`); none where nothing raises the score."""
    risk_types: Mapped[list[str]]
    hits: Mapped[int]
    """Departments' rules that it hits."""
    listed: Mapped[bool]
    """Whether the run's own list names it."""


class AssessmentAnswer(Located, Base):
    """The whole answer about a household in a run, as it is given: compressed JSON, apart from what lists are sorted by."""

    __tablename__ = "assessment_answers"

    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[str] = mapped_column(HouseholdCode, primary_key=True)
    score_id: Mapped[str] = mapped_column(String(40), index=True)
    answer: Mapped[bytes] = mapped_column(LargeBinary)


class Unscored(Located, Base):
    """A household without a score in a run, and why."""

    __tablename__ = "unscored_households"
    __table_args__ = (Index("ix_unscored_households_place", "run_id", "region_code"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[str] = mapped_column(HouseholdCode, primary_key=True)
    standing: Mapped[str] = mapped_column(String(40))
    """In the words of `models.lists.LeftOut`."""
    rules: Mapped[list[str]]
    """Record tables whose numbers can't be, or checks that find records contradict each other."""

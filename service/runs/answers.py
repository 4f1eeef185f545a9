"""What the API takes and answers about scoring runs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from service.rows import STRICT, Day
from service.store.tables import Assessment, RunState, ScoringRun, Unscored


class RunAsked(BaseModel):
    """For which day everybody is to be scored."""

    model_config = STRICT

    as_of: Annotated[
        Day | None, Field(description="The day on which answers stand when left out.", examples=["2024-06-30"])
    ] = None


class _Answer(BaseModel):
    model_config = ConfigDict(protected_namespaces=(), from_attributes=True)


class RunAnswer(_Answer):
    """A day on which everybody is scored by one model."""

    id: str
    state: RunState = Field(description="Its households are seen when it is `complete`.")
    model: str
    model_version: str
    target: str
    as_of: dt.date
    expires_on: dt.date = Field(description="Until when its scores may be used, that day included.")
    kept_as: str = Field(description="Its own name, for `fanpin runs` and `fanpin replay`.")
    begun_at: dt.datetime
    completed_at: dt.datetime | None
    scored: int = Field(description="Households with a score.")
    failure: str | None = Field(description="Why it came to nothing, `中文 | English`.")
    made_from: dict[str, Any] = Field(description="Everything that decides what it says.")


class RunPage(_Answer):
    """Some runs, the last day first."""

    items: list[RunAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class AssessmentRow(_Answer):
    """A household's score in a run, as lists show it; its whole assessment with reasons has an address of its own."""

    household_id: str
    region_code: str
    household_type: str
    rank: int = Field(description="From 1, over everybody in the run.")
    probability: float
    probability_low: float | None
    probability_high: float | None
    raw_score: float
    band: str
    main_risk_type: str | None
    risk_types: list[str]
    hits: int = Field(description="Departments' rules that it hits.")
    listed: bool = Field(description="Whether the run's own list names it.")


class AssessmentPage(_Answer):
    """Some households of a run."""

    items: list[AssessmentRow]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class UnscoredAnswer(_Answer):
    """A household without a score in a run."""

    household_id: str
    region_code: str
    standing: str = Field(
        description="`impossible`: its numbers can't be; `contradicting`: its records contradict each other."
    )
    rules: list[str] = Field(description="Record tables to be corrected, or checks that find the contradiction.")


class UnscoredPage(_Answer):
    """Some households that need people, not a low rank."""

    items: list[UnscoredAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def run_answer(row: ScoringRun) -> RunAnswer:
    return RunAnswer.model_validate(row)


def assessment_row(row: Assessment) -> AssessmentRow:
    return AssessmentRow.model_validate(row)


def unscored_answer(row: Unscored) -> UnscoredAnswer:
    return UnscoredAnswer.model_validate(row)

"""How a run is measured, and against what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from training.settings.base import Settings


class Opponent(StrEnum):
    """What the model is measured against."""

    INCOME = "income"
    """Income below the line: the lowest first."""
    ANY_TRIGGER = "triggers_any"
    TRIGGERS = "triggers"
    """The number of the departments' rules that a household hits."""
    EACH_TRIGGER = "trigger"
    """Every rule alone, each a method of its own."""
    LOGISTIC = "logistic"
    SCORECARD = "scorecard"
    EXPLAINABLE_BOOSTING = "explainable_boosting"
    LAST_LIST = "last_list"
    """Last month's list carried forward."""
    RANDOM = "random"


class Resample(StrEnum):
    """The unit that the bootstrap draws as a whole."""

    VILLAGE = "village"
    HOUSEHOLD = "household"


class Evaluation(Settings):
    """How the test part is measured."""

    visits_per_hundred: Annotated[
        float | None,
        Field(
            gt=0,
            le=100,
            description="Visits on each as-of date for every 100 households of a township; empty takes the policy's "
            "`visits_per_hundred_households`.",
        ),
    ] = None
    cool_down_months: Annotated[
        int | None,
        Field(
            ge=0,
            le=60,
            description="Months for which a visited household is not listed again, where lists are measured one after "
            "another; empty takes the policy's `cool_down_months`.",
        ),
    ] = None
    visits_made: Annotated[
        float,
        Field(
            gt=0,
            le=1,
            description="Share of a list that the office has visited by the next one, where the parts of a list are measured.",
        ),
    ] = 0.8
    shares: Annotated[
        tuple[float, ...],
        Field(description="Shares of households at which lists are measured too, beside the office's capacity."),
    ] = (0.005, 0.01, 0.02, 0.05)
    opponents: Annotated[tuple[Opponent, ...], Field(description="Measured beside the model.")] = tuple(Opponent)
    bootstrap: Annotated[int, Field(ge=20, le=10_000, description="Resamples for the intervals.")] = 200
    resample: Annotated[Resample, Field(description="The unit drawn as a whole in a resample.")] = Resample.VILLAGE
    seed: Annotated[int, Field(description="Makes resamples and ties repeatable.")] = 20_260_101

    @property
    def reads_triggers(self) -> bool:
        """Whether some opponent reads the departments' rules."""
        return not {Opponent.ANY_TRIGGER, Opponent.TRIGGERS, Opponent.EACH_TRIGGER}.isdisjoint(self.opponents)

    @model_validator(mode="after")
    def _shares_are_shares(self) -> Self:
        if not self.shares or not all(0 < share < 1 for share in self.shares):
            raise ValueError("`shares` needs numbers between 0 and 1")
        return self

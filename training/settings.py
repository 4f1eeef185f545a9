"""An experiment file: cadence, horizon, dates, features, label, model and evaluation of one training run.

`docs/experiments.md` is generated from here, so every setting carries its meaning.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from features.errors import FanpinError
from features.registry import chosen
from models.calibrate import CalibrationKind

DEFAULT_EXPERIMENT = Path(__file__).parent / "experiments" / "entry.yaml"


class ExperimentError(FanpinError, ValueError):
    """An experiment file that can't be used; every problem with its place and what to write."""


class Label(StrEnum):
    """What happens after the as-of day."""

    IDENTIFIED = "identified"


class Opponent(StrEnum):
    """What the model is measured against."""

    INCOME = "income"
    TRIGGERS = "triggers"
    LOGISTIC = "logistic"


class Resample(StrEnum):
    """The unit that the bootstrap draws as a whole."""

    VILLAGE = "village"
    HOUSEHOLD = "household"


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(Settings):
    """What is predicted, and for whom."""

    label: Annotated[Label, Field(description="The event that makes a household a positive.")] = Label.IDENTIFIED
    horizon_months: Annotated[
        int | None,
        Field(
            ge=1,
            le=60,
            description="The event counts when it happens in (as-of, as-of + horizon]; empty takes the policy's "
            "`entry_horizon_months` in force on the as-of date.",
        ),
    ] = None
    described_within_months: Annotated[
        int | None,
        Field(ge=1, description="Leave out households whose last description is older than this; empty takes any age."),
    ] = None


class Dates(Settings):
    """The as-of dates."""

    first: Annotated[dt.date, Field(description="The first as-of date. A month's last day stays a month's last day.")]
    last: Annotated[
        dt.date | None,
        Field(description="The last as-of date; empty takes the last one whose horizon is fully observed."),
    ] = None
    every_months: Annotated[int, Field(ge=1, le=60, description="Months from one as-of date to the next.")] = 1

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("`last` must not come before `first`")
        return self


class Split(Settings):
    """How the as-of dates are parted in time; a gap of one horizon lies between the parts."""

    calibrate_dates: Annotated[int, Field(ge=1, description="As-of dates of the calibration part.")]
    test_dates: Annotated[int, Field(ge=1, description="As-of dates of the test part, the latest ones.")]


class Boosting(Settings):
    """LightGBM. Strong regularisation by default: positives are scarce."""

    rounds: Annotated[int, Field(ge=1, le=10_000, description="Trees.")] = 200
    learning_rate: Annotated[float, Field(gt=0, le=1, description="Weight of each tree.")] = 0.05
    leaves: Annotated[int, Field(ge=2, le=1024, description="Leaves of a tree at most.")] = 15
    rows_in_leaf: Annotated[int, Field(ge=1, description="Rows in a leaf at least.")] = 100
    l2: Annotated[float, Field(ge=0, description="L2 penalty on leaf values.")] = 10.0
    feature_share: Annotated[float, Field(gt=0, le=1, description="Share of features that each tree may use.")] = 0.25
    row_share: Annotated[float, Field(gt=0, le=1, description="Share of rows that each tree sees.")] = 0.8
    monotone: Annotated[bool, Field(description="Let risk move only in the features' declared directions.")] = True
    seed: Annotated[int, Field(description="Makes a run repeatable.")] = 20_260_101


class Evaluation(Settings):
    """How the test part is measured."""

    shares: Annotated[
        tuple[float, ...], Field(description="Shares of households that can be visited on each as-of date.")
    ] = (0.005, 0.01, 0.02, 0.05)
    opponents: Annotated[tuple[Opponent, ...], Field(description="Measured beside the model.")] = (
        Opponent.INCOME,
        Opponent.TRIGGERS,
        Opponent.LOGISTIC,
    )
    bootstrap: Annotated[int, Field(ge=20, le=10_000, description="Resamples for the intervals.")] = 200
    resample: Annotated[Resample, Field(description="The unit drawn as a whole in a resample.")] = Resample.VILLAGE
    seed: Annotated[int, Field(description="Makes resamples and ties repeatable.")] = 20_260_101

    @model_validator(mode="after")
    def _shares_are_shares(self) -> Self:
        if not self.shares or not all(0 < share < 1 for share in self.shares):
            raise ValueError("`shares` needs numbers between 0 and 1")
        return self


class Experiment(Settings):
    """One training run, whole."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", description="Name of the MLflow experiment.")]
    registered_model: Annotated[
        str, Field(pattern=r"^[a-z0-9_-]+$", description="Name under which the model is registered.")
    ]
    target: Target = Target()
    dates: Dates
    split: Split
    features: Annotated[
        tuple[str, ...] | None,
        Field(min_length=1, description="Names of the features to use; left out, the whole registry."),
    ] = None
    model: Boosting = Boosting()
    calibration: Annotated[CalibrationKind, Field(description="Curve from raw score to probability.")] = (
        CalibrationKind.BETA
    )
    evaluation: Evaluation = Evaluation()

    @model_validator(mode="after")
    def _features_exist(self) -> Self:
        try:
            chosen(self.features)
        except KeyError as error:
            raise ValueError(error.args[0]) from error
        return self

    @classmethod
    def load(cls, path: Path | None = None) -> Experiment:
        """Read an experiment file; fanpin's own `entry` experiment when None.

        Raises:
            ExperimentError: it can't be read, or some settings are wrong; all of them at once.
        """
        path = path or DEFAULT_EXPERIMENT
        try:
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise ExperimentError(f"{path}: can't be read as YAML: {str(error).splitlines()[0]}") from error
        if not isinstance(read, dict):
            raise ExperimentError(f"{path}: an experiment file holds settings by name; see docs/experiments.md.")
        try:
            return cls(**read)
        except ValidationError as error:
            problems = [f"  {'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}" for e in error.errors()]
            raise ExperimentError(
                f"{path}: {len(problems)} setting(s) to correct; docs/experiments.md says what each may be.\n"
                + "\n".join(problems)
            ) from error

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

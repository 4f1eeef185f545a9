"""A model's predictions for the newest dates whose outcomes have come of age, and which it has not learned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import polars as pl
from pydantic import ValidationError

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import ModelError, RiskModel
from training.cohorts.observed import Observed, observed
from training.cohorts.whole import whole_cohort
from training.matrix import training_matrix
from training.plan.dates import as_of_dates
from training.plan.horizons import always, county_of
from training.predictions import IDENTITY, MODEL, PROBABILITY, predictions, score_column
from training.settings import Experiment

MOST_DATES = 6

Progress = Callable[[str, int, int], None]


def recent_predictions(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    versions: dict[str, int],
    until: dt.date,
    most_dates: int = MOST_DATES,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame:
    """Predictions of `training.predictions` for the newest as-of dates after those whose outcomes the model saw.

    Args:
        versions: of the store's tables.
        until: outcomes as they were delivered up to this day.
        most_dates: the newest so many.

    Returns:
        One row per household and date with a mature outcome, `window` 0; no row when no such date has come of age.

    Raises:
        ModelError: the model does not tell how it was made.
        ContextError: the figures of villages were missing and can't be kept.
    """
    experiment = experiment_of(model)
    delivered = observed(store, versions, policy, county_of(store, versions))
    if delivered is None:
        return _none()
    delivered = _as_known_on(delivered, until)
    horizon = always(model.horizon_months)
    seen = last_seen(model)
    dates = [day for day in as_of_dates(experiment, delivered.until, horizon) if day > seen][-most_dates:]
    if not dates:
        return _none()
    who = whole_cohort(store, versions, experiment.target, dates, delivered, horizon, progress)
    if who["label"].is_null().all():
        return _none()
    rows = training_matrix(store, versions, experiment, policy, who, progress)
    raw = model.raw_score(rows)
    return predictions(rows, 0, {MODEL: raw}, model.probability(raw))


def experiment_of(model: RiskModel) -> Experiment:
    """The experiment that made the model, with its own features, no opponents and no last date.

    Raises:
        ModelError: the model does not carry one that can be read here.
    """
    try:
        experiment = Experiment(**model.facts["experiment"])
    except (KeyError, TypeError, ValidationError) as error:
        raise ModelError(
            f"模型 {model.name} 第 {model.version} 版没有写明由哪个实验训练，或出自别的版本：请用本版 fanpin 重新训练。 | "
            f"model {model.name} {model.version} does not tell by which experiment it was made, or by one of another "
            "version of fanpin. Train again with this version."
        ) from error
    return experiment.model_copy(
        update={
            "features": model.features,
            "dates": experiment.dates.model_copy(update={"last": None}),
            "evaluation": experiment.evaluation.model_copy(update={"opponents": ()}),
        }
    )


def last_seen(model: RiskModel) -> dt.date:
    """The last as-of date whose outcomes the model or its calibrator was fitted to.

    Raises:
        ModelError: the model does not tell.
    """
    try:
        return dt.date.fromisoformat(model.facts["calibration"]["last"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"模型 {model.name} 第 {model.version} 版没有写明校准用过哪些结果：请用本版 fanpin 重新训练。 | "
            f"model {model.name} {model.version} does not tell which outcomes its calibrator saw. Train again with this "
            "version of fanpin."
        ) from error


def _as_known_on(delivered: Observed, day: dt.date) -> Observed:
    """What had been delivered of outcomes by a day."""
    return replace(
        delivered,
        until=min(delivered.until, day),
        places=delivered.places.with_columns(pl.min_horizontal("until", pl.lit(day)).alias("until")),
        gaps=delivered.gaps.filter(pl.col("before") <= day),
        rosters=delivered.rosters.filter(pl.col("roster_day") <= day),
    )


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={**IDENTITY, score_column(MODEL): pl.Float64, PROBABILITY: pl.Float64})

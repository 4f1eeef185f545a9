"""Fitting: a contender on the train part, its calibrator on time-later rows."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.frame.fingerprint import fingerprint
from models.risk_model import RiskModel
from training.calibration.choosing import chosen_calibrator
from training.contenders.contender import Fitted
from training.contenders.names import BOOSTING
from training.contenders.registry import CONTENDERS
from training.settings import Experiment


def fit(
    train: pl.DataFrame,
    later: pl.DataFrame,
    experiment: Experiment,
    horizon_months: int,
    facts: dict[str, Any],
    method: str = BOOSTING,
) -> RiskModel:
    """A calibrated model.

    Args:
        train, later: rows of the training matrix.
        horizon_months: within which the rows' outcomes counted.
        facts: kept with the model: how it was made.
        method: one of `training.contenders.registry.CONTENDERS` that is shippable.

    Raises:
        CalibrationError: too few positives to calibrate.
    """
    return as_model(CONTENDERS[method].fit(train, later, experiment), method, later, experiment, horizon_months, facts)


def as_model(
    fitted: Fitted,
    method: str,
    later: pl.DataFrame,
    experiment: Experiment,
    horizon_months: int,
    facts: dict[str, Any],
) -> RiskModel:
    """A fitted contender with its calibrator, as what is registered and serves; arguments as for `fit`.

    Raises:
        CalibrationError: too few positives to calibrate.
    """
    calibrator, chosen_because = chosen_calibrator(experiment.calibration, later, fitted.scores(later))
    return RiskModel(
        name=experiment.registered_model,
        scorer=fitted.scorer,
        fingerprint=fingerprint(fitted.scorer.features),
        horizon_months=horizon_months,
        target=experiment.target.label,
        calibrator=calibrator,
        facts={
            **facts,
            "method": method,
            "fitted": fitted.notes,
            "calibration": chosen_because,
            "described_within_months": experiment.target.described_within_months,
        },
    )

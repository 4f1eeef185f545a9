"""Fitting: LightGBM on the train part, the calibrator on the calibration part."""

from __future__ import annotations

from typing import Any

import lightgbm as lgb
import polars as pl

from features.errors import FanpinError
from features.registry import chosen, fingerprint
from models.risk_model import RiskModel, matrix_of
from models.scorers import Trees
from training.calibration.choosing import chosen_calibrator
from training.settings import Boosting, Experiment

LEAST_POSITIVES = 20


class TooFewPositivesError(FanpinError, ValueError):
    """The train part has too few positives to learn from."""


def fit(
    train: pl.DataFrame, calibrate: pl.DataFrame, experiment: Experiment, horizon_months: int, facts: dict[str, Any]
) -> RiskModel:
    """A calibrated model.

    Args:
        train, calibrate: rows of the training matrix.
        horizon_months: within which the rows' outcomes counted.
        facts: kept with the model: how it was made.

    Raises:
        TooFewPositivesError: fewer than 20 positives to train on.
        CalibrationError: too few to calibrate.
    """
    positives = int(train["label"].sum())
    if positives < LEAST_POSITIVES:
        raise TooFewPositivesError(
            f"the train part has {positives} positives; at least {LEAST_POSITIVES} are needed. Deliver a longer "
            "history, or start the experiment's dates earlier."
        )
    declared = chosen(experiment.features)
    names = tuple(declared)
    booster = lgb.train(
        parameters(experiment.model, [f.monotone for f in declared.values()]),
        lgb.Dataset(matrix_of(train, names), train["label"].to_numpy(), feature_name=list(names)),
        experiment.model.rounds,
    )
    scorer = Trees(names, (booster.model_to_string(),))
    raw = scorer.raw_score(matrix_of(calibrate, names))
    calibrator, chosen_because = chosen_calibrator(experiment.calibration, calibrate, raw)
    return RiskModel(
        name=experiment.registered_model,
        scorer=scorer,
        fingerprint=fingerprint(names),
        horizon_months=horizon_months,
        target=experiment.target.label,
        calibrator=calibrator,
        facts={
            **facts,
            "calibration": chosen_because,
            "described_within_months": experiment.target.described_within_months,
        },
    )


def parameters(settings: Boosting, monotone: list[int]) -> dict[str, Any]:
    """LightGBM's own parameters; the same rows and settings give the same trees on any number of cores."""
    return {
        "objective": "binary",
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": settings.rows_in_leaf,
        "lambda_l2": settings.l2,
        "feature_fraction": settings.feature_share,
        "bagging_fraction": settings.row_share,
        "bagging_freq": 1 if settings.row_share < 1 else 0,
        "monotone_constraints": monotone if settings.monotone else None,
        "seed": settings.seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 2,
        "verbosity": -1,
    }

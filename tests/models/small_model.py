"""A small model on drawn features, for tests that need one."""

from __future__ import annotations

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import polars as pl

from features.frame.fingerprint import fingerprint
from models.calibrate import CalibrationKind, Calibrator
from models.risk_model import RiskModel
from models.scorers import Additive, Linear, Steps, Transform, Trees

NAMES = ("admissions_12m", "net_income_year", "persons", "self_paid_12m")


def frame(rows: int = 400, seed: int = 4) -> pl.DataFrame:
    """Features in plausible ranges, a tenth unknown."""
    draws = np.random.default_rng(seed)
    columns = {
        "admissions_12m": draws.integers(0, 4, rows).astype(float),
        "net_income_year": draws.gamma(2, 20_000, rows).round(2),
        "persons": draws.integers(1, 7, rows).astype(float),
        "self_paid_12m": draws.gamma(1, 6_000, rows).round(2),
    }
    return pl.DataFrame(columns).with_columns(
        pl.when(pl.Series(draws.random(rows) < 0.1)).then(None).otherwise(pl.col(name)).alias(name) for name in NAMES
    )


def simple_model() -> RiskModel:
    """The same risk in a sum of functions: a line in bills, steps over income, nothing of the rest."""
    terms = (
        Linear(0.0, Transform.NONE, 0.0, 0.0),
        Steps((10_000.0, 40_000.0), (1.5, 0.25, -1.0), 0.5, 0.125),
        Linear(0.0, Transform.NONE, 0.0, 0.0),
        Linear(0.3, Transform.SIGNED_LOG, -0.4, 2.0),
    )
    return replace(model(), scorer=Additive(NAMES, terms, -4.0))


def model() -> RiskModel:
    """Risk rises with bills and falls with income."""
    features = frame(3_000, seed=1)
    numbers = features.fill_null(float("nan")).to_numpy()
    risk = (
        np.nan_to_num(features["self_paid_12m"].to_numpy()) - np.nan_to_num(features["net_income_year"].to_numpy()) / 5
    )
    booster = lgb.train(
        {"objective": "binary", "num_leaves": 7, "verbosity": -1, "num_threads": 1, "seed": 1},
        lgb.Dataset(numbers, (risk > np.quantile(risk, 0.9)).astype(int), feature_name=list(NAMES)),
        40,
    )
    return RiskModel(
        name="fanpin-story",
        scorer=Trees(NAMES, (booster.model_to_string(),)),
        fingerprint=fingerprint(NAMES),
        horizon_months=6,
        calibrator=Calibrator(CalibrationKind.BETA, {"a": [0.9], "b": [0.3], "c": [-0.5]}),
        facts={"described_within_months": None},
    )

"""A model whose every answer can be worked out by hand: a sum of a few facts."""

from __future__ import annotations

from features.frame.fingerprint import fingerprint
from models.calibrate import CalibrationKind, Calibrator
from models.risk_model import RiskModel
from models.scorers import Additive, Linear, Transform

WEIGHTS = {
    "measures_underway": 0.4,
    "people_working": -1.0,
    "self_paid_12m": 0.0001,
    "uninsured_people": 0.0,
    "village_zero_employment_rate": 3.0,
}
INTERCEPT = -3.0


def summed_model(weights: dict[str, float] | None = None) -> RiskModel:
    """Log-odds add up: intercept and each fact by its weight; unknown adds nothing."""
    chosen = dict(sorted((WEIGHTS if weights is None else weights).items()))
    terms = tuple(Linear(weight, Transform.NONE, 0.0, 0.0) for weight in chosen.values())
    return RiskModel(
        name="fanpin-story",
        scorer=Additive(tuple(chosen), terms, INTERCEPT),
        fingerprint=fingerprint(chosen),
        horizon_months=6,
        calibrator=Calibrator(CalibrationKind.BETA, {"a": [1.0], "b": [1.0], "c": [0.0]}),
        facts={"described_within_months": None},
    )

"""A simple model by hand, for stories about runs."""

from __future__ import annotations

from features.frame.fingerprint import fingerprint
from models.calibrate import CalibrationKind, Calibrator
from models.risk_model import RiskModel
from models.scorers import Additive, Linear, Transform

NAMES = ("jobs_ended_6m", "major_patients", "months_since_admission", "self_paid_12m", "shocks_12m")


def model(weight: float = 0.1) -> RiskModel:
    terms = (
        Linear(0.5, Transform.NONE, 0.0, 0.1),
        Linear(0.8, Transform.NONE, 0.0, 0.1),
        Linear(-0.02, Transform.NONE, -0.4, -0.3),
        Linear(weight, Transform.SIGNED_LOG, 0.0, 0.2),
        Linear(0.6, Transform.NONE, 0.0, 0.0),
    )
    calibrator = Calibrator(CalibrationKind.LOGISTIC, {"slope": [0.9], "c": [0.1]})
    return RiskModel("fanpin-story", Additive(NAMES, terms, -4.0), fingerprint(NAMES), 6, calibrator, version="1")

"""What a run's report says of the model that ships."""

from __future__ import annotations

from typing import Any

from models.risk_model import RiskModel


def model_description(model: RiskModel) -> dict[str, Any]:
    """Which model it is, what it tells and of whom, and the features that it reads."""
    return {
        "name": model.name,
        "version": model.version,
        "fingerprint": model.fingerprint,
        "method": model.facts["method"],
        "target": model.target.value,
        "horizon_months": model.horizon_months,
        "calibrator": model.calibrator.kind.value,
        "features": list(model.features),
    }

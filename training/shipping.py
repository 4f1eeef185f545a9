"""The model that ships: the chosen contender, learned from everything that is mature."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.reasons import require_agreement
from models.risk_model import RiskModel
from training.backtests.rolling import rows_of
from training.fit import fit
from training.pinning import Pinned

EXPLAINED_TWICE = 500
"""Later rows whose contributions two engines work out, before anything is registered."""


def final_model(matrix: pl.DataFrame, pinned: Pinned, method: str) -> RiskModel:
    """Fit the method on every date whose outcome ended before the latest later data, and calibrate it on those.

    Its worth is that of the backtest: the same method, fitted in the same way at several points of the past. It has no
    test of its own, since nothing later is known yet.

    Raises:
        CalibrationError: too few positives to calibrate.
        EnginesDisagreeError: two engines explain the model's scores of later households differently.
    """
    train, later = (rows_of(matrix, part) for part in (pinned.plan.final.train, pinned.plan.final.later))
    model = fit(train, later, pinned.experiment, pinned.horizon_months, facts_of(matrix, pinned), method)
    require_agreement(model, model.matrix(later.tail(EXPLAINED_TWICE)))
    return model


def facts_of(matrix: pl.DataFrame, pinned: Pinned) -> dict[str, Any]:
    """What is kept with the model: how it was made."""
    where_and_when = matrix.select("region_code", "as_of").unique().iter_rows()
    return {
        "experiment": pinned.experiment.as_dict(),
        "parts": pinned.plan.final.as_dict(),
        "data_versions": pinned.versions,
        "observed_until": str(pinned.until),
        "policy_version": pinned.policy.version,
        "policy_examples": pinned.policy.examples(pinned.reads, where_and_when),
    }

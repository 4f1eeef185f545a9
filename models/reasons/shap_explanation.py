"""Explanations as shap's own objects, for its plots: at the edge, where people look at pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from models.reasons.contributions import explain
from models.risk_model import RiskModel


def explanation_for_plots(model: RiskModel, frame: pl.DataFrame, labels: Sequence[str] | None = None) -> Any:
    """The checked contributions of a frame's households as one `shap.Explanation`: a row each, in log-odds.

    Args:
        frame: features of households, the model's at least.
        labels: what to call the model's features on pictures, in its order; their names where None.

    Raises:
        ExplanationError: contributions do not rebuild a score to 1e-6.
    """
    import shap

    matrix = model.matrix(frame)
    explained = explain(model, matrix, model.scorer.raw_score(matrix))
    return shap.Explanation(
        values=explained.contributions,
        base_values=np.full(len(matrix), model.base_value),
        data=matrix.astype(np.float64),
        feature_names=list(labels or model.features),
    )

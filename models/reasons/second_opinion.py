"""Two engines over the same rows: a model that they explain differently explains nothing."""

from __future__ import annotations

import numpy as np

from features.errors import FanpinError
from models.risk_model import RiskModel
from models.scorers import Matrix

LARGEST_DISAGREEMENT = 1e-5
"""Of one contribution, in log-odds."""


class EnginesDisagreeError(FanpinError, RuntimeError):
    """Two engines explain the same scores differently: which is right nobody can tell."""


def disagreement(model: RiskModel, matrix: Matrix) -> float:
    """The largest difference between what two engines say that a feature adds, in log-odds; infinite where one gives no number.

    Args:
        matrix: rows by features, of a few real households.
    """
    if not len(matrix):
        return 0.0
    apart = np.abs(model.scorer.contributions(matrix) - model.scorer.second_opinion(matrix))
    return float(np.nan_to_num(apart, nan=np.inf).max(initial=0.0))


def require_agreement(model: RiskModel, matrix: Matrix) -> None:
    """
    Raises:
        EnginesDisagreeError: two engines differ by more than 1e-5 on one of the rows.
    """
    apart = disagreement(model, matrix)
    if apart > LARGEST_DISAGREEMENT:
        raise EnginesDisagreeError(
            f"两种算法对同一批 {len(matrix)} 户给出的理由最多相差 {apart:.3g}，此模型不能使用：请用本版 fanpin 重新训练；若仍如此，请报告给维护人员。 | Two engines "
            f"explain the same {len(matrix)} rows differently, by up to {apart:.3g} where {LARGEST_DISAGREEMENT} is allowed. The model can't be used: "
            "train again with this version of fanpin; if that does not help, report it to whoever maintains fanpin."
        )

"""What each feature adds to each score, checked against the score that it explains.

Contributions plus base value give the raw score; the difference is returned as the residual and an answer whose
residual is not tiny is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.errors import FanpinError
from models.risk_model import RiskModel
from models.scorers import Matrix

Array = npt.NDArray[np.float64]

LARGEST_RESIDUAL = 1e-6
"""Of raw score, in log-odds."""


class ExplanationError(FanpinError, RuntimeError):
    """Contributions do not add up to the score: nothing may be shown."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """Of each row: contributions (rows by features, in log-odds) and residual."""

    contributions: Array
    residual: Array


def explain(model: RiskModel, matrix: Matrix, raw: Array) -> Explanation:
    """Explain raw scores.

    Args:
        matrix: rows by features, as `RiskModel.matrix` makes it of a feature frame.
        raw: the score of each row.

    Raises:
        ExplanationError: contributions do not rebuild a score to 1e-6.
    """
    contributions = model.scorer.contributions(matrix)
    residual = np.abs(contributions.sum(axis=1) + model.base_value - raw)
    if not bool((residual <= LARGEST_RESIDUAL).all()):
        wrong = int((~(residual <= LARGEST_RESIDUAL)).sum())
        raise ExplanationError(
            f"{wrong} 户的理由与得分对不上，没有给出任何结果：模型文件可能已损坏，请从备份恢复或重新训练。 | "
            f"{wrong} of {len(matrix)} explanations miss their score by more than {LARGEST_RESIDUAL} (the largest by "
            f"{residual.max():.3g}). Nothing was returned; the model file may be damaged."
        )
    return Explanation(contributions, residual)

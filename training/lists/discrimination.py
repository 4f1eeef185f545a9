"""How well a score puts households in order, at no particular capacity: ROC AUC and average precision.

Scores of two windows come from two models and are not comparable: pairs are compared within a window, and windows pooled
by their pairs (AUC) or their positives (average precision). Both are worked out from counts by village at each positive
score, so that hundreds of resamples cost one matrix product and not hundreds of sorts.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.lists.counting import Draws, Measures, ratio
from training.resampling import Array


def discrimination(
    score: Array, label: npt.NDArray[np.int8], windows: list[npt.NDArray[np.intp]], draws: Draws
) -> Measures:
    """`roc_auc` (equal scores count half) and `average_precision`, under every draw.

    Args:
        score: one per row, higher is riskier.
        windows: the rows of each window.
    """
    shape = draws.times.shape[0]
    pairs, right, positives, precise = (np.zeros(shape) for _ in range(4))
    for rows in windows:
        hit, missed, tied = _counts(score[rows], label[rows] == 1, draws.block[rows], draws)
        above = np.cumsum(missed, axis=0)
        negatives = draws.sums(rows[label[rows] != 1])
        right += (hit * (negatives - above + tied / 2)).sum(axis=0)
        true_positives = np.cumsum(hit, axis=0)
        shown = true_positives + above
        precise += (hit * np.divide(true_positives, shown, out=np.zeros_like(shown), where=shown > 0)).sum(axis=0)
        pairs += true_positives[-1] * negatives if len(true_positives) else 0.0
        positives += true_positives[-1] if len(true_positives) else 0.0
    # Without a negative there is no order to speak of.
    return {
        "roc_auc": ratio(right, pairs),
        "average_precision": ratio(precise, np.where(pairs > 0, positives, 0.0)),
    }


def _counts(
    score: Array, positive: npt.NDArray[np.bool_], block: npt.NDArray[np.int64], draws: Draws
) -> tuple[Array, Array, Array]:
    """At each different score of a positive, from the top, shape (scores, draws).

    Returns:
        Positives of that score; negatives from there up to the score above, that score not included; negatives of that score.
    """
    steps = np.unique(-score[positive])
    blocks = draws.times.shape[1]
    # A row belongs to the first positive score that is not above it; rows below the last positive are never shown.
    step = np.searchsorted(steps, -score, side="left")
    shown = step < len(steps)

    def summed(rows: npt.NDArray[np.bool_]) -> Array:
        place = step[rows] * blocks + block[rows]
        by_block = np.bincount(place, minlength=len(steps) * blocks).reshape(len(steps), blocks)
        return np.asarray(by_block @ draws.times.T, dtype=np.float64)

    equal = shown.copy()
    equal[shown] = steps[step[shown]] == -score[shown]
    return summed(positive), summed(shown & ~positive), summed(equal & ~positive)

"""What each contribution does to the probability, in percentage points, after calibration.

A calibrated probability is a curve of the sum of all contributions. Its change from the base value to a household's score
is dealt out by walking straight from one to the other, all contributions growing together, and giving each what the curve
gains along its own part: the Aumann-Shapley value (Aumann and Shapley, Values of Non-Atomic Games, Princeton 1974; as
integrated gradients: Sundararajan, Taly and Yan, ICML 2017). On a curve of a sum that is each contribution's share of the
sum. No order of the contributions plays a part, the points add up to the change of the probability, and where the curve
is flat between the two, nothing has changed and nothing is dealt out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.calibrate import Calibrator

Array = npt.NDArray[np.float64]

POINTS = 100.0
"""Percentage points in a probability of one."""

NO_MOVE = 1e-9
"""Of the raw score, in log-odds: below it the contributions cancel, and each counts by the curve's slope at the base."""

STEP = 1e-4
"""In log-odds, either way: over which that slope is taken."""


def points_per_log_odds(contributions: Array, base_value: float, calibrator: Calibrator) -> Array:
    """Of each row, how many percentage points one unit of contribution is worth.

    Args:
        contributions: rows by features, in log-odds.
        base_value: the raw score before any feature.
    """
    moved = contributions.sum(axis=1)
    base = calibrator.apply(np.array([base_value]))[0]
    change = calibrator.apply(base_value + moved) - base
    around = calibrator.apply(np.array([base_value - STEP, base_value + STEP]))
    slope = (around[1] - around[0]) / (2 * STEP)
    still = np.abs(moved) < NO_MOVE
    return np.asarray(POINTS * np.where(still, slope, change / np.where(still, 1.0, moved)), dtype=np.float64)


def points(contributions: Array, base_value: float, calibrator: Calibrator) -> Array:
    """What each contribution does to the probability: rows by features, in percentage points.

    Each row adds up to the household's probability less that of the base value.
    """
    return contributions * points_per_log_odds(contributions, base_value, calibrator)[:, None]

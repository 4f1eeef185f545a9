"""How sure a calibrated probability is: the same curve fitted again to villages drawn anew.

A calibrator stands on the few outcomes of the later part. Drawing its villages with replacement and fitting the curve
each time shows how far another year's villages would have moved it (Field and Welsh 2007, as in
`training.resampling`). It is the doubt of the calibration alone: whether the county stays as it was is not in it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from models.calibrate import CalibrationError, CalibrationKind, Calibrator, Doubt, fit_calibrator, log_odds
from training.resampling import COVERED, blocks_of, drawn_blocks
from training.settings.evaluation import Resample

Array = npt.NDArray[np.float64]

DRAWS, SEED, CORNERS = 100, 20_260_101, 41

DIGITS = 2
"""Scores are rounded to these before curves are drawn anew: a county's rows become some thousand different scores."""

FEWEST_CURVES = 0.9
"""Of the draws that have to bear a curve; where fewer do, nothing is told."""


def doubt_of(calibrator: Calibrator, rows: pl.DataFrame, raw: Array) -> Doubt | None:
    """How far around a calibrator the middle 95 % of the curves lie, at corners over the range of the scores.

    Args:
        calibrator: fitted to these rows.
        rows: of the later part: `region_code`, `label`.
        raw: their raw scores (log-odds).

    Returns:
        None where too many draws have too few outcomes to bear a curve.
    """
    village = blocks_of(rows, Resample.VILLAGE)
    outcome = rows["label"].to_numpy().astype(np.float64)
    scores, place = np.unique(np.round(raw, DIGITS), return_inverse=True)
    corners = np.unique(np.quantile(scores, np.linspace(0, 1, CORNERS)))
    curves = []
    for drawn in drawn_blocks(int(village.max()) + 1, DRAWS, SEED):
        weight = drawn[village]
        number = [
            np.bincount(place, weight * part, minlength=len(scores)).astype(np.float64)
            for part in (1 - outcome, outcome)
        ]
        try:
            curves.append(log_odds(_curve(calibrator.kind, scores, number).apply(corners)))
        except CalibrationError:
            continue
    if len(curves) < FEWEST_CURVES * DRAWS:
        return None
    ends = np.quantile(curves, [(1 - COVERED) / 2, (1 + COVERED) / 2], axis=0)
    low, high = ends - log_odds(calibrator.apply(corners))
    return Doubt(corners.tolist(), low.tolist(), high.tolist())


def _curve(kind: CalibrationKind, scores: Array, number: list[Array]) -> Calibrator:
    """The curve of scores that so many negatives and positives have."""
    raw, weight = np.concatenate([scores, scores]), np.concatenate(number)
    outcome = np.repeat([0.0, 1.0], len(scores))
    there = weight > 0
    return fit_calibrator(kind, raw[there], outcome[there], weight[there])

"""Calibration: from a raw score to a probability that means what it says, kept as plain numbers.

Beta calibration (Kull, Silva Filho and Flach, AISTATS 2017) fits a logistic regression on the logarithms of the score
and of its complement; it has three parameters, which suits scarce positives. Isotonic regression fits any rising
curve, which needs more of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import FanpinError

Array = npt.NDArray[np.float64]

EDGE = 1e-9
"""Scores are kept this far from 0 and 1, where their logarithms end."""


class CalibrationKind(StrEnum):
    BETA = "beta"
    ISOTONIC = "isotonic"


class CalibrationError(FanpinError, ValueError):
    """The calibration part can't support a calibrator; the message says what it lacks."""


@dataclass(frozen=True)
class Calibrator:
    """A rising curve from raw score (log-odds) to probability.

    Attributes:
        kind: which curve.
        numbers: beta: `a`, `b`, `c`; isotonic: the curve's corners `x` (raw score, rising) and `y` (probability).
    """

    kind: CalibrationKind
    numbers: dict[str, list[float]]

    def apply(self, raw: Array) -> Array:
        """Probabilities of raw scores, element by element."""
        if self.kind is CalibrationKind.BETA:
            (a,), (b,), (c,) = (self.numbers[name] for name in "abc")
            log_score, log_complement = _logarithms(raw)
            return np.asarray(1 / (1 + np.exp(-(a * log_score - b * log_complement + c))), dtype=np.float64)
        return np.interp(raw, self.numbers["x"], self.numbers["y"])

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "numbers": self.numbers}

    @classmethod
    def from_dict(cls, read: dict[str, Any]) -> Calibrator:
        return cls(CalibrationKind(read["kind"]), {name: list(values) for name, values in read["numbers"].items()})


def fit_calibrator(kind: CalibrationKind, raw: Array, outcome: Array) -> Calibrator:
    """A calibrator from raw scores (log-odds) and outcomes (0 or 1) of a part that training did not see.

    Raises:
        CalibrationError: fewer than two outcomes of either kind.
    """
    positives = int(outcome.sum())
    if min(positives, len(outcome) - positives) < 2:
        raise CalibrationError(
            f"the calibration part has {positives} positives of {len(outcome)} rows; it needs at least 2 of each kind. "
            "Make its period longer, or the horizon shorter."
        )
    if kind is CalibrationKind.ISOTONIC:
        return _isotonic(raw, outcome)
    return _beta(raw, outcome)


def _logarithms(raw: Array) -> tuple[Array, Array]:
    score = np.clip(1 / (1 + np.exp(-raw)), EDGE, 1 - EDGE)
    return np.log(score), np.log1p(-score)


def _isotonic(raw: Array, outcome: Array) -> Calibrator:
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(out_of_bounds="clip").fit(raw, outcome)
    return Calibrator(CalibrationKind.ISOTONIC, {"x": curve.X_thresholds_.tolist(), "y": curve.y_thresholds_.tolist()})


def _beta(raw: Array, outcome: Array) -> Calibrator:
    from sklearn.linear_model import LogisticRegression

    log_score, log_complement = _logarithms(raw)
    columns = {"a": log_score, "b": -log_complement}
    # A negative coefficient would let the probability fall where the score rises: leave that term out and fit again.
    while columns:
        fitted = LogisticRegression(C=1e6, max_iter=1000).fit(np.column_stack(list(columns.values())), outcome)
        coefficients = dict(zip(columns, fitted.coef_[0], strict=True))
        falling = [name for name, value in coefficients.items() if value < 0]
        if not falling:
            numbers = {name: [float(coefficients.get(name, 0.0))] for name in "ab"}
            return Calibrator(CalibrationKind.BETA, {**numbers, "c": [float(fitted.intercept_[0])]})
        columns.pop(min(falling, key=lambda name: coefficients[name]))
    raise CalibrationError(
        "in the calibration part, higher scores do not go with more positives: the model has nothing to calibrate. "
        "Check the labels and the training period."
    )

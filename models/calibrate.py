"""Calibration: from a raw score to a probability that means what it says, kept as plain numbers.

Four curves, from the plainest to the freest:

- shift: the score's log-odds moved by one number. What a change of the base rate alone asks for (Saerens, Latinne and
  Decaestecker, Neural Computation 2002).
- logistic: log-odds moved and stretched (Platt 1999).
- beta: a logistic regression on the logarithms of the score and of its complement (Kull, Silva Filho and Flach,
  AISTATS 2017); it bends at both ends.
- isotonic: any rising curve (Zadrozny and Elkan, KDD 2002), which needs the most positives.

Whatever the curve, scores that do not go with outcomes are refused: a flat or falling curve would look calibrated and
tell nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import FanpinError

Array = npt.NDArray[np.float64]

EDGE = 1e-9
"""Scores are kept this far from 0 and 1, where their logarithms end."""

FARTHEST_SHIFT = 60.0
"""In log-odds, either way: beyond it a probability no longer differs from 0 or 1."""


class CalibrationKind(StrEnum):
    """The curves, the plainest first."""

    SHIFT = "shift"
    LOGISTIC = "logistic"
    BETA = "beta"
    ISOTONIC = "isotonic"


class CalibrationError(FanpinError, ValueError):
    """The calibration part can't support a calibrator; the message says what it lacks."""


DOES_NOT_RISE = (
    "校准期内，得分高的户并没有更多被识别，模型没有可校准的内容。请核对结局记录和训练期 | in the calibration part, higher scores do not go "
    "with more positives: the model has nothing to calibrate. Check the labels and the training period."
)


@dataclass(frozen=True)
class Doubt:
    """Between which probabilities a calibrator may lie as well (`training.calibration.uncertainty`).

    Attributes:
        x: raw scores, rising.
        low, high: by how much the two ends lie below and above the calibrated log-odds at each. Beyond the scores that the
            calibration saw it is what it is at the last of them.
    """

    x: list[float]
    low: list[float]
    high: list[float]

    def ends(self, raw: Array, probability: Array) -> tuple[Array, Array]:
        """The two ends for raw scores with their calibrated probabilities, which always lie between."""
        at = log_odds(probability)
        low, high = (_probability(at + np.interp(raw, self.x, ends)) for ends in (self.low, self.high))
        return np.minimum(low, probability), np.maximum(high, probability)


@dataclass(frozen=True)
class Calibrator:
    """A rising curve from raw score (log-odds) to probability.

    Attributes:
        kind: which curve.
        numbers: shift: `c`; logistic: `slope`, `c`; beta: `a`, `b`, `c`; isotonic: the curve's corners `x` (raw score,
            rising) and `y` (probability).
        doubt: how sure it is; None where its rows could not tell.
    """

    kind: CalibrationKind
    numbers: dict[str, list[float]]
    doubt: Doubt | None = None

    def apply(self, raw: Array) -> Array:
        """Probabilities of raw scores, element by element."""
        if self.kind is CalibrationKind.ISOTONIC:
            return np.interp(raw, self.numbers["x"], self.numbers["y"])
        coefficients = {name: values[0] for name, values in self.numbers.items()}
        if self.kind is CalibrationKind.BETA:
            log_score, log_complement = _logarithms(raw)
            return _probability(coefficients["a"] * log_score - coefficients["b"] * log_complement + coefficients["c"])
        return _probability(coefficients.get("slope", 1.0) * np.asarray(raw, dtype=np.float64) + coefficients["c"])

    def as_dict(self) -> dict[str, Any]:
        doubt = {} if self.doubt is None else {"doubt": asdict(self.doubt)}
        return {"kind": self.kind.value, "numbers": self.numbers, **doubt}

    @classmethod
    def from_dict(cls, read: dict[str, Any]) -> Calibrator:
        doubt = read.get("doubt")
        return cls(
            CalibrationKind(read["kind"]),
            {name: list(values) for name, values in read["numbers"].items()},
            None if doubt is None else Doubt(**{name: list(doubt[name]) for name in ("x", "low", "high")}),
        )


def fit_calibrator(kind: CalibrationKind, raw: Array, outcome: Array, weight: Array | None = None) -> Calibrator:
    """A calibrator from raw scores (log-odds) and outcomes (0 or 1) of a part that training did not see.

    Args:
        weight: how many rows each stands for; one when None.

    Raises:
        CalibrationError: fewer than two outcomes of either kind, or higher scores that do not go with more positives.
    """
    weight = np.ones(len(outcome)) if weight is None else weight
    rows, positives = int(weight.sum()), int(weight @ outcome)
    if min(positives, rows - positives) < 2:
        raise CalibrationError(
            f"校准期的 {rows} 行中只有 {positives} 个正例，正反两类各至少要2个：请延长校准期或缩短预测期限。 | the calibration part has {positives} positives of {rows} rows; it needs at least 2 of each kind. "
            "Make its period longer, or the horizon shorter."
        )
    # The best logistic line rises exactly when this sum is positive; and where isotonic regression is flat, no cut of the
    # scores has more than its share of positives above it, so that the sum is not positive either.
    if float(np.dot(weight * (raw - np.average(raw, weights=weight)), outcome)) <= 0:
        raise CalibrationError(DOES_NOT_RISE)
    fitted = {
        CalibrationKind.SHIFT: _shift,
        CalibrationKind.LOGISTIC: _logistic,
        CalibrationKind.BETA: _beta,
        CalibrationKind.ISOTONIC: _isotonic,
    }[kind](np.asarray(raw, dtype=np.float64), np.asarray(outcome, dtype=np.float64), weight)
    return Calibrator(kind, fitted)


def _probability(log_odds: Array) -> Array:
    # Beyond this an exponential overflows; the probability is 0 or 1 to every digit long before.
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -700, 700))), dtype=np.float64)


def log_odds(probability: Array) -> Array:
    """The log-odds of probabilities, which are kept a little from 0 and 1."""
    kept = np.clip(probability, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept) - np.log1p(-kept), dtype=np.float64)


def _logarithms(raw: Array) -> tuple[Array, Array]:
    score = np.clip(_probability(raw), EDGE, 1 - EDGE)
    return np.log(score), np.log1p(-score)


def _shift(raw: Array, outcome: Array, weight: Array) -> dict[str, list[float]]:
    """The move after which as many positives are expected as there were: the likeliest one."""
    low, high = -FARTHEST_SHIFT - float(raw.max()), FARTHEST_SHIFT - float(raw.min())
    wanted = weight @ outcome
    # Expected positives rise with the move, so halving the bracket ends at the one answer.
    while (middle := (low + high) / 2) not in (low, high):
        if weight @ _probability(raw + middle) < wanted:
            low = middle
        else:
            high = middle
    return {"c": [middle]}


def _logistic(raw: Array, outcome: Array, weight: Array) -> dict[str, list[float]]:
    (slope,), intercept, _ = _regression([raw], outcome, weight)
    return {"slope": [slope], "c": [intercept]}


def _beta(raw: Array, outcome: Array, weight: Array) -> dict[str, list[float]]:
    log_score, log_complement = _logarithms(raw)
    columns = {"a": log_score, "b": -log_complement}
    coefficients, intercept, _ = _regression(list(columns.values()), outcome, weight)
    kept = dict(zip(columns, coefficients, strict=True))
    if min(coefficients) < 0:
        # A negative coefficient would let the probability fall where the score rises. Of the two terms alone at least
        # one rises where their sum does; but they are of probabilities within the edges, and scores far outside may rise
        # only there.
        alone = {name: _regression([column], outcome, weight) for name, column in columns.items()}
        rising = [name for name, ((slope,), _, _) in alone.items() if slope >= 0]
        if not rising:
            raise CalibrationError(DOES_NOT_RISE)
        name = max(rising, key=lambda name: alone[name][2])
        (slope,), intercept, _ = alone[name]
        kept = {name: slope}
    return {**{name: [kept.get(name, 0.0)] for name in columns}, "c": [intercept]}


def _regression(columns: list[Array], outcome: Array, weight: Array) -> tuple[list[float], float, float]:
    """Coefficients, intercept and log-likelihood of a logistic regression that is hardly penalised."""
    from sklearn.linear_model import LogisticRegression

    matrix = np.column_stack(columns)
    fitted = LogisticRegression(C=1e6, solver="newton-cholesky", max_iter=1000).fit(matrix, outcome, weight)
    told = np.clip(fitted.predict_proba(matrix)[:, 1], EDGE, 1 - EDGE)
    likelihood = float(weight @ np.log(np.where(outcome > 0, told, 1 - told)))
    return [float(value) for value in fitted.coef_[0]], float(fitted.intercept_[0]), likelihood


def _isotonic(raw: Array, outcome: Array, weight: Array) -> dict[str, list[float]]:
    """Fitted to Platt's softened outcomes, so that no score is told as impossible or certain: one later positive
    among the "impossible" would be an infinite error.
    """
    from sklearn.isotonic import IsotonicRegression

    positives = weight @ outcome
    negatives = weight.sum() - positives
    softened = np.where(outcome > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    curve = IsotonicRegression(out_of_bounds="clip").fit(raw, softened, weight)
    return {"x": curve.X_thresholds_.tolist(), "y": curve.y_thresholds_.tolist()}

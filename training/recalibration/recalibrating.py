"""Recalibration after a shift: a new calibrator from the newest outcomes, and nothing else changed.

What changes from year to year is above all how many households fall, less which ones (Davis et al., "Calibration drift in
regression and machine learning models for acute kidney injury", JAMIA 2017). So the trees stay byte for byte, and with
them every order, list and reason; only the number beside a score moves.

A rehearsal says what to expect of it: the curve fitted to the first half of the newest dates is judged on the second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.errors import FanpinError
from models.calibrate import CalibrationError, Calibrator
from models.lists import DEFAULT_SEED
from models.risk_model import RiskModel
from training.calibration.bounds import LEAST_TO_RECALIBRATE, Bounds
from training.calibration.choosing import chosen_calibrator
from training.calibration.errors import error_by_chance, expected_calibration_error
from training.calibration.outcomes import outcomes_against_predicted
from training.predictions import MODEL, PROBABILITY, score_column
from training.settings import Calibration

Array = npt.NDArray[np.float64]

Section = dict[str, Any]


class TooFewOutcomesError(FanpinError, ValueError):
    """The newest outcomes are too few to recalibrate on; the message says how many there are and how many it takes."""


def recalibrated(
    model: RiskModel, newest: pl.DataFrame, setting: Calibration, bounds: Bounds
) -> tuple[RiskModel, Section, Rehearsal | None]:
    """The model with a calibrator of its newest outcomes.

    Args:
        newest: the model's own predictions for dates whose outcomes neither it nor its calibrator saw
            (`training.recalibration.recent`).

    Returns:
        The model, not registered yet; what is told: `from_version`, `before` (the outcomes against the old
        probabilities), `calibration` (as `chosen_calibrator` tells it) and `rehearsal`, kept among its facts too; and the
        rehearsal itself.

    Raises:
        TooFewOutcomesError: fewer different households with the outcome than policy asks for.
        CalibrationError: scores do not go with outcomes any more: the trees have to be trained again.
    """
    households = newest.filter(pl.col("label") == 1)["household_id"].n_unique()
    if households < bounds.recalibration:
        raise TooFewOutcomesError(
            f"{model.name} 第 {model.version} 版：只有 {households} 户有结果，重新校准需要 {bounds.recalibration:.0f} 户，什么都没有改动：请等更多结果届满。 | "
            f"{model.name} {model.version}: {_since(newest)}only {households} different households had the outcome; "
            f"recalibration needs {bounds.recalibration:.0f} (policy `{LEAST_TO_RECALIBRATE}`). Nothing was changed. Wait for "
            "further outcomes to be delivered and to come of age."
        )
    raw = newest[score_column(MODEL)].to_numpy()
    calibrator, because = chosen_calibrator(setting, newest, raw)
    rehearsal = rehearsed(newest, setting)
    report = {
        "from_version": model.version,
        "before": outcomes_against_predicted(newest, bounds, calibrated_on=calibrated_on(model)),
        "calibration": because,
        "rehearsal": rehearsal.as_dict() if rehearsal else None,
    }
    facts = {**model.facts, "calibration": because, "recalibrated": report}
    return replace(model, calibrator=calibrator, facts=facts, version="unregistered"), report, rehearsal


def calibrated_on(model: RiskModel) -> int | None:
    """Different households with the outcome that the model's calibrator was fitted to; None where nobody kept it."""
    return (model.facts.get("calibration") or {}).get("households")


def with_probability(predictions: pl.DataFrame, calibrator: Calibrator) -> pl.DataFrame:
    """The same predictions, told by another calibrator."""
    return predictions.with_columns(
        pl.Series(PROBABILITY, calibrator.apply(predictions[score_column(MODEL)].to_numpy()))
    )


@dataclass(frozen=True)
class Rehearsal:
    """What a recalibration on the first half of the dates would have done for the second half.

    Attributes:
        fitted: the rows of the first half.
        before: those of the second half with the old probabilities.
        after: the same rows, told by the curve that was fitted to the first half.
        calibrator: that curve.
    """

    fitted: pl.DataFrame
    before: pl.DataFrame
    after: pl.DataFrame
    calibrator: Calibrator

    def as_dict(self) -> Section:
        """`fitted` and `judged` (`first`, `last` date), `kind`, and what was wrong `before` and `after`: the
        `expected_calibration_error` and how much of it would be there if every probability were right (`error_by_chance`), the `ratio` of observed to expected, and the `log_loss`.
        """
        return {
            "fitted": _dates(self.fitted),
            "judged": _dates(self.before),
            "kind": self.calibrator.kind.value,
            "before": _errors(self.before),
            "after": _errors(self.after),
        }


def rehearsed(newest: pl.DataFrame, setting: Calibration) -> Rehearsal | None:
    """The rehearsal; None where there is one date only, or the first half has too few outcomes to fit to."""
    split = halves(newest)
    if split is None:
        return None
    earlier, later = split
    try:
        calibrator, _ = chosen_calibrator(setting, earlier, earlier[score_column(MODEL)].to_numpy())
    except CalibrationError:
        return None
    return Rehearsal(earlier, later, with_probability(later, calibrator), calibrator)


def halves(newest: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The rows of the first half of the dates and of the second; of an odd number the first has one more."""
    dates = newest["as_of"].unique().sort()
    if dates.len() < 2:
        return None
    earlier = newest["as_of"] <= dates[(dates.len() - 1) // 2]
    return newest.filter(earlier), newest.filter(~earlier)


def _errors(predictions: pl.DataFrame) -> Section:
    probability = np.clip(predictions[PROBABILITY].to_numpy(), 1e-12, 1 - 1e-12)
    label = predictions["label"].to_numpy()
    return {
        "expected_calibration_error": expected_calibration_error(predictions),
        "error_by_chance": error_by_chance(predictions, DEFAULT_SEED),
        "ratio": float(label.sum() / probability.sum()),
        "log_loss": float(-np.log(np.where(label > 0, probability, 1 - probability)).mean()),
    }


def _dates(rows: pl.DataFrame) -> dict[str, str]:
    return {"first": str(rows["as_of"].min()), "last": str(rows["as_of"].max())}


def _since(newest: pl.DataFrame) -> str:
    if newest.is_empty():
        return ""
    dates = _dates(newest)
    return f"on the lists from {dates['first']} to {dates['last']} "

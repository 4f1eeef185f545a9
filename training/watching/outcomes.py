"""What became of those whom the model scored, as far as their horizon has passed."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.bilingual import Bilingual
from models.lists import DEFAULT_SEED, Capacity, Lists
from training.calibration.bounds import Bounds
from training.calibration.outcomes import Outcomes, outcomes_against_predicted
from training.predictions import MODEL, score_column
from training.resampling import blocks_of, with_interval
from training.settings.evaluation import Resample
from training.watching.signals import Level, Question, Signal

DRAWS = 200
"""Villages drawn anew so many times for the interval."""

LEVELS = {
    Outcomes.AS_PREDICTED: Level.FINE,
    Outcomes.MORE: Level.LOOK,
    Outcomes.FEWER: Level.LOOK,
    Outcomes.TOO_FEW: Level.CANT_TELL,
}


def calibration_signal(predicted: pl.DataFrame, bounds: Bounds, calibrated_on: int | None = None) -> Signal:
    """Whether the outcomes that have matured lie in their predictive interval.

    Args:
        predicted: see `training.predictions`; no rows where none has matured.
        calibrated_on: different households with the outcome that the calibrator was fitted to.
    """
    if predicted.is_empty():
        return _not_yet(Question.CALIBRATION)
    compared = outcomes_against_predicted(predicted, bounds, calibrated_on=calibrated_on)
    verdict = Outcomes(compared["verdict"])
    return Signal(
        Question.CALIBRATION,
        LEVELS[verdict],
        compared["observed"] / compared["expected"] if compared["expected"] > 0 else None,
        None,
        Bilingual(
            f"{compared['first']}至{compared['last']}：实际{compared['observed']}，预计{compared['expected']:.1f}"
            f"（{compared['low']:.1f}–{compared['high']:.1f}），{verdict.zh}",
            f"{compared['first']} to {compared['last']}: {compared['observed']} outcomes, "
            f"{compared['expected']:.1f} expected ({compared['low']:.1f} to {compared['high']:.1f}), {verdict.en}",
        ),
        [compared],
    )


def precision_signal(predicted: pl.DataFrame, capacity: Capacity, promised: float | None) -> Signal:
    """Of the households that the lists of those days would have named, the share with the outcome.

    LOOK where even the upper end of the interval lies below what the card promised.
    """
    if predicted.is_empty():
        return _not_yet(Question.PRECISION)
    listed = Lists(predicted).issued(capacity, score_column(MODEL))
    label = listed["label"].to_numpy().astype(np.float64)
    precision = with_interval(
        lambda weight: float(weight @ label / weight.sum()) if weight.sum() else float("nan"),
        blocks_of(listed, Resample.VILLAGE),
        DRAWS,
        DEFAULT_SEED,
    )
    fallen = promised is not None and precision["high"] < promised
    beside = (f"，模型卡所示{promised:.1%}", f", the card told {promised:.1%}") if promised is not None else ("", "")
    return Signal(
        Question.PRECISION,
        Level.LOOK if fallen else Level.FINE,
        precision["value"],
        promised,
        Bilingual(
            f"名单{listed.height}户次中{precision['value']:.1%}"
            f"（{precision['low']:.1%}–{precision['high']:.1%}）在期限内发生{beside[0]}",
            f"of {listed.height:,} listings {precision['value']:.1%} ({precision['low']:.1%} to {precision['high']:.1%}) "
            f"came true within the horizon{beside[1]}",
        ),
    )


def _not_yet(question: Question) -> Signal:
    told = Bilingual("训练之后的结果期限尚未届满", "no outcome after those that the model saw has matured yet")
    return Signal(question, Level.CANT_TELL, None, None, told)

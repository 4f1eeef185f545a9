"""Every window's contenders, fitted on its own past and asked about its test days: predictions out of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import polars as pl

from models.calibrate import CalibrationError
from models.scorers import Array
from training.backtests.competing import competing
from training.calibration.choosing import chosen_calibrator
from training.contenders.contender import Fitted
from training.contenders.registry import CONTENDERS, contenders_of
from training.contenders.rules import last_list, random_scores
from training.contenders.scarcity import require_positives
from training.pinning import Pinned
from training.plan.windows import Window
from training.settings import Experiment, Opponent
from training.steps import Steps

Progress = Callable[[str, int, int], None]


def rows_of(matrix: pl.DataFrame, dates: Iterable[dt.date]) -> pl.DataFrame:
    """The rows of these as-of dates."""
    return matrix.filter(pl.col("as_of").is_in(list(dates)))


def part_counts(window: Window, matrix: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The window's parts with their rows, positive rows and different positive households."""
    counted = {}
    for name, part in window.as_dict().items():
        rows = rows_of(matrix, getattr(window, name))
        positive = rows.filter(pl.col("label") == 1)
        counted[name] = {
            **part,
            "rows": rows.height,
            "positives": positive.height,
            "households": positive["household_id"].n_unique(),
        }
    return counted


def probability_of(scores: Array, fitted: Fitted, later: pl.DataFrame, experiment: Experiment) -> Array | None:
    """Scores as probabilities, by a calibrator from the later data; None where those can't support one.

    Who can't be calibrated can still be ranked, and so measured; it can't ship.
    """
    try:
        calibrator, _ = chosen_calibrator(experiment.calibration, later, fitted.scores(later))
    except CalibrationError:
        return None
    return calibrator.apply(scores)


def predict_window(matrix: pl.DataFrame, number: int, window: Window, experiment: Experiment) -> pl.DataFrame:
    """One window: every contender fitted on its train part, those that can ship calibrated on its later data, all asked
    about its test part.

    Args:
        matrix: holds the window's rows, and for last month's list those of the date before the test.

    Returns:
        `training.backtests.competing.competing` of the test part.

    """
    train, later, test = (rows_of(matrix, part) for part in (window.train, window.later, window.test))
    eve = matrix.filter(pl.col("as_of") < window.test[0])["as_of"].max()
    before = matrix.filter(pl.col("as_of") == eve)
    scores: dict[str, Array] = {}
    probabilities: dict[str, Array | None] = {}
    carried: dict[str, Array] = {}
    for method in contenders_of(experiment):
        fitted = CONTENDERS[method].fit(train, later, experiment)
        scores[method] = fitted.scores(test)
        if not CONTENDERS[method].shippable:
            continue
        probabilities[method] = probability_of(scores[method], fitted, later, experiment)
        if Opponent.LAST_LIST in experiment.evaluation.opponents:
            both = pl.concat([before, test])
            carried[method] = last_list(both, fitted.scores(both))[before.height :]
    if Opponent.RANDOM in experiment.evaluation.opponents:
        scores[Opponent.RANDOM.value] = random_scores(test, experiment.evaluation.seed)
    return competing(test, number, scores, probabilities, carried)


def backtest(
    matrix: pl.DataFrame, pinned: Pinned, steps: Steps, progress: Progress = lambda _stage, _done, _of: None
) -> pl.DataFrame:
    """The predictions of all windows, earliest first; each window is a step of its own.

    Raises:
        TooFewPositivesError, before anything is fitted: a train part has fewer positives than the policy asks for.
    """
    windows = pinned.plan.windows
    for part in (*(window.train for window in windows), pinned.plan.final.train):
        require_positives(rows_of(matrix, part), pinned.policy)
    parts = []
    for number, window in enumerate(windows):
        progress("backtest", number, len(windows))
        predict = partial(predict_window, matrix, number, window, pinned.experiment)
        parts.append(steps.frame(f"window-{number}", predict))
    progress("backtest", len(windows), len(windows))
    return pl.concat(parts)

"""Every window's contenders, fitted on its own past and asked about its test days: predictions out of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from training.backtests.windows import Plan, Window
from training.contenders import opponent_scores
from training.fit import fit
from training.predictions import MODEL, predictions
from training.settings import Experiment

Progress = Callable[[str, int, int], None]


def rows_of(matrix: pl.DataFrame, dates: Iterable[object]) -> pl.DataFrame:
    """The rows of these as-of dates."""
    return matrix.filter(pl.col("as_of").is_in(list(dates)))


def told(window: Window, matrix: pl.DataFrame) -> dict[str, dict[str, Any]]:
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


def predict_window(matrix: pl.DataFrame, number: int, window: Window, experiment: Experiment) -> pl.DataFrame:
    """One window: fitted on its train part, calibrated on its later data, and asked about its test part.

    Returns:
        `training.predictions.predictions` of the test part.

    Raises:
        TooFewPositivesError, CalibrationError: the window's past can't support it; the message names the window.
    """
    train, later, test = (rows_of(matrix, part) for part in (window.train, window.later, window.test))
    horizon_months = experiment.target.horizon_months or 0
    model = fit(train, later, experiment, horizon_months, {"parts": window.as_dict()})
    raw = model.raw_score(test)
    scores = {MODEL: raw, **opponent_scores(train, later, test, raw, experiment)}
    return predictions(test, number, scores, model.probability(raw))


def backtest(
    matrix: pl.DataFrame,
    plan: Plan,
    experiment: Experiment,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame:
    """The predictions of all windows, earliest first."""
    parts = []
    for number, window in enumerate(plan.windows):
        progress("backtest", number, len(plan.windows))
        parts.append(predict_window(matrix, number, window, experiment))
    progress("backtest", len(plan.windows), len(plan.windows))
    return pl.concat(parts)

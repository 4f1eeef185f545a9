"""Outcomes that have matured since: their number, and how many of the lists came true."""

from __future__ import annotations

import polars as pl
import pytest

from models.lists import Capacity
from tests.training.drawn_predictions import drawn_predictions
from training.calibration.bounds import Bounds
from training.predictions import PROBABILITY
from training.watching.outcomes import calibration_signal, precision_signal
from training.watching.signals import Level

BOUNDS = Bounds(least_ratio=0.8, judged=10, disclosed=10, recalibration=20)
PREDICTED = drawn_predictions(households=2_000, windows=1, dates=3)
CAPACITY = Capacity(5.0)


def test_before_any_horizon_has_passed_nothing_can_be_told_and_nobody_is_asked_to_look() -> None:
    none = PREDICTED.clear()
    assert calibration_signal(none, BOUNDS).level is Level.CANT_TELL
    assert precision_signal(none, CAPACITY, promised=0.1).level is Level.CANT_TELL


@pytest.mark.parametrize(("times", "level"), [(1.0, Level.FINE), (0.3, Level.LOOK), (3.0, Level.LOOK)])
def test_outcomes_beyond_their_predictive_interval_ask_for_a_look(times: float, level: Level) -> None:
    told = calibration_signal(PREDICTED.with_columns(pl.col(PROBABILITY) * times), BOUNDS)
    assert told.level is level
    assert told.figure == pytest.approx(
        PREDICTED["label"].to_numpy().sum() / (PREDICTED[PROBABILITY].to_numpy().sum() * times)
    )


def test_few_outcomes_tell_nothing() -> None:
    few = PREDICTED.with_columns(pl.lit(0, pl.Int8).alias("label"), pl.lit(1e-6).alias(PROBABILITY))
    assert calibration_signal(few, BOUNDS).level is Level.CANT_TELL


def test_lists_that_come_true_less_often_than_the_card_told_ask_for_a_look() -> None:
    told = precision_signal(PREDICTED, CAPACITY, promised=None)
    assert told.level is Level.FINE
    assert told.figure is not None
    assert precision_signal(PREDICTED, CAPACITY, promised=told.figure).level is Level.FINE
    assert precision_signal(PREDICTED, CAPACITY, promised=min(1.0, told.figure * 3)).level is Level.LOOK


def test_precision_counts_the_rows_that_select_would_list() -> None:
    # One hundred of two thousand households are listed on each of three dates.
    everyone_listed_has_it = PREDICTED.with_columns(pl.lit(1, pl.Int8).alias("label"))
    told = precision_signal(everyone_listed_has_it, CAPACITY, promised=None)
    assert told.figure == 1.0
    assert "300" in told.statement.zh

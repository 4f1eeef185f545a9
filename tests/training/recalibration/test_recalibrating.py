"""A new calibrator from the newest outcomes: what it puts right, what it leaves alone, and when it is refused."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from models.calibrate import CalibrationError, CalibrationKind, Calibrator
from tests.models.small_model import model
from training.calibration.bounds import Bounds
from training.recalibration.printing import print_recalibration
from training.recalibration.recalibrating import TooFewOutcomesError, halves, recalibrated, rehearsed, with_probability
from training.settings import Calibration

BOUNDS = Bounds(least_ratio=0.67, judged=20, disclosed=10, recalibration=30)
OLD = replace(
    model(), calibrator=Calibrator(CalibrationKind.SHIFT, {"c": [0.0]}), facts={"calibration": {"households": 400}}
)


def lists(shifts: list[float], *, households: int = 1_500, seed: int = 3) -> pl.DataFrame:
    """A list for each month, whose outcomes are the old probabilities' moved by so much log-odds."""
    draws = np.random.default_rng(seed)
    parts = []
    for month, shift in enumerate(shifts, start=1):
        raw = draws.normal(-3.5, 1.2, households)
        parts.append(
            pl.DataFrame(
                {
                    "household_id": [f"H{month}-{n:05d}" for n in range(households)],
                    "as_of": [f"2024-{month:02d}-28"] * households,
                    "region_code": [f"990101001{n % 40:03d}" for n in range(households)],
                    "label": (draws.random(households) < 1 / (1 + np.exp(-(raw + shift)))).astype(np.int8),
                    "score.model": raw,
                }
            ).with_columns(pl.col("as_of").str.to_date())
        )
    return with_probability(pl.concat(parts), OLD.calibrator)


def test_after_a_shift_as_many_are_expected_as_come() -> None:
    newest, next_month = lists([1.0] * 4), lists([1.0], seed=4)
    made, told, _ = recalibrated(OLD, newest, Calibration.AUTO, BOUNDS)
    assert told["before"]["verdict"] == "more"
    assert told["calibration"]["kind"] == "shift"
    again = with_probability(next_month, made.calibrator)
    assert again["probability"].sum() == pytest.approx(next_month["label"].sum(), rel=0.15)
    assert float(next_month["probability"].sum()) < 0.6 * int(next_month["label"].sum())


def test_nothing_but_the_calibrator_and_what_is_told_of_it_changes() -> None:
    made, told, _ = recalibrated(OLD, lists([1.0] * 4), Calibration.AUTO, BOUNDS)
    assert made.scorer is OLD.scorer
    assert made.facts["calibration"] == told["calibration"]
    assert made.facts["recalibrated"] == told
    assert made.version == "unregistered"
    restored = replace(made, calibrator=OLD.calibrator, facts=OLD.facts, version=OLD.version)
    assert restored == OLD


def test_the_rehearsal_judges_on_later_months_than_it_fits_to() -> None:
    newest = lists([1.0] * 5)
    rehearsal = rehearsed(newest, Calibration.AUTO)
    assert rehearsal is not None
    told = rehearsal.as_dict()
    assert told["fitted"] == {"first": "2024-01-28", "last": "2024-03-28"}
    assert told["judged"] == {"first": "2024-04-28", "last": "2024-05-28"}
    assert told["after"]["expected_calibration_error"] < told["before"]["expected_calibration_error"] / 2
    assert told["after"]["ratio"] == pytest.approx(1, abs=0.15)
    assert told["before"]["ratio"] > 1.5


def test_a_shift_that_did_not_last_is_told() -> None:
    out = io.StringIO()
    _, told, _ = recalibrated(OLD, lists([1.0, 1.0, 0.0, 0.0]), Calibration.AUTO, BOUNDS)
    assert told["rehearsal"]["after"]["log_loss"] > told["rehearsal"]["before"]["log_loss"]
    print_recalibration(told, Console(file=out, width=100))
    assert "近期的变化可能不会持续" in out.getvalue()
    print_recalibration(
        recalibrated(OLD, lists([1.0] * 4), Calibration.AUTO, BOUNDS)[1], Console(file=(lasting := io.StringIO()))
    )
    assert "不会持续" not in lasting.getvalue()
    assert "多于预计" in lasting.getvalue()


@pytest.mark.parametrize(("months", "rehearsal"), [(1, False), (2, True)])
def test_one_month_cannot_be_rehearsed(months: int, rehearsal: bool) -> None:
    newest = lists([1.0] * months)
    assert (halves(newest) is not None) is rehearsal
    _, told, _ = recalibrated(OLD, newest, Calibration.AUTO, BOUNDS)
    assert (told["rehearsal"] is not None) is rehearsal
    out = io.StringIO()
    print_recalibration(told, Console(file=out, width=100))
    assert ("未能预演" in out.getvalue()) is not rehearsal


@pytest.mark.parametrize(("households", "enough"), [(29, False), (30, True)])
def test_too_few_different_households_are_refused(households: int, enough: bool) -> None:
    """The same thirty in two months are thirty, not sixty."""
    once = (
        lists([0.0], households=2_000)
        .sort("score.model", descending=True)
        .with_columns((pl.int_range(pl.len()) < households).cast(pl.Int8).alias("label"))
    )
    twice = pl.concat([once, once.with_columns(pl.col("as_of").dt.offset_by("1mo"))])
    if enough:
        assert recalibrated(OLD, twice, Calibration.SHIFT, BOUNDS)[1]["calibration"]["households"] == 30
    else:
        with pytest.raises(TooFewOutcomesError, match=r"only 29 different households.*needs 30.*Nothing was changed"):
            recalibrated(OLD, twice, Calibration.SHIFT, BOUNDS)


def test_scores_that_no_longer_go_with_outcomes_are_refused() -> None:
    newest = lists([0.0] * 2)
    upside_down = newest.with_columns(-pl.col("score.model") - 7)
    with pytest.raises(CalibrationError, match="higher scores do not go with more positives"):
        recalibrated(OLD, upside_down, Calibration.AUTO, BOUNDS)

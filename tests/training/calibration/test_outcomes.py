"""Recent outcomes against what was predicted: the warning rings when they leave the interval, and seldom otherwise."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from tests.training.drawn_predictions import drawn_predictions
from training.calibration.bounds import Bounds
from training.calibration.outcomes import outcomes_against_predicted
from training.calibration.printing import print_outcomes

BOUNDS = Bounds(least_ratio=0.67, judged=20, disclosed=10, recalibration=30)


def month(
    *, households: int = 1_000, probability: float = 0.05, positives: int = 50, villages: int = 50
) -> pl.DataFrame:
    """One list on which everybody has the same probability; the first so many households have the outcome."""
    return pl.DataFrame(
        {
            "household_id": [f"H{n:05d}" for n in range(households)],
            "as_of": ["2024-01-31"] * households,
            "region_code": [f"990101001{n % villages:03d}" for n in range(households)],
            "label": [int(n < positives) for n in range(households)],
            "probability": [probability] * households,
        }
    ).with_columns(pl.col("as_of").str.to_date())


@pytest.mark.parametrize(
    ("positives", "verdict"),
    [
        (50, "as_predicted"),
        (62, "as_predicted"),  # within two standard errors of 50: √(1000 × 0.05 × 0.95) = 6.9
        (70, "more"),
        (38, "as_predicted"),
        (32, "fewer"),
        (0, "fewer"),
    ],
)
def test_a_warning_comes_when_the_number_leaves_its_interval(positives: int, verdict: str) -> None:
    compared = outcomes_against_predicted(month(positives=positives), BOUNDS)
    assert compared["verdict"] == verdict
    assert compared["observed"] == compared["households"] == positives
    assert compared["expected"] == pytest.approx(50)


def test_the_interval_is_the_binomial_one_for_households_met_once() -> None:
    compared = outcomes_against_predicted(month(), BOUNDS)
    assert compared["low"] == pytest.approx(50 - 1.96 * 6.9, abs=1)
    assert compared["high"] == pytest.approx(50 + 1.96 * 6.9, abs=1)


def test_the_same_outcome_on_six_lists_is_one_outcome() -> None:
    """Seventy of fifty are a warning once; told six months in a row by the same households they are no more than that."""
    once = month(positives=62)
    months = pl.concat([once.with_columns(pl.col("as_of").dt.offset_by(f"{n}mo")) for n in range(6)])
    compared = outcomes_against_predicted(months, BOUNDS)
    assert compared["verdict"] == "as_predicted"
    assert compared["high"] == pytest.approx(6 * outcomes_against_predicted(once, BOUNDS)["high"], rel=1e-6)
    assert compared["observed"] == 6 * 62


def test_outcomes_that_gather_in_one_village_say_less() -> None:
    spread = month(positives=70)
    gathered = spread.with_columns(
        pl.when(pl.col("label") == 1).then(pl.lit("990101001999")).otherwise(pl.col("region_code")).alias("region_code")
    )
    assert outcomes_against_predicted(spread, BOUNDS)["verdict"] == "more"
    assert outcomes_against_predicted(gathered, BOUNDS)["verdict"] == "as_predicted"


def test_a_calibrator_of_few_households_is_uncertain_itself() -> None:
    assert outcomes_against_predicted(month(positives=70), BOUNDS)["verdict"] == "more"
    assert outcomes_against_predicted(month(positives=70), BOUNDS, calibrated_on=20)["verdict"] == "as_predicted"


@pytest.mark.parametrize(("positives", "probability"), [(5, 0.005), (0, 0.019), (19, 0.0)])
def test_few_households_are_too_few_to_tell(positives: int, probability: float) -> None:
    compared = outcomes_against_predicted(month(positives=positives, probability=probability), BOUNDS)
    assert compared["verdict"] == "too_few"


def test_that_none_of_twenty_came_can_be_told() -> None:
    assert outcomes_against_predicted(month(positives=0, probability=0.021), BOUNDS)["verdict"] == "fewer"


def test_right_probabilities_seldom_ring_and_wrong_ones_do() -> None:
    rung = {1.0: 0, 2.0: 0}
    for seed in range(40):
        drawn = drawn_predictions(households=600, windows=1, dates=6, base_rate=0.02, seed=seed)
        for factor in rung:
            wrong = drawn.with_columns(pl.col("probability") * factor)
            verdict = outcomes_against_predicted(wrong, BOUNDS)["verdict"]
            rung[factor] += verdict in ("more", "fewer")
    assert rung[1.0] <= 3
    assert rung[2.0] >= 35


def test_no_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="no outcomes"):
        outcomes_against_predicted(month().clear(), BOUNDS)


@pytest.mark.parametrize(("positives", "rings"), [(50, False), (90, True)])
def test_a_warning_says_what_to_do(positives: int, rings: bool) -> None:
    out = io.StringIO()
    print_outcomes(outcomes_against_predicted(month(positives=positives), BOUNDS), Console(file=out, width=100))
    assert ("fanpin recalibrate" in out.getvalue()) is rings
    assert ("多于预计" in out.getvalue()) is rings
    assert np.char.find(out.getvalue(), "预计 50") > 0

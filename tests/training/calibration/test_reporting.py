"""Predicted beside observed: what is told of each group, what is concluded, and what is not told at all."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from features.policy.loading import Policy
from tests.training.drawn_predictions import drawn_predictions
from training.calibration.bounds import Bounds
from training.calibration.printing import print_calibration
from training.calibration.reporting import calibration_section
from training.settings import Evaluation

SETTINGS = Evaluation(bootstrap=200)
POLICY = Policy.load()
TYPE = "group.household_type"


@pytest.fixture(scope="module")
def predicted() -> pl.DataFrame:
    """A county whose probabilities are right: 1,500 households on twelve month ends of two half-years."""
    return drawn_predictions(households=1_500, windows=4, dates=3, base_rate=0.03, seed=8)


def times(predicted: pl.DataFrame, factor: float) -> pl.DataFrame:
    return predicted.with_columns(pl.col("probability") * factor)


def group(section: dict, by: str, name: str) -> dict:
    return next(one for one in section["by"][by] if one["group"] == name)


def test_probabilities_that_are_right_are_within_bounds(predicted: pl.DataFrame) -> None:
    section = calibration_section(predicted, SETTINGS, POLICY)
    assert section["verdict"] == "within"
    overall = section["overall"]
    assert overall["rows"] == predicted.height
    assert overall["positives"] == predicted["label"].sum()
    assert overall["households"] == 1_500
    assert overall["predicted"] == pytest.approx(predicted["probability"].mean())
    assert overall["observed"]["value"] == pytest.approx(predicted["label"].mean())
    assert overall["ratio"]["low"] < 1 < overall["ratio"]["high"]
    assert overall["ratio"]["low"] < overall["ratio"]["value"] < overall["ratio"]["high"]


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_probabilities_that_are_half_or_double_are_outside(predicted: pl.DataFrame, factor: float) -> None:
    section = calibration_section(times(predicted, factor), SETTINGS, POLICY)
    assert section["verdict"] == "outside"
    assert {"by": "all", "group": "all"} in section["because"]
    assert section["overall"]["ratio"]["value"] == pytest.approx(
        calibration_section(predicted, SETTINGS, POLICY)["overall"]["ratio"]["value"] / factor
    )


def test_two_half_years_that_make_up_for_each_other_are_outside(predicted: pl.DataFrame) -> None:
    first = pl.col("as_of").dt.month() <= 6
    shifted = predicted.with_columns(pl.col("probability") * pl.when(first).then(0.5).otherwise(1.6))
    section = calibration_section(shifted, SETTINGS, POLICY)
    assert section["overall"]["verdict"] != "outside"
    assert section["verdict"] == "outside"
    assert {"by": "half_year", "group": "2023H1"} in section["because"]
    assert [one["group"] for one in section["by"]["half_year"]] == ["2023H1", "2023H2"]
    assert [one["verdict"] for one in section["by"]["half_year"]] == ["outside", "outside"]


def test_too_few_outcomes_are_no_evidence(predicted: pl.DataFrame) -> None:
    section = calibration_section(predicted.head(300), SETTINGS, POLICY)
    assert section["overall"]["positive_households"] < 20
    assert section["verdict"] == "insufficient"


def test_that_none_came_of_many_that_were_expected_is_evidence(predicted: pl.DataFrame) -> None:
    lifted = pl.col(TYPE) == "lifted_out"
    none = predicted.with_columns(
        pl.when(lifted).then(0).otherwise(pl.col("label")).cast(pl.Int8).alias("label"),
        pl.when(lifted).then(0.1).otherwise(pl.col("probability")).alias("probability"),
    )
    assert group(calibration_section(none, SETTINGS, POLICY), "household_type", "lifted_out")["verdict"] == "outside"


def test_tenths_are_of_the_rows_by_probability(predicted: pl.DataFrame) -> None:
    tenths = calibration_section(predicted, SETTINGS, POLICY)["by"]["decile"]
    assert [one["group"] for one in tenths] == [str(number) for number in range(1, 11)]
    assert {one["rows"] for one in tenths} == {predicted.height // 10}
    means = [one["predicted"] for one in tenths]
    assert means == sorted(means)
    highest = predicted.sort("probability").tail(predicted.height // 10)
    assert tenths[-1]["positives"] == highest["label"].sum()


def test_equal_probabilities_share_a_tenth(predicted: pl.DataFrame) -> None:
    flat = predicted.with_columns(
        pl.when(pl.col("probability") < pl.col("probability").median())
        .then(0.001)
        .otherwise(pl.col("probability"))
        .alias("probability")
    )
    tenths = calibration_section(flat, SETTINGS, POLICY)["by"]["decile"]
    assert [one["group"] for one in tenths] == ["1", "6", "7", "8", "9", "10"]


def test_the_calibration_error_is_the_mean_distance_over_tenths() -> None:
    """Ten rows, one for each tenth: 0.1 told of every one, and two of them come true."""
    rows = drawn_predictions(households=10, windows=1, dates=1).with_columns(
        pl.Series("probability", [0.1 + n * 1e-6 for n in range(10)]),
        pl.Series("label", [1, 0] * 1 + [1] + [0] * 7, dtype=pl.Int8),
    )
    error = calibration_section(rows, SETTINGS, POLICY)["expected_calibration_error"]
    assert error["value"] == pytest.approx((2 * 0.9 + 8 * 0.1) / 10, abs=1e-5)


def test_an_interval_draws_whole_villages(predicted: pl.DataFrame) -> None:
    """Where all outcomes lie in one village of ten, the county's figure is hardly known."""
    one_village = predicted.with_columns(
        (pl.col("label") * (pl.col("region_code") == predicted["region_code"][0])).alias("label")
    )
    spread = predicted.with_columns((pl.col("label") * (pl.int_range(pl.len()) % 7 == 0)).cast(pl.Int8).alias("label"))
    wide, narrow = (calibration_section(one, SETTINGS, POLICY)["overall"]["observed"] for one in (one_village, spread))
    assert (wide["high"] - wide["low"]) / wide["value"] > 2 * (narrow["high"] - narrow["low"]) / narrow["value"]


def test_a_group_of_fewer_than_ten_households_is_nowhere(predicted: pl.DataFrame) -> None:
    nine = predicted["household_id"].unique().sort().head(9)
    ten = predicted["household_id"].unique().sort().tail(10)
    marked = predicted.with_columns(
        pl.when(pl.col("household_id").is_in(nine.to_list()))
        .then(pl.lit("of_nine"))
        .when(pl.col("household_id").is_in(ten.to_list()))
        .then(pl.lit("of_ten"))
        .otherwise(pl.lit("general"))
        .alias(TYPE)
    )
    section = calibration_section(marked, SETTINGS, POLICY)
    assert "of_nine" not in str(section)
    assert section["withheld"]["household_type"] == 1
    assert group(section, "household_type", "of_ten")["verdict"] == "insufficient"


def test_townships_are_told_where_the_rows_name_them(predicted: pl.DataFrame) -> None:
    assert "township" not in calibration_section(predicted, SETTINGS, POLICY)["by"]
    named = predicted.with_columns(pl.col("region_code").str.head(9).alias("group.township"))
    told = calibration_section(named, SETTINGS, POLICY)["by"]["township"]
    assert [one["group"] for one in told] == ["990101001", "990101002"]
    assert sum(one["rows"] for one in told) == predicted.height


@pytest.mark.parametrize(
    ("low", "value", "high", "households", "verdict"),
    [
        (0.8, 1.0, 1.2, 20, "within"),
        (0.8, 1.0, 1.2, 19.9, "insufficient"),  # one household short
        (0.66, 1.0, 1.2, 20, "insufficient"),  # it may be beyond
        (0.8, 1.0, 1.6, 20, "insufficient"),
        (1.05, 1.4, 1.8, 20, "insufficient"),  # off, but perhaps not by much
        (1.05, 1.6, 2.2, 20, "outside"),
        (0.9, 1.6, 2.2, 20, "insufficient"),  # far off, or not at all
        (0.3, 0.5, 0.9, 20, "outside"),
    ],
)
def test_a_verdict_needs_evidence_either_way(
    low: float, value: float, high: float, households: float, verdict: str
) -> None:
    bounds = Bounds(least_ratio=0.67, judged=20, disclosed=10, recalibration=30)
    assert bounds.verdict({"value": value, "low": low, "high": high}, households).value == verdict


def test_bounds_are_those_of_the_county(predicted: pl.DataFrame) -> None:
    assert Bounds.at(predicted, POLICY) == replace(Bounds.at(predicted.head(1), POLICY))


def test_no_rows_are_refused(predicted: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="no predictions to calibrate"):
        calibration_section(predicted.clear(), SETTINGS, POLICY)


def test_it_reads_in_both_languages_within_a_hundred_columns(predicted: pl.DataFrame) -> None:
    out = io.StringIO()
    print_calibration(calibration_section(predicted.head(600), SETTINGS, POLICY), Console(file=out, width=100))
    told = out.getvalue()
    assert "证据不足 insufficient evidence" in told
    assert "一般农户" in told
    assert "2023H1" in told
    assert "证据不足 too few" in told


def test_the_same_rows_give_the_same_section(predicted: pl.DataFrame) -> None:
    shuffled = predicted.sample(fraction=1.0, shuffle=True, seed=3)
    one, other = (calibration_section(rows, SETTINGS, POLICY) for rows in (predicted, shuffled))
    assert one["verdict"] == other["verdict"]
    for name in ("low", "high", "value"):
        assert np.isclose(one["overall"]["ratio"][name], other["overall"]["ratio"][name])

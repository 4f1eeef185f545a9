"""Resamples draw whole villages; an interval is the middle of what they give."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from training.resampling import blocks_of, drawn_blocks, interval, resamples, with_interval
from training.settings import Resample

ROWS = pl.DataFrame(
    {
        "household_id": ["H1", "H2", "H1", "H3", "H4"],
        "region_code": ["990101001002", "990101001001", "990101001002", None, "990101001001"],
    }
)


def test_a_row_belongs_to_its_village_or_to_its_household() -> None:
    assert blocks_of(ROWS, Resample.VILLAGE).tolist() == [2, 1, 2, 0, 1]
    assert blocks_of(ROWS, Resample.HOUSEHOLD).tolist() == [0, 1, 0, 2, 3]


def test_a_village_is_drawn_whole_and_as_many_as_there_are() -> None:
    block = blocks_of(ROWS, Resample.VILLAGE)
    weights = list(resamples(block, 50, seed=3))
    assert len(weights) == 50
    assert all(weight[0] == weight[2] and weight[1] == weight[4] for weight in weights)
    assert (drawn_blocks(3, 50, seed=3).sum(axis=1) == 3).all()
    assert len({tuple(weight) for weight in weights}) > 5


def test_the_same_seed_draws_the_same() -> None:
    block = blocks_of(ROWS, Resample.VILLAGE)
    same, other = (np.array(list(resamples(block, 20, seed))) for seed in (3, 4))
    assert (same == np.array(list(resamples(block, 20, 3)))).all()
    assert (same != other).any()


def test_no_rows_have_no_weights() -> None:
    assert [len(weight) for weight in resamples(np.zeros(0, dtype=np.int64), 2, seed=1)] == [0, 0]


def test_an_interval_is_the_middle_of_what_could_be_told() -> None:
    told = interval(50.0, [float("nan"), *map(float, range(101))])
    assert told == {"value": 50.0, "low": pytest.approx(2.5), "high": pytest.approx(97.5)}
    unknown = interval(0.5, [float("nan")])
    assert unknown["value"] == 0.5
    assert np.isnan(unknown["low"])
    assert np.isnan(unknown["high"])


def test_villages_that_differ_widen_the_interval_of_a_mean() -> None:
    """Twenty rows a village that are all alike tell no more than one: the interval is that of five villages."""
    block = np.repeat(np.arange(5), 20)
    alike = np.repeat([0.0, 0.0, 1.0, 1.0, 1.0], 20)

    def mean(weight: np.ndarray) -> float:
        return float((weight * alike).sum() / weight.sum())

    by_village = with_interval(mean, block, 400, seed=5)
    by_row = with_interval(mean, np.arange(100), 400, seed=5)
    assert by_village["value"] == by_row["value"] == pytest.approx(0.6)
    assert by_village["high"] - by_village["low"] > 3 * (by_row["high"] - by_row["low"])

"""Intervals by resampling whole villages: rows of one village, and of one household over the months, are not independent.

The block bootstrap of a clustered sample (Field and Welsh 2007, "Bootstrapping clustered data"): villages are drawn with
replacement, as many as there are, and every row counts as often as its village was drawn. Two methods are compared on the
same draws: same seed, same blocks, same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from training.settings import Resample

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

COVERED = 0.95
"""Share of the draws that lie within an interval."""

Interval = dict[str, float]
"""`value`, `low`, `high`; what can't be told is NaN."""


def blocks_of(rows: pl.DataFrame, unit: Resample) -> Integers:
    """The block of each row, counted from 0: its village (`region_code`) or its household (`household_id`)."""
    column = "region_code" if unit is Resample.VILLAGE else "household_id"
    return rows[column].fill_null("").rank("dense").to_numpy().astype(np.int64) - 1


def drawn_blocks(blocks: int, times: int, seed: int) -> Array:
    """How often each block is drawn, shape (times, blocks); each row adds up to `blocks`.

    A statistic that is a sum over rows, with nothing ordered anew, needs no more than
    `drawn_blocks(...) @ np.bincount(block, values)`.
    """
    draws = np.random.default_rng(seed)
    return np.stack([np.bincount(draws.integers(0, blocks, blocks), minlength=blocks) for _ in range(times)]).astype(
        np.float64
    )


def resamples(block: Integers, times: int, seed: int) -> Iterator[Array]:
    """The weight of each row, one array for each of `times` draws.

    Args:
        block: of each row, counted from 0 without gaps.
    """
    for drawn in drawn_blocks(int(block.max()) + 1 if len(block) else 0, times, seed):
        yield drawn[block]


def interval(value: float, drawn: Iterable[float]) -> Interval:
    """A value with the middle 95 % of what the draws gave; draws that could not tell (NaN) are left out."""
    known = [number for number in drawn if not np.isnan(number)]
    ends = (1 - COVERED) / 2, (1 + COVERED) / 2
    low, high = np.quantile(known, ends) if known else (float("nan"), float("nan"))
    return {"value": float(value), "low": float(low), "high": float(high)}


def with_interval(statistic: Callable[[Array], float], block: Integers, times: int, seed: int) -> Interval:
    """Any statistic of row weights, with its interval.

    Args:
        statistic: the weight of each row → a number; asked with ones for the value, then once for each draw.
    """
    return interval(statistic(np.ones(len(block))), (statistic(weight) for weight in resamples(block, times, seed)))

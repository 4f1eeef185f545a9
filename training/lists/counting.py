"""Lists counted by village: every figure of a list is a ratio of sums, so that resampling villages is one product.

The list is taken as issued: a resample counts its villages anew and cuts nothing anew. That is what makes the interval
one of the list that an office would have had.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from training.lists.cutting import Flags
from training.resampling import Array, Integers, Interval, blocks_of, drawn_blocks, interval
from training.settings import Evaluation

Measures = dict[str, Array]
"""By name: the value, then one entry for each resample."""


@dataclass(frozen=True)
class Draws:
    """Villages as drawn: how often each block counts, shape (1 + resamples, blocks); the first row is everyone once."""

    block: Integers
    times: Array

    @classmethod
    def of(cls, predictions: pl.DataFrame, settings: Evaluation) -> Draws:
        block = blocks_of(predictions, settings.resample)
        count = int(block.max()) + 1 if len(block) else 0
        drawn = drawn_blocks(count, settings.bootstrap, settings.seed)
        return cls(block, np.vstack([np.ones((1, count)), drawn]))

    def sums(self, rows: npt.NDArray[np.intp], values: Array | None = None) -> Array:
        """The sum over some rows (or of their values) under every draw."""
        return self.in_blocks(self.block[rows], values)

    def in_blocks(self, block: Integers, values: Array | None = None) -> Array:
        return np.asarray(self.times @ np.bincount(block, values, minlength=self.times.shape[1]), dtype=np.float64)


class Outcomes:
    """The positives of some rows, and the different outcomes among them: a household's outcome is found once."""

    def __init__(self, predictions: pl.DataFrame, rows: npt.NDArray[np.intp], draws: Draws) -> None:
        """Args:
        rows: which rows of the predictions are looked at.
        """
        self.draws, self.rows = draws, rows
        self.positive = rows[predictions["label"].to_numpy()[rows] == 1]
        events = predictions.select("household_id", "outcome_on")[self.positive]
        # Which outcome each positive row is about, counted from 0 in the order of their first rows.
        self.event = (
            events.select(pl.struct("household_id", "outcome_on").rank("dense")).to_series().to_numpy().astype(np.int64)
            - 1
        )
        count = int(self.event.max()) + 1 if len(self.event) else 0
        self.event_block = np.zeros(count, dtype=np.int64)
        self.event_block[self.event] = draws.block[self.positive]

    def measure(self, on_list: Flags) -> Measures:
        """Precision, recall and lift of the lists, and the same by different households.

        Returns:
            `precision`, `recall`, `lift` by household and month; `households_found` (share of the different outcomes that were
            listed at least once within the horizon before), `visits_per_household_found`; NaN where nobody can tell.
        """
        draws = self.draws
        visits = draws.sums(self.rows[on_list[self.rows]])
        hit = on_list[self.positive]
        right, positives, rows = draws.sums(self.positive[hit]), draws.sums(self.positive), draws.sums(self.rows)
        found = np.zeros(len(self.event_block), dtype=np.bool_)
        found[self.event[hit]] = True
        households = draws.in_blocks(self.event_block[found])
        precision = ratio(right, visits)
        return {
            "precision": precision,
            "recall": ratio(right, positives),
            "lift": ratio(precision, ratio(positives, rows)),
            "households_found": ratio(households, draws.in_blocks(self.event_block)),
            "visits_per_household_found": ratio(visits, households),
        }


def intervals_of(measures: Measures) -> dict[str, Interval]:
    """Each measure's value with its interval."""
    return {name: interval(float(drawn[0]), drawn[1:].tolist()) for name, drawn in measures.items()}


def differences(of_first: Measures, of_other: Measures) -> Measures:
    """First minus other, on the same draws, of every measure that both have."""
    return {name: drawn - of_other[name] for name, drawn in of_first.items() if name in of_other}


def ratio(part: Array, whole: Array) -> Array:
    """NaN where there is nothing to divide by: nobody visited, or nobody to find."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

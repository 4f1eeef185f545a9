"""What policy asks of probabilities, and the verdict on a ratio of observed to expected outcomes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

import polars as pl

from features.policy.loading import Policy
from models.card.verdicts import Verdict
from training.plan.horizons import COUNTY_DIGITS
from training.resampling import Interval

LEAST_RATIO = "calibration_least_ratio"
LEAST_JUDGED = "calibration_least_households_judged"
LEAST_DISCLOSED = "calibration_least_households_told"
LEAST_TO_RECALIBRATE = "recalibration_least_households"

READ = (LEAST_RATIO, LEAST_JUDGED, LEAST_DISCLOSED, LEAST_TO_RECALIBRATE)
"""The policy values that stand here, in the order of the attributes of `Bounds`."""


@dataclass(frozen=True)
class Bounds:
    """The policy in force.

    Attributes:
        least_ratio: observed to expected at least; its inverse at most.
        judged: different households with the outcome, seen or expected, below which nothing is concluded.
        disclosed: groups of fewer different households are never told.
        recalibration: different households with the outcome that a recalibration needs.
    """

    least_ratio: float
    judged: float
    disclosed: float
    recalibration: float

    @classmethod
    def at(cls, rows: pl.DataFrame, policy: Policy) -> Self:
        """In force in the county of these rows on their last as-of date; of several counties what holds everywhere.

        Args:
            rows: `region_code`, `as_of`; at least one.

        Raises:
            PolicyError: a value is missing.
        """
        codes = rows["region_code"].str.head(COUNTY_DIGITS).unique().drop_nulls()
        place = str(codes[0]) if codes.len() == 1 else None
        day: dt.date = rows["as_of"].max()  # type: ignore[assignment]
        return cls(*(policy.value(name, place, day) for name in READ))

    def verdict(self, ratio: Interval, households: float) -> Verdict:
        """What a ratio of observed to expected says.

        Within: its whole interval lies within the bounds. Outside: it lies beyond them, and its interval leaves out 1.
        Anything else, and anything that rests on too few households, is insufficient evidence.

        Args:
            households: different ones with the outcome, seen or expected, whichever is more.
        """
        if households < self.judged:
            return Verdict.INSUFFICIENT
        least, greatest = self.least_ratio, 1 / self.least_ratio
        if least <= ratio["low"] and ratio["high"] <= greatest:
            return Verdict.WITHIN
        leaves_out_one = not ratio["low"] <= 1 <= ratio["high"]
        if leaves_out_one and not least <= ratio["value"] <= greatest:
            return Verdict.OUTSIDE
        return Verdict.INSUFFICIENT

"""What policy says of fairness: the bounds of each metric, and how many households it takes to tell and to judge."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import polars as pl

from features.policy.loading import Policy
from training.fairness.metrics import DEFINITIONS, Metric
from training.plan.horizons import COUNTY_DIGITS

LEAST_DISCLOSED = "fairness_least_households_told"
LEAST_JUDGED = "fairness_least_households_judged"

READ = frozenset({LEAST_DISCLOSED, LEAST_JUDGED, *(definition.bound for definition in DEFINITIONS.values())})
"""The policy values that the audit stands on."""


@dataclass(frozen=True)
class Bounds:
    """The rules of an audit.

    Attributes:
        ratios: by metric, the least and the greatest ratio to the others.
        least_disclosed: groups of fewer different households are never told.
        least_judged: a verdict rests on at least so many different households, in the group and among the others.
    """

    ratios: dict[Metric, tuple[float, float]]
    least_disclosed: int
    least_judged: int

    @classmethod
    def of(cls, policy: Policy, region_code: str | None, on: dt.date) -> Bounds:
        """The rules in force at a place on a day."""
        least = {metric: policy.value(definition.bound, region_code, on) for metric, definition in DEFINITIONS.items()}
        return cls(
            ratios={metric: (low, 1 / low if low else math.inf) for metric, low in least.items()},
            least_disclosed=int(policy.value(LEAST_DISCLOSED, region_code, on)),
            least_judged=int(policy.value(LEAST_JUDGED, region_code, on)),
        )

    @classmethod
    def for_rows(cls, policy: Policy, rows: pl.DataFrame) -> Bounds:
        """Those in force on the last of the rows' as-of dates, in their county, or of no place where there are several."""
        counties = rows["region_code"].drop_nulls().str.head(COUNTY_DIGITS).unique()
        if rows.is_empty():
            raise ValueError("there are no predictions to audit.")
        last = rows["as_of"].sort()[-1]
        return cls.of(policy, str(counties[0]) if counties.len() == 1 else None, last)

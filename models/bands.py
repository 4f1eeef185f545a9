"""Risk bands: a probability told as high, medium or low, by thresholds that a county sets.

A band orders work on a list. It is never a status of a household: nobody enters or leaves monitoring by it.
"""

from __future__ import annotations

import polars as pl

from features.policy.loading import Policy
from features.vocabulary import Labelled

HIGH, MEDIUM = "band_high_probability", "band_medium_probability"
THRESHOLDS = (HIGH, MEDIUM)
"""The policy values that part the bands."""


class RiskBand(Labelled):
    """高中低三档."""

    HIGH = "high", "高", "high"
    MEDIUM = "medium", "中", "medium"
    LOW = "low", "低", "low"


def bands(places: pl.DataFrame, probability: pl.Series, policy: Policy) -> pl.Series:
    """The band of each row, by the thresholds in force at its place on its day; a threshold itself is reached.

    Args:
        places: `region_code` and `as_of`.
        probability: calibrated, one per row of `places`.

    Raises:
        PolicyError: a threshold has no value on some day.
    """
    limits = policy.add_columns(places[["region_code", "as_of"]], {f"policy.{name}" for name in THRESHOLDS})
    return limits.select(
        pl.when(probability >= pl.col(f"policy.{HIGH}"))
        .then(pl.lit(RiskBand.HIGH.value))
        .when(probability >= pl.col(f"policy.{MEDIUM}"))
        .then(pl.lit(RiskBand.MEDIUM.value))
        .otherwise(pl.lit(RiskBand.LOW.value))
        .alias("band")
    ).to_series()

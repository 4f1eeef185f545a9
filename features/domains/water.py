"""饮水 | Whether the household's drinking water meets the standard of four indicators.

Sent by: water (checks, quarterly), rural affairs (the yearly sheet's flag). Do not conclude: that an old check still holds.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, ever, latest, policy, value_of
from features.registry import feature
from features.views import COMBINED, WATER
from features.vocabulary import RiskType


@feature(WATER, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="falls")
def water_declared_safe() -> Measure:
    """采集表登记饮水安全 | The last household sheet calls the water safe."""
    return latest(pl.col("safe").cast(pl.Float64))


@feature(WATER, unit="litres", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="falls")
def water_per_person() -> Measure:
    """每人每天水量 | Water per person and day at the last check."""
    return latest("litres_per_day")


@feature(WATER, unit="days", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def days_without_water() -> Measure:
    """年断水天数 | Days without water in the year at the last check."""
    return latest("days_out")


@feature(WATER, unit="minutes", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def minutes_to_water() -> Measure:
    """取水往返时间 | Round trip to fetch water at the last check."""
    return latest("fetch_minutes")


@feature(WATER, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_quality_fails() -> Measure:
    """水质不达标 | The last check found the quality below the standard."""
    return latest((~pl.col("quality_ok")).cast(pl.Float64), over=ever())


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_below_standard() -> pl.Expr:
    """饮水四项指标有不达标项 | Some indicator of the last water check is below the standard."""
    return (
        (value_of("water_per_person") < policy("water_litres_per_day"))
        | (value_of("days_without_water") > policy("water_days_out"))
        | (value_of("minutes_to_water") > policy("water_fetch_minutes"))
        | (value_of("water_quality_fails") > 0)
    )

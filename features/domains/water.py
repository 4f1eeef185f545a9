"""饮水 | The four indicators of drinking water, each against its standard: quantity, days without, the way to it, quality.

Sent by: water (checks, quarterly), rural affairs (the yearly sheet's flag). Do not conclude: that an old check still holds.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, ever, latest, months_since, policy, ratio, value_of
from features.language.views import COMBINED, WATER
from features.registry import feature
from features.vocabulary import RiskType

CHECKED = pl.any_horizontal(
    pl.col(name).is_not_null()
    for name in ("litres_per_day", "days_out", "fetch_minutes", "fetch_distance_m", "fetch_climb_m", "quality_ok")
)
FAILS = [
    value_of("water_quantity_to_standard") < 1,
    value_of("water_days_out_to_standard") > 1,
    value_of("water_fetch_to_standard") > 1,
    value_of("water_quality_fails") > 0,
]
"""Water meets the standard when all four hold. Nothing known of an indicator: it can't be told."""


@feature(WATER, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="falls")
def water_declared_safe() -> Measure:
    """采集表登记饮水安全 | The last household sheet calls the water safe."""
    return latest(pl.col("safe").cast(pl.Float64))


@feature(WATER, unit="months", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="either")
def months_since_water_check() -> Measure:
    """距最近一次饮水检测的月数 | Months since the last check that states any of the four indicators."""
    return months_since(of=CHECKED)


@feature(WATER, unit="litres", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="falls")
def water_per_person() -> Measure:
    """每人每天水量 | Water per person and day at the last check."""
    return latest("litres_per_day")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="falls")
def water_quantity_to_standard() -> pl.Expr:
    """水量与标准之比 | Water per person and day over the least that the standard asks for."""
    return ratio(value_of("water_per_person"), policy("water_litres_per_day"))


@feature(WATER, unit="days", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def days_without_water() -> Measure:
    """年断水天数 | Days without water in the year at the last check."""
    return latest("days_out")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_days_out_to_standard() -> pl.Expr:
    """断水天数与标准之比 | Days without water over the most that the standard allows."""
    return ratio(value_of("days_without_water"), policy("water_days_out"))


@feature(WATER, unit="minutes", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def minutes_to_water() -> Measure:
    """取水往返时间 | Round trip to fetch water at the last check."""
    return latest("fetch_minutes")


@feature(WATER, unit="metres", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def metres_to_water() -> Measure:
    """取水水平距离 | Distance to the water at the last check."""
    return latest("fetch_distance_m")


@feature(WATER, unit="metres", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def climb_to_water() -> Measure:
    """取水垂直高差 | Climb to the water at the last check."""
    return latest("fetch_climb_m")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_fetch_to_standard() -> pl.Expr:
    """取水时间、距离、高差与标准之比（取最大） | The way to the water over the longest that the standard allows: the worst of time, distance and climb."""
    # Whichever of the three is told tells: a household with a tap has no distance to measure.
    return pl.max_horizontal(
        ratio(value_of("minutes_to_water"), policy("water_fetch_minutes")),
        ratio(value_of("metres_to_water"), policy("water_fetch_distance")),
        ratio(value_of("climb_to_water"), policy("water_fetch_climb")),
    )


@feature(WATER, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_quality_fails() -> Measure:
    """水质不达标 | The last check found the quality below the standard."""
    return latest((~pl.col("quality_ok")).cast(pl.Float64), over=ever())


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_below_standard() -> pl.Expr:
    """饮水四项指标有不达标项 | Some indicator of the last water check is below the standard."""
    return pl.any_horizontal(FAILS)


@feature(COMBINED, unit="count", when_no_rows=None, risk_type=RiskType.WATER, risk_rises_when="rises")
def water_indicators_failed() -> pl.Expr:
    """饮水四项指标中已知不达标项数 | How many of the four indicators of the last water check are known to be below the standard."""
    known = pl.any_horizontal(fails.is_not_null() for fails in FAILS)
    return pl.when(known).then(pl.sum_horizontal(fails.cast(pl.Float64) for fails in FAILS))

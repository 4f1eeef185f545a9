"""住房与饮水 | The dwelling's grade and what is open; whether the water meets the standard.

Sent by: housing (inspections, monthly), water (checks, quarterly), rural affairs (yearly flags). Do not conclude: that an
old inspection still holds.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, ever, in_last, latest, months_since, policy, value_of
from features.records.gate import AS_OF
from features.registry import feature
from features.views import COMBINED, HOUSING, WATER
from features.vocabulary import RiskType

UNSAFE = pl.col("grade").is_in(["C", "D"])
OPEN = pl.col("remedied_on").is_null() | (pl.col("remedied_on") > AS_OF)


@feature(HOUSING, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def unsafe_dwelling() -> Measure:
    """住房为C级或D级且未整改 | The dwelling's last grade is C or D and it is not remedied."""
    return latest((UNSAFE & OPEN).cast(pl.Float64), of=pl.col("grade").is_not_null())


@feature(HOUSING, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def months_since_unsafe() -> Measure:
    """距最近一次鉴定为C级或D级的月数 | Months since the dwelling was last graded C or D."""
    return months_since(of=UNSAFE)


@feature(HOUSING, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def dwelling_damaged_12m() -> Measure:
    """近12个月住房因灾受损 | The dwelling was damaged by a disaster in the last 12 months."""
    return any_of(pl.col("disaster_damage"), over=in_last(months=12))


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

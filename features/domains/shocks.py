"""突发事件 | Disasters, accidents, crime and business failures, with what they cost.

Sent by: emergency (loss lists), police (accidents, monthly), agriculture (failed projects). Misses: 5 to 10 % of events.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    any_of,
    count,
    in_last,
    largest,
    months_since,
    months_with,
    ratio,
    total,
    value_of,
)
from features.language.views import COMBINED, SHOCKS
from features.registry import feature
from features.vocabulary import RiskType

KIND = pl.col("kind")
DISASTER = KIND.str.starts_with("disaster_")
ACCIDENT = KIND.is_in(["accident_traffic", "accident_other", "crime"])


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def shocks_3m() -> Measure:
    """近3个月突发事件次数 | Disasters, accidents, crimes and business failures in the last 3 months."""
    return count(over=in_last(months=3))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def shocks_12m() -> Measure:
    """近12个月突发事件次数 | Disasters, accidents, crimes and business failures in the last 12 months."""
    return count(over=in_last(months=12))


@feature(COMBINED, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def kinds_of_shock_12m() -> pl.Expr:
    """近12个月同时遭遇的突发事件类别数 | How many of disaster, accident or crime, and business failure came in the last 12 months."""
    kinds = ["disasters_12m", "accidents_12m", "business_failures_12m"]
    return pl.sum_horizontal((value_of(kind) > 0).cast(pl.Float64) for kind in kinds)


@feature(SHOCKS, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def months_since_shock() -> Measure:
    """距最近一次突发事件的月数 | Months since the last event."""
    return months_since()


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def losses_3m() -> Measure:
    """近3个月突发事件损失 | Losses by events in the last 3 months."""
    return total("loss_yuan", over=in_last(months=3))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def losses_12m() -> Measure:
    """近12个月突发事件损失 | Losses by events in the last 12 months."""
    return total("loss_yuan", over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def largest_loss_12m() -> Measure:
    """近12个月单次最大损失 | The largest loss by a single event in the last 12 months."""
    return largest("loss_yuan", over=in_last(months=12))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def losses_to_income() -> pl.Expr:
    """近12个月损失占年收入之比 | Losses of 12 months over recorded yearly net income."""
    return ratio(value_of("losses_12m"), value_of("net_income_year"))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def disasters_12m() -> Measure:
    """近12个月受灾次数 | Natural disasters in the last 12 months, whatever the loss."""
    return count(of=DISASTER, over=in_last(months=12))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def biological_disasters_12m() -> Measure:
    """近12个月生物灾害次数 | Epidemics of stock and pests of crops in the last 12 months."""
    return count(of=KIND == "disaster_biological", over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def disaster_losses_12m() -> Measure:
    """近12个月自然灾害损失 | Losses by natural disasters in the last 12 months."""
    return total("loss_yuan", of=DISASTER, over=in_last(months=12))


@feature(SHOCKS, unit="months", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def disaster_months_36m() -> Measure:
    """近36个月受灾的月份数 | In how many of the last 36 months a natural disaster hit the household."""
    return months_with(of=DISASTER, months=36)


@feature(SHOCKS, unit="months", when_no_rows=None, risk_type=RiskType.DISASTER, risk_rises_when="falls")
def months_since_disaster() -> Measure:
    """距最近一次自然灾害的月数 | Months since the last natural disaster."""
    return months_since(of=DISASTER)


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def accidents_12m() -> Measure:
    """近12个月意外事故或案件次数 | Accidents and crimes in the last 12 months, whatever the loss."""
    return count(of=ACCIDENT, over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def accident_losses_12m() -> Measure:
    """近12个月意外事故或案件损失 | Losses by accidents and crimes in the last 12 months."""
    return total("loss_yuan", of=ACCIDENT, over=in_last(months=12))


@feature(SHOCKS, unit="yes/no", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def harmed_by_accident_12m() -> Measure:
    """近12个月有成员因事故或案件伤残死亡 | A member was hurt, disabled or killed by an accident or crime in 12 months."""
    return any_of(ACCIDENT & pl.col("harm").is_in(["injured", "disabled", "died"]), over=in_last(months=12))


@feature(SHOCKS, unit="yes/no", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def disabled_or_killed_12m() -> Measure:
    """近12个月有成员因事故或案件致残或死亡 | A member was disabled or killed by an accident or crime in 12 months."""
    return any_of(ACCIDENT & pl.col("harm").is_in(["disabled", "died"]), over=in_last(months=12))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_failures_12m() -> Measure:
    """近12个月产业项目失败次数 | Failed business projects in the last 12 months, whatever the loss."""
    return count(of=KIND == "business_failure", over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_losses_12m() -> Measure:
    """近12个月产业项目失败损失 | Losses by failed business projects in the last 12 months."""
    return total("loss_yuan", of=KIND == "business_failure", over=in_last(months=12))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_failed_after_help() -> pl.Expr:
    """近12个月产业项目失败且近36个月曾获产业帮扶 | A business project failed in the last 12 months though help for one began in the last 36."""
    return (value_of("business_failures_12m") > 0) & (value_of("industry_help_36m") > 0)

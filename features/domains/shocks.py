"""突发事件 | Disasters, accidents, crime and business failures, with what they cost.

Sent by: emergency (loss lists), police (accidents, monthly), agriculture (failed projects). Misses: 5 to 10 % of events.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, count, in_last, months_since, ratio, total, value_of
from features.registry import feature
from features.views import COMBINED, SHOCKS
from features.vocabulary import RiskType

KIND = pl.col("kind")
DISASTER = KIND.str.starts_with("disaster_")
ACCIDENT = KIND.is_in(["accident_traffic", "accident_other", "crime"])


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def shocks_12m() -> Measure:
    """近12个月突发事件次数 | Disasters, accidents, crimes and business failures in the last 12 months."""
    return count(over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def losses_3m() -> Measure:
    """近3个月突发事件损失 | Losses by events in the last 3 months."""
    return total("loss_yuan", over=in_last(months=3))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def losses_12m() -> Measure:
    """近12个月突发事件损失 | Losses by events in the last 12 months."""
    return total("loss_yuan", over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def disaster_losses_12m() -> Measure:
    """近12个月自然灾害损失 | Losses by natural disasters in the last 12 months."""
    return total("loss_yuan", of=DISASTER, over=in_last(months=12))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def disasters_12m() -> Measure:
    """近12个月受灾次数 | Natural disasters in the last 12 months, whatever the loss."""
    return count(of=DISASTER, over=in_last(months=12))


@feature(SHOCKS, unit="count", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_failures_12m() -> Measure:
    """近12个月产业项目失败次数 | Failed business projects in the last 12 months, whatever the loss."""
    return count(of=KIND == "business_failure", over=in_last(months=12))


@feature(SHOCKS, unit="yuan", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_losses_12m() -> Measure:
    """近12个月产业项目失败损失 | Losses by failed business projects in the last 12 months."""
    return total("loss_yuan", of=KIND == "business_failure", over=in_last(months=12))


@feature(SHOCKS, unit="yes/no", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def harmed_by_accident_12m() -> Measure:
    """近12个月有成员因事故或案件伤残死亡 | A member was hurt, disabled or killed by an accident or crime in 12 months."""
    return any_of(ACCIDENT & pl.col("harm").is_in(["injured", "disabled", "died"]), over=in_last(months=12))


@feature(SHOCKS, unit="yes/no", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def disabled_or_killed_12m() -> Measure:
    """近12个月有成员因事故致残或死亡 | A member was disabled or killed by an accident or crime in 12 months."""
    return any_of(ACCIDENT & pl.col("harm").is_in(["disabled", "died"]), over=in_last(months=12))


@feature(SHOCKS, unit="months", when_no_rows=None, risk_type=RiskType.ACCIDENT, risk_rises_when="falls")
def months_since_shock() -> Measure:
    """距最近一次突发事件的月数 | Months since the last event."""
    return months_since()


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def losses_to_income() -> pl.Expr:
    """近12个月损失占年收入之比 | Losses of 12 months over recorded yearly net income."""
    return ratio(value_of("losses_12m"), value_of("net_income_year"))

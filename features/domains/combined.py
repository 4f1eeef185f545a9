"""综合 | What comes together: burdens of several domains against what the household lives on."""

from __future__ import annotations

import polars as pl

from features.language import policy, ratio, value_of
from features.registry import feature
from features.views import COMBINED
from features.vocabulary import RiskType


@feature(COMBINED, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def burdens_12m() -> pl.Expr:
    """近12个月刚性支出与损失合计 | Medical self-paid, losses and schooling cost of 12 months together."""
    return value_of("self_paid_12m") + value_of("losses_12m") + value_of("education_cost_year")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def burdens_to_income() -> pl.Expr:
    """近12个月刚性支出与损失占年收入之比 | Burdens of 12 months over recorded yearly net income."""
    return ratio(value_of("burdens_12m"), value_of("net_income_year"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_after_burdens_to_line() -> pl.Expr:
    """扣除刚性支出与损失后人均收入与监测线之比 | Net income less burdens of 12 months, per person, over the line."""
    left = value_of("net_income_year") - value_of("burdens_12m")
    return ratio(ratio(left, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def dependants_per_worker() -> pl.Expr:
    """每个劳动力负担的无劳动能力人数 | Members without labour for each member with labour."""
    return ratio(value_of("persons") - value_of("people_with_labour"), value_of("people_with_labour"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def household_without_labour() -> pl.Expr:
    """整户无劳动力 | Nobody in the household has labour."""
    return value_of("people_with_labour") == 0


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def illness_and_single_earner() -> pl.Expr:
    """有人住院且只靠一人务工 | Somebody was in hospital in 12 months and only one member works."""
    return (value_of("people_in_hospital_12m") > 0) & (value_of("single_earner") > 0)


@feature(COMBINED, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def kinds_of_trouble() -> pl.Expr:
    """近期同时出现的困难类别数 | Kinds of recent trouble at once: hospital, lost work, event loss, severe disability, death."""
    troubles = [
        value_of("admissions_12m") > 0,
        value_of("jobs_ended_3m") > 0,
        value_of("losses_12m") > 0,
        value_of("people_severely_disabled") > 0,
        value_of("deaths_12m") > 0,
    ]
    return pl.sum_horizontal(trouble.fill_null(value=False).cast(pl.Float64) for trouble in troubles)

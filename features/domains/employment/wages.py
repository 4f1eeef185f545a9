"""What the registered work brings, and what was lost of it."""

from __future__ import annotations

import polars as pl

from features.domains.employment.working import BEGUN
from features.language import Measure, ended_in_last, largest, policy, ratio, total, underway, value_of
from features.language.views import COMBINED, EMPLOYMENT
from features.registry import feature
from features.vocabulary import RiskType


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def monthly_wages_now() -> Measure:
    """在册务工月工资合计 | Monthly wages of all work underway."""
    # Work that has ended brings nothing: with all of it ended the wages are known to be 0.
    wages = pl.when(underway()).then(pl.col("monthly_wage_yuan")).otherwise(0.0)
    return total(wages, over=BEGUN)


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either"
)
def monthly_wages_year_before() -> Measure:
    """一年前务工月工资合计 | Monthly wages of all work that was underway a year ago."""
    return total("monthly_wage_yuan", of=underway(months_ago=12), over=BEGUN)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wages_change() -> pl.Expr:
    """在册务工月工资与一年前之比 | Monthly wages of the work underway over those of a year ago."""
    return ratio(value_of("monthly_wages_now"), value_of("monthly_wages_year_before"))


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either"
)
def highest_wage() -> Measure:
    """在册务工最高一份月工资 | The highest monthly wage of the work underway."""
    return largest("monthly_wage_yuan", of=underway(), over=BEGUN)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def highest_wage_share() -> pl.Expr:
    """最高一份工资占全家月工资之比 | The highest wage over the wages of all work underway: how much hangs on one earner."""
    return ratio(value_of("highest_wage"), value_of("monthly_wages_now"))


@feature(EMPLOYMENT, unit="yuan per month", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def monthly_wages_lost_6m() -> Measure:
    """近6个月结束务工的月工资合计 | Monthly wages of the work that ended in the last 6 months."""
    return total("monthly_wage_yuan", over=ended_in_last(months=6))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wages_now_to_line() -> pl.Expr:
    """现有工资年化后人均与监测线之比 | Wages of the work underway, over a year and per person, over the line."""
    return ratio(ratio(value_of("monthly_wages_now") * 12, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def wages_lost_to_income() -> pl.Expr:
    """近6个月失去的工资占年收入之比 | Yearly wages of the work that ended in 6 months over recorded net income."""
    return ratio(value_of("monthly_wages_lost_6m") * 12, value_of("net_income_year"))

"""就业 | Who works, for how much, and who stopped.

Sent by: human resources (real-name employment register, monthly). Late by: 5 to 35 days; the end of a job often later.
Misses: work without a contract. Do not conclude: that a person who is not in the register is out of work.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    count,
    day_in_last,
    months_of_spells,
    months_since,
    people,
    policy,
    ratio,
    total,
    underway,
    value_of,
)
from features.registry import feature
from features.views import COMBINED, EMPLOYMENT
from features.vocabulary import RiskType

ENDED = pl.col("ended_on").is_not_null() & (pl.col("ended_on") <= pl.col("as_of"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def people_working() -> Measure:
    """在册务工人数 | Members with work underway in the employment register."""
    return people(of=underway())


@feature(EMPLOYMENT, unit="yuan", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def monthly_wages_now() -> Measure:
    """在册务工月工资合计 | Monthly wages of all work underway."""
    # Work that has ended brings nothing: with all of it ended the wages are known to be 0.
    wages = pl.when(underway()).then(pl.col("monthly_wage_yuan")).otherwise(0.0)
    return total(wages, over=pl.col("started_on") <= pl.col("as_of"))


@feature(EMPLOYMENT, unit="yuan", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def monthly_wages_lost_6m() -> Measure:
    """近6个月结束务工的月工资合计 | Monthly wages of the work that ended in the last 6 months."""
    return total("monthly_wage_yuan", of=ENDED, over=day_in_last("ended_on", months=6))


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def jobs_ended_3m() -> Measure:
    """近3个月结束的务工次数 | Spells of work that ended in the last 3 months."""
    return count(of=ENDED, over=day_in_last("ended_on", months=3))


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def jobs_ended_12m() -> Measure:
    """近12个月结束的务工次数 | Spells of work that ended in the last 12 months."""
    return count(of=ENDED, over=day_in_last("ended_on", months=12))


@feature(EMPLOYMENT, unit="months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def months_since_job_ended() -> Measure:
    """距最近一次务工结束的月数 | Months since work last ended."""
    return months_since("ended_on", of=ENDED, over=pl.col("ended_on") <= pl.col("as_of"))


@feature(
    EMPLOYMENT, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def months_worked_6m() -> Measure:
    """近6个月全家务工人月 | Person-months of registered work in the last 6 months."""
    return months_of_spells(start="started_on", end="ended_on", months=6)


@feature(
    EMPLOYMENT, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def months_worked_12m() -> Measure:
    """近12个月全家务工人月 | Person-months of registered work in the last 12 months."""
    return months_of_spells(start="started_on", end="ended_on", months=12)


@feature(EMPLOYMENT, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_in_public_posts() -> Measure:
    """公益性岗位在岗人数 | Members in a public-interest post."""
    return people(of=underway() & (pl.col("channel") == "public_post"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_working_outside_province() -> Measure:
    """在册省外务工人数 | Members working outside the province."""
    return people(of=underway() & (pl.col("place_tier") == "outside"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def zero_employment() -> pl.Expr:
    """有劳动力但无人就业 | Members have labour, nobody has registered work."""
    return (value_of("people_with_labour") > 0) & (value_of("people_working") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def single_earner() -> pl.Expr:
    """全家只靠一人务工 | Exactly one member has registered work."""
    return value_of("people_working") == 1


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wages_now_to_line() -> pl.Expr:
    """现有工资年化后人均与监测线之比 | Wages of the work underway, over a year and per person, over the line."""
    return ratio(ratio(value_of("monthly_wages_now") * 12, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def wages_lost_to_income() -> pl.Expr:
    """近6个月失去的工资占年收入之比 | Yearly wages of the work that ended in 6 months over recorded net income."""
    return ratio(value_of("monthly_wages_lost_6m") * 12, value_of("net_income_year"))

"""综合 | What comes together: burdens of several domains against what the household lives on, and risks that meet in it.

Made of other domains' features: each is late by the latest of them. Do not conclude: that the two have one cause.
"""

from __future__ import annotations

import polars as pl

from features.language import policy, ratio, value_of
from features.language.views import COMBINED
from features.registry import feature
from features.vocabulary import RiskType

IN_HOSPITAL = value_of("people_in_hospital_12m") > 0
WORK_ENDED = value_of("jobs_ended_6m") > 0
LOW_INCOME = value_of("net_income_per_person") <= policy("low_income_group")

SIGNS = {
    RiskType.ILLNESS: IN_HOSPITAL,
    RiskType.DISABILITY: value_of("people_severely_disabled") > 0,
    RiskType.EDUCATION: (value_of("students_after_compulsory") > 0) | (value_of("dropped_out") > 0),
    RiskType.DISASTER: value_of("disasters_12m") > 0,
    RiskType.ACCIDENT: value_of("accidents_12m") > 0,
    RiskType.BUSINESS_FAILURE: value_of("business_failures_12m") > 0,
    RiskType.JOB_INSTABILITY: value_of("last_worker_lost_6m") > 0,
    RiskType.LABOUR_SHORTAGE: value_of("household_without_labour") > 0,
    RiskType.HOUSING: value_of("unsafe_dwelling") > 0,
    RiskType.WATER: value_of("water_below_standard") > 0,
}
"""One sign for each official risk type; unknown is no sign."""


@feature(COMBINED, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def burdens_12m() -> pl.Expr:
    """近12个月医疗自付、突发事件损失与非义务教育费用合计 | Medical self-paid, losses and schooling cost of 12 months together."""
    # What aid pays is no burden; where nobody tells of aid, the cost stands.
    schooling = pl.coalesce(value_of("education_net_cost_year"), value_of("education_cost_year"))
    return value_of("self_paid_12m") + value_of("losses_12m") + schooling


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def burdens_to_income() -> pl.Expr:
    """近12个月医疗自付、损失与教育费用占年收入之比 | Burdens of 12 months over recorded yearly net income."""
    return ratio(value_of("burdens_12m"), value_of("net_income_year"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_after_burdens_to_line() -> pl.Expr:
    """扣除近12个月医疗自付、损失与教育费用后人均收入与监测线之比 | Net income less burdens of 12 months, per person, over the line."""
    left = value_of("net_income_year") - value_of("burdens_12m")
    return ratio(ratio(left, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def illness_and_single_earner() -> pl.Expr:
    """近12个月有人住院且只靠一人务工 | Somebody was in hospital in 12 months and only one member works."""
    return (value_of("people_in_hospital_12m") > 0) & (value_of("single_earner") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def illness_without_labour() -> pl.Expr:
    """近12个月有人住院且整户无劳动力 | Somebody was in hospital in 12 months and nobody in the household has labour."""
    return IN_HOSPITAL & (value_of("household_without_labour") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def illness_and_lost_work() -> pl.Expr:
    """近12个月有人住院且近6个月有人失去工作 | Somebody was in hospital in 12 months and work ended in the last 6."""
    return IN_HOSPITAL & WORK_ENDED


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def illness_of_elders_left_alone() -> pl.Expr:
    """留守老人患慢性病 | Elders with a chronic disease live with nobody aged 16 to 59 at home."""
    return (value_of("chronic_elders") > 0) & (value_of("elders_left_alone") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def disability_and_elders() -> pl.Expr:
    """同时有重度残疾成员和老人 | The household has a severely disabled member and somebody of 60 or over."""
    return (value_of("people_severely_disabled") > 0) & (value_of("elders") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def disability_and_single_earner() -> pl.Expr:
    """有重度残疾成员且只靠一人务工 | A member is severely disabled and only one member works."""
    return (value_of("people_severely_disabled") > 0) & (value_of("single_earner") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def lost_work_and_debt() -> pl.Expr:
    """有住房负债且近6个月有人失去工作 | Work ended in the last 6 months and there is debt for the dwelling."""
    return WORK_ENDED & (value_of("housing_debt") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def schooling_and_lost_work() -> pl.Expr:
    """有高中及以上在校生且近6个月有人失去工作 | Members study beyond compulsory schooling and work ended in the last 6 months."""
    return (value_of("students_after_compulsory") > 0) & WORK_ENDED


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def schooling_and_illness() -> pl.Expr:
    """有高中及以上在校生且近12个月有人住院 | Members study beyond compulsory schooling and somebody was in hospital in 12 months."""
    return (value_of("students_after_compulsory") > 0) & IN_HOSPITAL


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def shock_and_low_income() -> pl.Expr:
    """近12个月遭遇突发事件且人均收入处于低收入组 | An event hit the household in 12 months and its income is not above that of the lowest income group."""
    return (value_of("shocks_12m") > 0) & LOW_INCOME


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def unsafe_dwelling_and_low_income() -> pl.Expr:
    """住房为危房且人均收入处于低收入组 | The dwelling is unsafe and income is not above that of the lowest income group."""
    return (value_of("unsafe_dwelling") > 0) & LOW_INCOME


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def death_and_nobody_working() -> pl.Expr:
    """近12个月有成员去世且有劳动力而无人就业 | A member died in the last 12 months, members have labour, and nobody works."""
    return (value_of("deaths_12m") > 0) & (value_of("zero_employment") > 0)


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


@feature(COMBINED, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def risk_types_at_once() -> pl.Expr:
    """同时出现迹象的风险类型数 | For how many of the official risk types there is a sign now."""
    return pl.sum_horizontal(sign.fill_null(value=False).cast(pl.Float64) for sign in SIGNS.values())

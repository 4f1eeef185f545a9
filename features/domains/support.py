"""帮扶 | Measures received, which ended, and what a household is entitled to by rule and has not, as known that day.

Sent by: civil affairs (relief, monthly), rural affairs (measures, monthly). Measures that identification brings are known
after it. Misses: help by relatives and neighbours. Do not conclude: that a gap is a wrong; an office may know the reason.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    any_of,
    count,
    day_in_last,
    ended_in_last,
    months_since,
    policy,
    total,
    underway,
    value_of,
)
from features.language.views import COMBINED, SUPPORT
from features.records.gate import AS_OF
from features.registry import feature
from features.vocabulary import RiskType

KIND = pl.col("kind")
MINIMUM_LIVING = KIND.is_in(["dibao", "tekun"])
RECEIVED_12M = underway() | ended_in_last(months=12)
LAST_DAY_RECEIVED = pl.min_horizontal(pl.col("ended_on").fill_null(AS_OF), AS_OF)

INCOME = value_of("dibao_income_per_person")
WITHOUT_ALLOWANCE = (value_of("on_minimum_living_allowance") == 0) & ~(
    value_of("people_on_dibao_by_roster") > 0
).fill_null(value=False)
"""Neither civil affairs nor the roster tells of the minimum living allowance or support for the destitute."""


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def measures_underway() -> Measure:
    """正在实施的帮扶措施数 | Measures underway."""
    return count(over=underway())


@feature(SUPPORT, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def support_amount_12m() -> Measure:
    """近12个月开始的帮扶措施金额 | Amount of the measures that began in the last 12 months."""
    return total("amount_yuan", over=day_in_last("started_on", months=12))


@feature(SUPPORT, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_without_measure() -> Measure:
    """距最近一次享受帮扶措施的月数 | Months since any measure was last received, 0 while one is underway."""
    return months_since(LAST_DAY_RECEIVED, over=pl.col("started_on") <= AS_OF)


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def measures_ended_6m() -> Measure:
    """近6个月结束的帮扶措施数 | Measures that ended in the last 6 months."""
    return count(over=ended_in_last(months=6))


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def on_minimum_living_allowance() -> Measure:
    """正享受低保或特困供养 | Receives the minimum living allowance or support for the destitute."""
    return any_of(MINIMUM_LIVING, over=underway())


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def newly_on_minimum_living_6m() -> Measure:
    """近6个月新纳入低保或特困 | The allowance or support for the destitute was granted in the last 6 months."""
    return any_of(MINIMUM_LIVING, over=day_in_last("started_on", months=6))


@feature(SUPPORT, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_minimum_living() -> Measure:
    """距最近一次纳入低保或特困的月数 | Months since the allowance was last granted."""
    return months_since("started_on", of=MINIMUM_LIVING, over=pl.col("started_on") <= AS_OF)


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def allowances_ended_6m() -> Measure:
    """近6个月停发的低保或特困供养次数 | Grants of the minimum living allowance that ended in the last 6 months."""
    return count(of=MINIMUM_LIVING, over=ended_in_last(months=6))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def allowance_lost_6m() -> pl.Expr:
    """近6个月退出低保或特困供养 | The minimum living allowance ended in the last 6 months and none is received now."""
    return (value_of("allowances_ended_6m") > 0) & (value_of("on_minimum_living_allowance") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def allowance_in_phase_out() -> pl.Expr:
    """低保渐退期：收入已超过低保标准但未超过渐退上限 | Receives the allowance on an income above the line and not above the multiple for which it is phased out."""
    line = policy("dibao_line")
    above = (INCOME > line) & (INCOME <= line * policy("dibao_phase_out_multiple"))
    return (value_of("on_minimum_living_allowance") > 0) & above


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def temporary_relief_12m() -> Measure:
    """近12个月临时救助次数 | Grants of temporary relief in the last 12 months."""
    return count(of=KIND == "temporary_relief", over=day_in_last("started_on", months=12))


@feature(SUPPORT, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def temporary_relief_amount_12m() -> Measure:
    """近12个月临时救助金额 | Temporary relief in the last 12 months."""
    return total("amount_yuan", of=KIND == "temporary_relief", over=day_in_last("started_on", months=12))


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="either")
def disability_subsidy_underway() -> Measure:
    """正享受残疾人两项补贴 | Receives a living or nursing subsidy for the disabled."""
    return any_of(KIND.is_in(["disability_living", "disability_nursing"]), over=underway())


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="either")
def nursing_subsidy_underway() -> Measure:
    """正享受重度残疾人护理补贴 | Receives the nursing subsidy for the severely disabled."""
    return any_of(KIND == "disability_nursing", over=underway())


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def help_to_work_underway() -> Measure:
    """正享受就业帮扶或公益性岗位 | Receives help to find work or a public-interest post."""
    return any_of(KIND.is_in(["employment", "public_post"]), over=underway())


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="either")
def education_aid_12m() -> Measure:
    """近12个月享受教育资助 | Received education aid in the last 12 months."""
    return any_of(KIND == "education_aid", over=RECEIVED_12M)


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.HOUSING, risk_rises_when="either")
def housing_help_12m() -> Measure:
    """近12个月享受住房安全保障 | Received help for housing repair in the last 12 months."""
    return any_of(KIND == "housing", over=RECEIVED_12M)


@feature(SUPPORT, unit="yes/no", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def industry_help_12m() -> Measure:
    """近12个月享受产业帮扶 | Received help for a business project in the last 12 months."""
    return any_of(KIND == "industry", over=RECEIVED_12M)


@feature(SUPPORT, unit="count", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def industry_help_36m() -> Measure:
    """近36个月开始的产业帮扶次数 | Help for a business project that began in the last 36 months."""
    return count(of=KIND == "industry", over=day_in_last("started_on", months=36))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def dibao_missing() -> pl.Expr:
    """人均收入低于低保标准但未享受低保 | Income per person is below the line of the minimum living allowance, which nobody receives."""
    return (INCOME < policy("dibao_line")) & WITHOUT_ALLOWANCE


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def low_income_without_dibao() -> pl.Expr:
    """人均收入低于低保漏保排查线但未享受低保 | Income per person is below the line for screening, and nobody receives the minimum living allowance."""
    return (INCOME < policy("dibao_screening_income")) & WITHOUT_ALLOWANCE


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def ill_or_disabled_without_dibao() -> pl.Expr:
    """有大病或重度残疾成员但未享受低保 | A member has a major disease or severe disability, and nobody receives the minimum living allowance."""
    grave = (value_of("major_illness_people") > 0).fill_null(value=False) | (value_of("people_severely_disabled") > 0)
    return grave & WITHOUT_ALLOWANCE


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def nursing_subsidy_missing() -> pl.Expr:
    """重度残疾成员未享受护理补贴 | A severely disabled member is known to be without the nursing subsidy, and none is paid to the household."""
    return (value_of("severe_without_nursing_subsidy") > 0) & (value_of("nursing_subsidy_underway") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_aid_missing() -> pl.Expr:
    """有高中及以上在校生但近12个月未享受教育资助 | Members study beyond compulsory schooling and no aid is recorded for 12 months."""
    without = (value_of("education_aid_year") == 0) & (value_of("education_aid_12m") == 0)
    return (value_of("students_after_compulsory") > 0) & without


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def employment_help_missing() -> pl.Expr:
    """有劳动力但无人就业且未享受就业帮扶 | Members have labour, nobody works, and neither help to find work nor a public post is received."""
    return (value_of("zero_employment") > 0) & (value_of("help_to_work_underway") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def industry_help_missing() -> pl.Expr:
    """近12个月产业项目失败但未享受产业帮扶 | A business project failed in the last 12 months and no help for one was received."""
    return (value_of("business_failures_12m") > 0) & (value_of("industry_help_12m") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def housing_help_missing() -> pl.Expr:
    """危房未整改且未享受住房安全保障 | The dwelling is unsafe and no help for its repair was received in the last 12 months."""
    return (value_of("unsafe_dwelling") > 0) & (value_of("housing_help_12m") == 0)

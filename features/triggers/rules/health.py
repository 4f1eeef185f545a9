"""医保、卫健 | What illness costs, who is not insured, and new major diseases."""

from __future__ import annotations

import polars as pl

from features.language import policy, value_of
from features.rules import MONITORED, Comparison, Condition, any_such, compared
from features.triggers.declaring import latest_of, trigger, when_reached
from features.vocabulary import Department, RiskType

COUNTY_OFFICE = "Re-posted screening rules of a county's medical insurance office"
ALL_INSURED = "Public policy: everybody lifted out of poverty or monitored is to be insured"
LIFTED_OUT = value_of("lifted_out") > 0
LEFT_BY_INSURANCE = pl.col("total_yuan") - pl.col("basic_yuan") - pl.col("major_yuan")


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="yuan",
    risk_type=RiskType.ILLNESS,
    source=COUNTY_OFFICE,
    since=when_reached("inpatient_self_paid_12m", "self_paid_yuan"),
    when_no_rows=None,
)
def inpatient_self_paid() -> Condition:
    """年度住院自付 | In-patient bills paid by the household in 12 months"""
    lifted_out, general = policy("inpatient_self_paid_lifted_out"), policy("inpatient_self_paid_general")
    line = pl.when(LIFTED_OUT).then(lifted_out).when(~LIFTED_OUT).then(general)
    return compared(value_of("inpatient_self_paid_12m"), Comparison.AT_LEAST, line)


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="yuan",
    risk_type=RiskType.ILLNESS,
    source=COUNTY_OFFICE,
    since=when_reached("outpatient_self_paid_1m", "self_paid_yuan"),
)
def outpatient_self_paid() -> Condition:
    """近1个月门诊自付 | Out-patient bills paid by the household in a month"""
    return compared(value_of("outpatient_self_paid_1m"), Comparison.AT_LEAST, policy("outpatient_self_paid_month"))


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="yuan",
    risk_type=RiskType.ILLNESS,
    source="Screening rule of another county's medical insurance office, against the province's rural income",
    since=when_reached("self_paid_12m", "self_paid_yuan"),
    when_no_rows=None,
)
def self_paid_against_rural_income() -> Condition:
    """近12个月医疗自付（与全省农村人均可支配收入相比） | Bills paid in 12 months, against the province's rural income"""
    lifted_out, general = policy("medical_burden_lifted_out_share"), policy("medical_burden_general_share")
    part = pl.when(LIFTED_OUT).then(lifted_out).when(~LIFTED_OUT).then(general)
    line = (part * policy("rural_disposable_income")).round(2)
    return compared(value_of("self_paid_12m"), Comparison.MORE_THAN, line)


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="yuan",
    risk_type=RiskType.ILLNESS,
    source="Screening rule of one city: burden of 12 months after basic and major-illness insurance, without medical aid yet",
    since=when_reached("after_insurance_12m", LEFT_BY_INSURANCE),
)
def medical_burden() -> Condition:
    """近12个月基本医保和大病保险后剩余费用（尚未获医疗救助） | What insurance left of the bills of 12 months, without medical aid yet"""
    return compared(
        value_of("after_insurance_12m"),
        Comparison.AT_LEAST,
        policy("medical_burden_12m"),
        among=value_of("medical_aid_12m") == 0,
    )


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="persons",
    risk_type=RiskType.ILLNESS,
    source=ALL_INSURED,
    since=latest_of("uninsured_people"),
    when_no_rows=None,
    question="脱贫户有成员未参加基本医保 | A member of a lifted-out household is without basic medical insurance",
)
def uninsured() -> Condition:
    """脱贫户未参加基本医保人数 | Members of a lifted-out household without basic medical insurance"""
    return any_such("uninsured_people", among=LIFTED_OUT)


@trigger(
    Department.MEDICAL_INSURANCE,
    unit="persons",
    risk_type=RiskType.ILLNESS,
    source=ALL_INSURED,
    since=latest_of("uninsured_people"),
    when_no_rows=None,
    question="监测户（非脱贫户）有成员未参加基本医保 | A member of a monitored household, not lifted out, is without basic medical insurance",
)
def uninsured_monitored() -> Condition:
    """监测户（非脱贫户）未参加基本医保人数 | Members of a monitored household, not lifted out, without basic medical insurance"""
    return any_such("uninsured_people", among=(value_of(MONITORED) > 0) & ~LIFTED_OUT)


@trigger(
    Department.HEALTH,
    unit="persons",
    risk_type=RiskType.ILLNESS,
    source="Re-posted screening rules of a county: new patients of a specially treated major disease",
    since=latest_of("new_major_disease_6m"),
    question="近6个月有新确诊大病患者 | A member was newly registered with a major disease in 6 months",
)
def new_major_disease() -> Condition:
    """近6个月新确诊大病人数 | Members newly registered with a major disease in 6 months"""
    return any_such("new_major_disease_6m")

"""教育、公安、民政、残联 | Schooling, harm by accident or crime, new social relief, new severe disability."""

from __future__ import annotations

from features.language import policy, value_of
from features.rules import Comparison, Condition, any_such, compared
from features.triggers.declaring import latest_of, trigger
from features.vocabulary import Department, RiskType


@trigger(
    Department.EDUCATION,
    unit="yuan",
    risk_type=RiskType.EDUCATION,
    source="Re-posted screening rules of a county's education office",
    since=latest_of("education_cost_year"),
)
def education_cost() -> Condition:
    """学年非义务教育费用（扣除资助） | Schooling cost of the year after aid, outside compulsory schooling"""
    return compared(
        value_of("education_cost_year") - value_of("education_aid_year"),
        Comparison.MORE_THAN,
        policy("education_cost_year"),
    )


@trigger(
    Department.EDUCATION,
    unit="persons",
    risk_type=RiskType.EDUCATION,
    source="Public policy on drop-out control; Jiangkou, Guizhou: schooling ledger",
    since=latest_of("school_age_dropped_out"),
    question="有义务教育阶段疑似辍学学生 | A pupil of the compulsory stages was reported as a suspected drop-out in 12 months",
)
def dropped_out() -> Condition:
    """义务教育阶段疑似辍学人数 | Pupils of the compulsory stages reported as suspected drop-outs in 12 months"""
    return any_such("school_age_dropped_out")


@trigger(
    Department.EDUCATION,
    unit="persons",
    risk_type=RiskType.EDUCATION,
    source="Public policy on drop-out control: school roll against the roster at ages 6 to 15",
    since=latest_of("school_age_not_at_school"),
    when_no_rows=None,
    question="名册登记有6至15岁未在校子女 | A member aged 6 to 15 is listed as not at school",
)
def not_at_school() -> Condition:
    """名册登记6至15岁未在校人数 | Members aged 6 to 15 whom the roster lists as not at school"""
    return any_such("school_age_not_at_school")


@trigger(
    Department.POLICE,
    unit="yes/no",
    risk_type=RiskType.ACCIDENT,
    source="Public screening rules: traffic accidents and crimes with injury, disability or death",
    since=latest_of("harmed_by_accident_12m"),
)
def accident_harm() -> Condition:
    """近12个月有成员因事故或案件伤残死亡 | A member was hurt, disabled or killed by an accident or crime in 12 months"""
    return any_such("harmed_by_accident_12m")


@trigger(
    Department.CIVIL_AFFAIRS,
    unit="yes/no",
    risk_type=RiskType.OTHER,
    source="Public screening rules: newly on the minimum living allowance or supported as destitute",
    since=latest_of("newly_on_minimum_living_6m", day="started_on"),
)
def newly_on_minimum_living() -> Condition:
    """近6个月新纳入低保或特困 | Newly on the minimum living allowance or supported as destitute in 6 months"""
    return any_such("newly_on_minimum_living_6m")


@trigger(
    Department.CIVIL_AFFAIRS,
    unit="yuan",
    risk_type=RiskType.OTHER,
    source="Public screening rules: large temporary relief",
    since=latest_of("temporary_relief_amount_12m", day="started_on"),
)
def large_temporary_relief() -> Condition:
    """近12个月临时救助金额 | Temporary relief of 12 months"""
    return compared(value_of("temporary_relief_amount_12m"), Comparison.AT_LEAST, policy("large_temporary_relief"))


@trigger(
    Department.DISABLED_FEDERATION,
    unit="persons",
    risk_type=RiskType.DISABILITY,
    source="Public screening rules: new disability of grade 1 or 2",
    since=latest_of("new_severe_disability_12m"),
    question="近12个月有成员新办重度残疾证 | A member has a new certificate of grade 1 or 2 in 12 months",
)
def new_severe_disability() -> Condition:
    """近12个月新办重度残疾证人数 | Members with a new certificate of grade 1 or 2 in 12 months"""
    return any_such("new_severe_disability_12m")

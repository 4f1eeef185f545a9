"""人社、农业农村、应急、乡村振兴 | Work, business, disasters and recorded income."""

from __future__ import annotations

from features.language import policy, value_of
from features.rules import Comparison, Condition, any_such, compared
from features.triggers.declaring import latest_of, trigger
from features.vocabulary import Department, RiskType

WORK = (
    "Public screening rules of human resources: lost work, returned migrants, zero-employment households, fewer months"
)
FARMING = "Public screening rules of agriculture: failed projects, epidemics, falling prices"
INCOME = "Public screening rules on income: the lowest income group, and a sharp fall"


@trigger(
    Department.HUMAN_RESOURCES,
    unit="count",
    risk_type=RiskType.JOB_INSTABILITY,
    source=WORK,
    since=latest_of("jobs_ended_3m", day="ended_on"),
    question="近3个月有务工结束且现无人就业 | Work ended in 3 months and nobody of the household works now",
)
def job_lost() -> Condition:
    """近3个月结束务工次数（现无人就业） | Work that ended in 3 months, nobody of the household works now"""
    return any_such("jobs_ended_3m", among=value_of("people_working") == 0)


@trigger(
    Department.HUMAN_RESOURCES,
    unit="yes/no",
    risk_type=RiskType.JOB_INSTABILITY,
    source=WORK,
    since=latest_of("months_since_job_ended", day="ended_on"),
    when_no_rows=None,
)
def zero_employment() -> Condition:
    """有劳动力但无人就业 | Members have labour, nobody has registered work"""
    return any_such("zero_employment")


@trigger(
    Department.HUMAN_RESOURCES,
    unit="persons",
    risk_type=RiskType.JOB_INSTABILITY,
    source=WORK,
    since=latest_of("people_away_6m", day="ended_on"),
    when_no_rows=None,
    question="近6个月有成员结束县外务工返乡 | A member came back from work outside the county in 6 months",
)
def returned_migrant() -> Condition:
    """近6个月结束县外务工返乡人数 | Members back from work outside the county in 6 months"""
    return any_such("returned_migrants")


@trigger(
    Department.HUMAN_RESOURCES,
    unit="person-months",
    risk_type=RiskType.JOB_INSTABILITY,
    source=WORK,
    since=latest_of("jobs_ended_12m", day="ended_on"),
    when_no_rows=None,
)
def fewer_work_months() -> Condition:
    """近6个月务工人月比前6个月减少 | Person-months of work less in the last 6 months than in the 6 before"""
    # Months are told to a tenth: rounding keeps the last bit of a float from deciding.
    fewer = (value_of("months_worked_12m") - 2 * value_of("months_worked_6m")).round(1)
    return compared(fewer, Comparison.AT_LEAST, policy("work_months_drop"))


@trigger(
    Department.AGRICULTURE,
    unit="count",
    risk_type=RiskType.BUSINESS_FAILURE,
    source=FARMING,
    since=latest_of("business_failures_12m"),
    question="近12个月有产业项目失败 | A business project failed in 12 months",
)
def project_failure() -> Condition:
    """近12个月产业项目失败次数 | Business projects that failed in 12 months"""
    return any_such("business_failures_12m")


@trigger(
    Department.AGRICULTURE,
    unit="count",
    risk_type=RiskType.DISASTER,
    source=f"{FARMING}; epidemics reach the records as biological disasters",
    since=latest_of("biological_disasters_12m"),
    question="近12个月受过疫病等生物灾害 | An epidemic or another biological disaster struck the household in 12 months",
)
def epidemic() -> Condition:
    """近12个月疫病等生物灾害次数 | Epidemics and other biological disasters in 12 months"""
    return any_such("biological_disasters_12m")


@trigger(
    Department.AGRICULTURE,
    unit="share",
    risk_type=RiskType.BUSINESS_FAILURE,
    source=f"{FARMING}; records tell of prices only through the income",
    since=latest_of("business_year"),
    when_no_rows=None,
)
def business_income_drop() -> Condition:
    """生产经营性收入比上一年减少 | Fall of business and farming income against the year before"""
    fall = (1 - value_of("business_change")).round(9)
    # A fall in what a household hardly lives on is no lead: every fifth one has some.
    weighs = value_of("business_year_before") >= value_of("net_income_year_before") * policy("business_drop_weight")
    return compared(fall, Comparison.AT_LEAST, policy("business_drop_share"), among=weighs)


@trigger(
    Department.EMERGENCY,
    unit="count",
    risk_type=RiskType.DISASTER,
    source="Disaster loss lists of emergency offices, as re-posted",
    since=latest_of("disasters_12m"),
    question="近12个月受过灾 | The household is on the disaster loss list of 12 months",
)
def disaster_loss() -> Condition:
    """近12个月受灾次数 | Disasters on the loss list in 12 months"""
    return any_such("disasters_12m")


@trigger(
    Department.RURAL_AFFAIRS,
    unit="yuan",
    risk_type=RiskType.OTHER,
    source=INCOME,
    since=latest_of("net_income_year"),
    when_no_rows=None,
)
def income_low() -> Condition:
    """人均纯收入 | Recorded net income per person"""
    return compared(value_of("net_income_per_person"), Comparison.AT_MOST, policy("low_income_group"))


@trigger(
    Department.RURAL_AFFAIRS,
    unit="share",
    risk_type=RiskType.OTHER,
    source=INCOME,
    since=latest_of("net_income_year"),
    when_no_rows=None,
)
def income_drop() -> Condition:
    """纯收入比上一年减少 | Fall of recorded net income against the year before"""
    # Rounded, so that a fall by exactly the line's share is not decided by the last bit of a float.
    fall = (1 - value_of("income_change")).round(9)
    return compared(fall, Comparison.AT_LEAST, policy("income_drop_share"))

"""成员 | Who lives in the household: size, dependency, labour, health as the rosters describe it.

Sent by: rural affairs (registered households, yearly), townships (general households, yearly), police (births, deaths,
moves, monthly). Late by: up to a year for health and labour. Misses: illness that nobody told the roster's writer.
Do not conclude: that a person without a health flag is well.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    COMPULSORY_AGES,
    Measure,
    all_of,
    any_of,
    count,
    day_in_last,
    largest,
    latest,
    months_since,
    people,
    share,
    smallest,
    total,
)
from features.registry import feature
from features.views import HOUSEHOLD, MEMBER_CHANGES, MEMBERS
from features.vocabulary import RiskType, Schooling

AGE = pl.col("age")
CHILD = pl.lit(16) > AGE
ELDER = AGE >= 60
HEAD = pl.col("relation") == "head"
HAS_LABOUR = pl.col("labour").is_in(["ordinary", "skilled", "weak"])
SCHOOLING = pl.col("schooling").replace_strict(
    {stage.value: float(order) for order, stage in enumerate(Schooling)}, default=None, return_dtype=pl.Float64
)
AT_SCHOOL = pl.col("student").is_in(["preschool", "primary", "junior", "senior", "vocational", "college"])


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def persons() -> Measure:
    """家庭现有人口数 | Persons in the household now."""
    return count()


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def children() -> Measure:
    """16岁以下人数 | Members under 16."""
    return count(of=CHILD, stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elders() -> Measure:
    """60岁及以上人数 | Members aged 60 and over."""
    return count(of=ELDER, stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def people_with_labour() -> Measure:
    """有劳动能力人数 | Members with ordinary, skilled or weak labour."""
    return count(of=HAS_LABOUR, stated="labour")


@feature(MEMBERS, unit="share", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def labour_share() -> Measure:
    """劳动力占家庭人口比例 | Share of members with labour."""
    return share(HAS_LABOUR, among=pl.col("labour").is_not_null())


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def people_who_lost_labour() -> Measure:
    """丧失劳动力人数 | Members who lost the ability to work."""
    return count(of=pl.col("labour") == "lost", stated="labour")


@feature(MEMBERS, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elders_only() -> Measure:
    """家中只有老人 | Every member is 60 or over."""
    # With somebody of unknown age it can't be told, unless somebody else is younger.
    return all_of(ELDER)


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def head_age() -> Measure:
    """户主年龄 | Age of the head of household."""
    return latest(AGE, of=HEAD)


@feature(MEMBERS, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def head_is_female() -> Measure:
    """户主为女性 | The head of household is a woman."""
    return latest((pl.col("sex") == "female").cast(pl.Float64), of=HEAD)


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def youngest_age() -> Measure:
    """家中最小成员年龄 | Age of the youngest member."""
    return smallest(AGE)


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def oldest_age() -> Measure:
    """家中最大成员年龄 | Age of the oldest member."""
    return largest(AGE)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_people() -> Measure:
    """名册登记长期慢性病人数 | Members whom the roster lists with a chronic disease."""
    return count(of=pl.col("chronic"), stated="chronic")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def major_illness_people() -> Measure:
    """名册登记患大病人数 | Members whom the roster lists with a major disease."""
    return count(of=pl.col("major_illness"), stated="major_illness")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def disabled_people_on_roster() -> Measure:
    """名册登记残疾人数 | Members whom the roster lists as disabled."""
    return count(of=pl.col("disabled"), stated="disabled")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def uninsured_people() -> Measure:
    """未参加基本医保人数 | Members known to be without basic medical insurance."""
    return count(of=~pl.col("insured"), stated="insured")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def pension_insured_people() -> Measure:
    """参加基本养老保险人数 | Members known to be covered by basic pension insurance."""
    return count(of=pl.col("pension_insured"), stated="pension_insured")


@feature(MEMBERS, unit="stage", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def highest_schooling() -> Measure:
    """成员最高文化程度 | Highest schooling in the household."""
    return largest(SCHOOLING)


@feature(MEMBERS, unit="stage", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def head_schooling() -> Measure:
    """户主文化程度 | Schooling of the head of household."""
    return latest(SCHOOLING, of=HEAD)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def people_at_school() -> Measure:
    """在校生人数 | Members at school, pre-school to college."""
    return count(of=AT_SCHOOL, stated="student")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def school_age_not_at_school() -> Measure:
    """义务教育年龄未在校人数 | Members of compulsory school age whom the roster lists as not at school."""
    return count(of=AGE.is_between(*COMPULSORY_AGES) & (pl.col("student") == "not"), stated="student")


@feature(MEMBERS, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_work_months() -> Measure:
    """名册登记务工总月数 | Months worked away by all members in the year of the last roster."""
    return total("work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_workers() -> Measure:
    """名册登记务工人数 | Members who worked away in the year of the last roster."""
    return count(of=pl.col("work_months") > 0, stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def workers_outside_province() -> Measure:
    """名册登记省外务工人数 | Members who worked outside the province in the year of the last roster."""
    return count(of=(pl.col("work_place") == "outside") & (pl.col("work_months") > 0), stated="work_months")


@feature(MEMBERS, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_roster() -> Measure:
    """距最近一次名册登记的月数 | Months since the last word about any member."""
    return months_since()


@feature(MEMBER_CHANGES, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def deaths_12m() -> Measure:
    """近12个月去世成员数 | Members who died in the last 12 months."""
    # The police and the next roster may both tell of one death.
    return people(of=pl.col("left_reason") == "died", over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def somebody_left_12m() -> Measure:
    """近12个月有成员离开 | A member left in the last 12 months, by death, marriage or moving away."""
    return any_of(pl.col("left_on").is_not_null(), over=day_in_last("left_on", months=12))


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def lifted_out() -> Measure:
    """脱贫户 | Was lifted out of poverty earlier."""
    return latest((pl.col("household_type") == "lifted_out").cast(pl.Float64))


@feature(HOUSEHOLD, unit="km", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def distance_to_road() -> Measure:
    """与村主干路距离 | Distance to the village's main road."""
    return latest("road_km")

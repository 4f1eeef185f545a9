"""成员 | Who lives in the household: size, dependency, who is left at home, health as the rosters describe it, who came and left.

Sent by: rural affairs (registered households, yearly), townships (general households, yearly), police (births, deaths,
moves, monthly). Late by: up to a year for health and labour. Misses: illness that nobody told the roster's writer.
Do not conclude: that a person without a health flag is well, or that nobody looks after children whose parents are away.
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
    ratio,
    share,
    smallest,
    value_of,
)
from features.records.gate import AS_OF
from features.registry import feature
from features.views import COMBINED, HOUSEHOLD, MEMBER_CHANGES, MEMBERS
from features.vocabulary import RiskType, Schooling

AGE = pl.col("age")
SEX = pl.col("sex")
CHILD = pl.lit(16) > AGE
ELDER = AGE >= 60
HEAD = pl.col("relation") == "head"
COUPLE = pl.col("relation").is_in(["head", "spouse"])
HAS_LABOUR = pl.col("labour").is_in(["ordinary", "skilled", "weak"])
AWAY = (pl.col("work_months") > 0) & pl.col("work_place").is_in(["province", "outside"])
"""Worked outside the county in the year of the last roster: too far to come home at night."""
SCHOOLING = pl.col("schooling").replace_strict(
    {stage.value: float(order) for order, stage in enumerate(Schooling)}, default=None, return_dtype=pl.Float64
)
AT_SCHOOL = pl.col("student").is_in(["preschool", "primary", "junior", "senior", "vocational", "college"])
LEFT_REASON = pl.col("left_reason")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def persons() -> Measure:
    """家庭现有人口数 | Persons in the household now."""
    return count()


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def lifted_out() -> Measure:
    """脱贫户 | Was lifted out of poverty earlier."""
    return latest((pl.col("household_type") == "lifted_out").cast(pl.Float64))


@feature(HOUSEHOLD, unit="km", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def distance_to_road() -> Measure:
    """与村主干路距离 | Distance to the village's main road."""
    return latest("road_km")


@feature(MEMBERS, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_roster() -> Measure:
    """距最近一次成员信息更新的月数 | Months since the last word about any member."""
    return months_since()


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def children() -> Measure:
    """16岁以下人数 | Members under 16."""
    return count(of=CHILD, stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def young_children() -> Measure:
    """学龄前儿童人数 | Members younger than the age of compulsory schooling."""
    return count(of=AGE < COMPULSORY_AGES[0], stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elders() -> Measure:
    """60岁及以上人数 | Members aged 60 and over."""
    return count(of=ELDER, stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def people_80_and_over() -> Measure:
    """80岁及以上高龄老人人数 | Members aged 80 and over."""
    return count(of=AGE >= 80, stated="age")


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def youngest_age() -> Measure:
    """家中最小成员年龄 | Age of the youngest member."""
    return smallest(AGE)


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def oldest_age() -> Measure:
    """家中最大成员年龄 | Age of the oldest member."""
    return largest(AGE)


@feature(MEMBERS, unit="years", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def head_age() -> Measure:
    """户主年龄 | Age of the head of household."""
    return latest(AGE, of=HEAD)


@feature(MEMBERS, unit="share", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def dependent_share() -> Measure:
    """老人和孩子占家庭人口比例 | Share of members under 16 or aged 60 and over."""
    return share(CHILD | ELDER, among=AGE.is_not_null())


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def people_with_labour() -> Measure:
    """有劳动能力人数 | Members with ordinary, skilled or weak labour."""
    return count(of=HAS_LABOUR, stated="labour")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def people_with_full_labour() -> Measure:
    """普通和技能劳动力人数 | Members with ordinary or skilled labour, weak labour left out."""
    return count(of=pl.col("labour").is_in(["ordinary", "skilled"]), stated="labour")


@feature(MEMBERS, unit="share", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def labour_share() -> Measure:
    """劳动力占家庭人口比例 | Share of members with labour."""
    return share(HAS_LABOUR, among=pl.col("labour").is_not_null())


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def people_who_lost_labour() -> Measure:
    """丧失劳动力人数 | Members who lost the ability to work."""
    return count(of=pl.col("labour") == "lost", stated="labour")


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def household_without_labour() -> pl.Expr:
    """整户无劳动力 | Nobody in the household has labour."""
    return value_of("people_with_labour") == 0


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def dependants_per_worker() -> pl.Expr:
    """每个劳动力负担的无劳动能力人数 | Members without labour for each member with labour."""
    return ratio(value_of("persons") - value_of("people_with_labour"), value_of("people_with_labour"))


@feature(MEMBERS, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elders_only() -> Measure:
    """家中只有老人 | Every member is 60 or over."""
    return all_of(ELDER)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elder_living_alone() -> pl.Expr:
    """独居老人 | The only member of the household is 60 or over."""
    return (value_of("persons") == 1) & (value_of("elders") == 1)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def single_parent() -> pl.Expr:
    """一名成年人独自带16岁以下孩子 | One adult alone lives with children under 16."""
    return (value_of("children") > 0) & (value_of("persons") - value_of("children") == 1)


@feature(MEMBERS, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def nobody_of_working_age_at_home() -> Measure:
    """家中无劳动年龄成员留守 | No member aged 16 to 59 is at home: all are younger, older or work outside the county."""
    return all_of(CHILD | ELDER | AWAY)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def children_left_alone() -> pl.Expr:
    """留守儿童：有16岁以下孩子而无劳动年龄成员在家 | Children under 16 live with nobody aged 16 to 59 at home."""
    return (value_of("children") > 0) & (value_of("nobody_of_working_age_at_home") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def elders_left_alone() -> pl.Expr:
    """留守老人：有60岁及以上老人而无劳动年龄成员在家 | Elders of 60 and over live with nobody aged 16 to 59 at home."""
    return (value_of("elders") > 0) & (value_of("nobody_of_working_age_at_home") > 0)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def husbands_away() -> Measure:
    """户主夫妇中男方在县外务工人数 | Married men, as head or spouse, who worked outside the county in the year of the last roster."""
    return count(of=COUPLE & (SEX == "male") & AWAY, stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def wives_at_home() -> Measure:
    """户主夫妇中女方在家人数 | Women, as head or spouse, who did not work outside the county in the year of the last roster."""
    return count(of=COUPLE & (SEX == "female") & ~AWAY, stated="work_months")


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def women_left_behind() -> pl.Expr:
    """留守妇女：丈夫在县外务工而妻子在家 | The husband works outside the county and the wife is at home."""
    return (value_of("husbands_away") > 0) & (value_of("wives_at_home") > 0)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_people() -> Measure:
    """名册登记长期慢性病人数 | Members whom the roster lists with a chronic disease."""
    return count(of=pl.col("chronic"), stated="chronic")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_elders() -> Measure:
    """60岁及以上慢性病老人人数 | Members of 60 and over whom the roster lists with a chronic disease."""
    return count(of=ELDER & pl.col("chronic"), stated="chronic")


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


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def pension_insured_people() -> Measure:
    """参加基本养老保险人数 | Members known to be covered by basic pension insurance."""
    return count(of=pl.col("pension_insured"), stated="pension_insured")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def adults_without_pension() -> Measure:
    """16岁及以上非在校成员未参加基本养老保险人数 | Members of 16 and over, not at school, known to be without basic pension insurance."""
    return count(of=(AGE >= 16) & ~AT_SCHOOL & ~pl.col("pension_insured"), stated="pension_insured")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def people_on_dibao_by_roster() -> Measure:
    """名册登记享受低保或特困供养人数 | Members whom the roster lists on the minimum living allowance or as destitute."""
    return count(of=pl.col("on_dibao") | pl.col("on_tekun"), stated="on_dibao")


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


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def infants() -> Measure:
    """不满1岁婴儿人数 | Members younger than one year."""
    return count(of=AGE == 0, stated="age")


@feature(MEMBER_CHANGES, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def deaths_12m() -> Measure:
    """近12个月去世成员数 | Members who died in the last 12 months."""
    # The police and the next roster may both tell of one death.
    return people(of=pl.col("left_reason") == "died", over=day_in_last("left_on", months=12))


@feature(
    MEMBER_CHANGES, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either"
)
def moved_out_12m() -> Measure:
    """近12个月婚嫁或迁出成员数 | Members who married out or moved away in the last 12 months."""
    return people(of=LEFT_REASON.is_in(["married_out", "moved"]), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def split_12m() -> Measure:
    """近12个月分户或并户 | A member went to another household by a split or a merger in the last 12 months."""
    return any_of(LEFT_REASON.is_in(["split", "merged"]), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def somebody_left_12m() -> Measure:
    """近12个月有成员离开 | A member left in the last 12 months, by death, marriage or moving away."""
    return any_of(pl.col("left_on").is_not_null(), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="months", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def months_since_somebody_left() -> Measure:
    """距最近一次有成员离开的月数 | Months since a member last left, by death, marriage or moving away."""
    return months_since("left_on", over=pl.col("left_on") <= AS_OF)

"""Who lives in the household: how many, how old, with how much labour."""

from __future__ import annotations

import polars as pl

from features.language import (
    COMPULSORY_AGES,
    Measure,
    agreed,
    all_of,
    count,
    largest,
    latest,
    months_since,
    ratio,
    share,
    smallest,
    value_of,
)
from features.language.views import COMBINED, HOUSEHOLD, MEMBERS
from features.registry import feature
from features.vocabulary import RiskType

AGE = pl.col("age")
SEX = pl.col("sex")
CHILD = pl.lit(16) > AGE
ELDER = AGE >= 60
HEAD = pl.col("relation") == "head"
HAS_LABOUR = pl.col("labour").is_in(["ordinary", "skilled", "weak"])


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
    return agreed(AGE, of=HEAD)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def infants() -> Measure:
    """不满1岁婴儿人数 | Members younger than one year."""
    return count(of=AGE == 0, stated="age")


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

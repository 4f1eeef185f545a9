"""Health, insurance and schooling of the members as the rosters describe them."""

from __future__ import annotations

import polars as pl

from features.domains.members.who import AGE, ELDER, HEAD
from features.language import COMPULSORY_AGES, Measure, agreed, count, largest
from features.language.views import MEMBERS
from features.registry import feature
from features.vocabulary import RiskType, Schooling

SCHOOLING = pl.col("schooling").replace_strict(
    {stage.value: float(order) for order, stage in enumerate(Schooling)}, default=None, return_dtype=pl.Float64
)
AT_SCHOOL = pl.col("student").is_in(["preschool", "primary", "junior", "senior", "vocational", "college"])


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
    return agreed(SCHOOLING, of=HEAD)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def people_at_school() -> Measure:
    """在校生人数 | Members at school, pre-school to college."""
    return count(of=AT_SCHOOL, stated="student")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def school_age_not_at_school() -> Measure:
    """义务教育年龄未在校人数 | Members of compulsory school age whom the roster lists as not at school."""
    return count(of=AGE.is_between(*COMPULSORY_AGES) & (pl.col("student") == "not"), stated="student")

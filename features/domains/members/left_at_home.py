"""Who is left at home while others of the household work outside the county."""

from __future__ import annotations

import polars as pl

from features.domains.members.who import CHILD, ELDER, SEX
from features.language import Measure, all_of, count, value_of
from features.language.views import COMBINED, MEMBERS
from features.registry import feature
from features.vocabulary import RiskType

COUPLE = pl.col("relation").is_in(["head", "spouse"])
AWAY = (pl.col("work_months") > 0) & pl.col("work_place").is_in(["province", "outside"])
"""Worked outside the county in the year of the last roster: too far to come home at night."""


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

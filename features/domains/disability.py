"""残疾 | Disability certificates by kind and grade, new and worse ones, missing subsidies, and who is there to care.

Sent by: the disabled persons' federation, monthly. Misses: people who never applied. Do not conclude: no card, no disability.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, count, day_in_last, in_last, months_since, ratio, smallest, value_of
from features.language.views import COMBINED, DISABILITY, MEMBERS
from features.registry import feature
from features.vocabulary import RiskType

SEVERE = pl.col("grade") <= 2
"""Grades 1 and 2, by the definition of the certificate itself."""

CATEGORY = pl.col("category")
SENSES = CATEGORY.is_between(1, 3)
LIMBS = CATEGORY == 4
MIND = CATEGORY.is_between(5, 6)
"""The certificate's own codes: 1 sight, 2 hearing, 3 speech, 4 limbs, 5 intellect, 6 mental; 7 is several at once."""

NEEDS_CARE_BY_AGE = (pl.col("age") < 6) | (pl.col("age") >= 80)
"""Not yet of school age, or of an age that few reach without needing help: assumed here, no rule of an office."""


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_with_card() -> Measure:
    """持残疾人证人数 | Members with a disability certificate."""
    return count()


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_severely_disabled() -> Measure:
    """重度残疾人数 | Members with a certificate of grade 1 or 2."""
    return count(of=SEVERE)


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_disabled_in_senses() -> Measure:
    """视力、听力、言语残疾人数 | Members whose certificate is for sight, hearing or speech."""
    return count(of=SENSES)


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_disabled_in_limbs() -> Measure:
    """肢体残疾人数 | Members whose certificate is for limbs."""
    return count(of=LIMBS)


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_disabled_in_mind() -> Measure:
    """智力、精神残疾人数 | Members whose certificate is for intellect or mental disability."""
    return count(of=MIND)


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def people_severely_disabled_in_mind() -> Measure:
    """重度智力、精神残疾人数 | Members with a certificate of grade 1 or 2 for intellect or mental disability."""
    return count(of=SEVERE & MIND)


@feature(DISABILITY, unit="grade", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def most_severe_grade() -> Measure:
    """最重残疾等级 | The most severe grade in the household, 1 to 4."""
    return smallest("grade")


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def new_cards_12m() -> Measure:
    """近12个月首次办证残疾人数 | Members whose first certificate was given in the last 12 months."""
    return count(over=day_in_last("first_card_on", months=12))


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def new_severe_disability_12m() -> Measure:
    """近12个月新办重度残疾证人数 | Members with a certificate of grade 1 or 2 of the last 12 months."""
    return count(of=SEVERE, over=in_last(months=12))


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def worsened_12m() -> Measure:
    """近12个月残疾等级加重人数 | Members whose certificate changed to a more severe grade in the last 12 months."""
    return count(over=day_in_last("worsened_on", months=12))


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def severe_without_nursing_subsidy() -> Measure:
    """重度残疾且登记未享受护理补贴人数 | Severely disabled members known to be without the nursing subsidy."""
    return count(of=SEVERE & ~pl.col("nursing_subsidy"))


@feature(DISABILITY, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="either")
def disabled_without_living_subsidy() -> Measure:
    """残疾且登记未享受生活补贴人数 | Disabled members known to be without the living subsidy, which only the poor are due."""
    return count(of=~pl.col("living_subsidy"))


@feature(DISABILITY, unit="months", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def months_since_card() -> Measure:
    """距最近一次办证的月数 | Months since the latest certificate or change of grade."""
    return months_since()


@feature(DISABILITY, unit="months", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="falls")
def months_since_severe_card() -> Measure:
    """距最近一次重度残疾办证的月数 | Months since the latest certificate of grade 1 or 2."""
    return months_since(of=SEVERE)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def very_young_or_old_people() -> Measure:
    """6岁以下和80岁及以上人数 | Members under 6, and members aged 80 and over."""
    return count(of=NEEDS_CARE_BY_AGE, stated="age")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def care_per_worker() -> pl.Expr:
    """每个劳动力需照料的重残、高龄和幼儿人数 | Severely disabled, very old and very young members for each one with labour."""
    in_need = value_of("people_severely_disabled") + value_of("very_young_or_old_people")
    return ratio(in_need, value_of("people_with_labour"))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def severe_without_carer() -> pl.Expr:
    """有重度残疾人且整户无劳动力 | Somebody is severely disabled and nobody in the household has labour."""
    return (value_of("people_severely_disabled") > 0) & (value_of("people_with_labour") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def several_disabled() -> pl.Expr:
    """一户多残 | Two or more members have a disability certificate."""
    return value_of("people_with_card") >= 2


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def poor_disabled_without_living_subsidy() -> pl.Expr:
    """困难残疾人未享受生活补贴人数 | Disabled members without the living subsidy, where the household is poor enough for it."""
    # On the minimum living allowance, or under its line in its own caliber.
    poor = (value_of("on_minimum_living_allowance") > 0) | (value_of("dibao_income_to_line") < pl.lit(1))
    without = value_of("disabled_without_living_subsidy")
    return pl.when((without == 0) | ~poor).then(0.0).when(poor).then(without)


@feature(COMBINED, unit="persons", when_no_rows=None, risk_type=RiskType.DISABILITY, risk_rises_when="rises")
def disabled_without_card() -> pl.Expr:
    """名册登记残疾但未见残疾人证的人数（按户相减） | Members listed as disabled beyond those who have a certificate."""
    return (value_of("disabled_people_on_roster") - value_of("people_with_card")).clip(lower_bound=0)

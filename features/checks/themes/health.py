"""健康与残疾 | Rosters, cards, diagnoses, subsidies and insurance told of one person."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import SCREENING, check
from features.checks.wording import Kind, Severity, Subject, Theme

situation = partial(check, Subject.PERSON, Theme.HEALTH, Kind.SITUATION, Severity.VERIFY)

HAS_CARD = pl.col("has_card")
WATCHED = (pl.col("household_type") == "lifted_out") | pl.col("monitored")


@situation(
    place="card_place",
    distorts=("severe_without_nursing_subsidy",),
    value=pl.col("card_grade"),
    unit="级",
    threshold=pl.lit(2.0),
    fix="协助申请重度残疾人护理补贴 | Help to apply for the nursing subsidy.",
)
def severe_disability_without_subsidy() -> pl.Expr:
    """重度残疾未享受护理补贴 | Severely disabled without the nursing subsidy"""
    return pl.col("severe") & ~pl.col("nursing_subsidy") & (pl.col("nursing_subsidy_underway") == 0)


@situation(
    place="card_place",
    distorts=("measures_underway",),
    fix="协助申请困难残疾人生活补贴 | Help to apply for the living subsidy.",
)
def disabled_dibao_without_living_subsidy() -> pl.Expr:
    """低保户中的持证残疾人未享受生活补贴 | A card holder in a household on the allowance has no living subsidy"""
    return HAS_CARD & pl.col("dibao_underway") & ~pl.col("living_subsidy") & ~pl.col("living_underway")


@check(
    Subject.PERSON,
    Theme.HEALTH,
    Kind.SITUATION,
    Severity.NOTE,
    place="member_place",
    distorts=("people_with_card", "disabled_people_on_roster"),
    fix="有残疾的协助办证；没有的更正健康状况 | Help to get a card, or correct the roster.",
)
def disabled_on_roster_without_card() -> pl.Expr:
    """名册登记残疾但无残疾人证 | The roster says disabled, no card is known"""
    return pl.col("disabled") & ~HAS_CARD


@situation(
    place="member_place",
    distorts=("disabled_people_on_roster",),
    fix="按残疾人证更正名册健康状况 | Correct the roster by the card.",
)
def card_not_on_roster() -> pl.Expr:
    """持残疾人证但名册未登记残疾 | A card is older than the roster, whose health does not say disabled"""
    return (pl.col("card_since") < pl.col("described_on")) & ~pl.col("disabled")


@situation(
    place="member_place",
    distorts=("major_illness_people",),
    fix="按诊断更正名册健康状况 | Correct the roster by the diagnosis.",
)
def healthy_on_roster_with_diagnosis() -> pl.Expr:
    """已登记大病但名册未登记患大病 | A major disease was registered before the roster, which does not say so"""
    return (pl.col("major_since") < pl.col("described_on")) & ~pl.col("major_illness")


@situation(
    place="member_place",
    source=SCREENING,
    distorts=("uninsured_people",),
    fix="核实参保情况，动员并资助参保 | Verify; help the person to be insured.",
)
def uninsured() -> pl.Expr:
    """脱贫户或监测户成员未参加基本医保 | Without basic medical insurance in a lifted-out or monitored household"""
    return ~pl.col("insured") & WATCHED


@check(
    Subject.PERSON,
    Theme.HEALTH,
    Kind.CONTRADICTION,
    Severity.MUST_CORRECT,
    place="member_place",
    distorts=("uninsured_people",),
    fix="核实并保留一种医疗保险 | Verify, keep one kind of medical insurance.",
)
def both_medical_insurances() -> pl.Expr:
    """同时参加居民医保和职工医保 | Listed with both kinds of medical insurance"""
    return pl.col("medical_insurance") == "both"


@check(
    Subject.PERSON,
    Theme.HEALTH,
    Kind.CONTRADICTION,
    Severity.MUST_CORRECT,
    place="member_place",
    distorts=("pension_insured_people",),
    fix="核实并保留一种养老保险 | Verify, keep one kind of pension insurance.",
)
def both_pension_insurances() -> pl.Expr:
    """同时参加居民养老和职工养老 | Listed with both kinds of pension insurance"""
    return pl.col("pension_insurance") == "both"

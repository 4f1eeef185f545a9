"""收入 | The year's figures on the household sheet, against each other and against what was granted."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import OWN_ARITHMETIC, check
from features.checks.wording import Kind, Severity, Subject, Theme
from features.language import policy

contradiction = partial(check, Subject.HOUSEHOLD, Theme.INCOME, Kind.CONTRADICTION, Severity.MUST_CORRECT)

WAGE = pl.col("wage")
DIBAO = pl.col("dibao_recorded")
LEAST_WAGE, MOST_WAGE = policy("check_wage_least"), policy("check_wage_most")
STATED = pl.col("stated_net_income")
NET_INCOME = pl.col("net_income")


@contradiction(
    place="income_place",
    distorts=("wage_year", "net_income_year"),
    value=WAGE,
    unit="元",
    threshold=pl.when(WAGE < LEAST_WAGE).then(LEAST_WAGE).otherwise(MOST_WAGE),
    fix="核对单位（元、万元）与金额 | Check the unit (yuan, not 10,000 yuan) and the amount.",
)
def wage_outside() -> pl.Expr:
    """家庭年工资性收入超出合理范围 | Yearly wage income of the household is implausibly small or large"""
    return (WAGE > 0) & ((WAGE < LEAST_WAGE) | (WAGE > MOST_WAGE))


@contradiction(
    place="dibao_place",
    distorts=("transfer_year", "net_income_year"),
    value=DIBAO,
    unit="元",
    threshold=policy("check_dibao_least"),
    fix="核对低保金发放台账，填写全年金额 | Check the payment list; enter the whole year's amount.",
)
def dibao_amount_small() -> pl.Expr:
    """低保金金额过小 | The year's minimum living allowance is implausibly small"""
    return (DIBAO > 0) & (DIBAO < policy("check_dibao_least"))


@contradiction(
    place="income_place",
    distorts=("business_cost_year", "net_income_year"),
    value=pl.col("business"),
    unit="元",
    fix="补录生产经营性支出 | Enter the cost of business and farming.",
)
def business_without_cost() -> pl.Expr:
    """有生产经营性收入但无生产经营性支出 | Business income without any cost"""
    return (pl.col("business") > 0) & (pl.col("business_cost").fill_null(0.0) <= 0)


@check(
    Subject.HOUSEHOLD,
    Theme.INCOME,
    Kind.SITUATION,
    Severity.VERIFY,
    place="dibao_place",
    source="民政低保台账与采集表比对 | Civil affairs' list of grants against the household sheet",
    distorts=("on_minimum_living_allowance", "transfer_year"),
    value=DIBAO,
    unit="元",
    threshold=pl.lit(0.0),
    fix="与民政台账核对 | Compare with civil affairs' list.",
)
def dibao_income_without_grant() -> pl.Expr:
    """采集表有低保金但当年无低保待遇 | The sheet tells an allowance, no grant is known in that year"""
    return (DIBAO > 0) & ~pl.col("dibao_in_year")


@check(
    Subject.HOUSEHOLD,
    Theme.INCOME,
    Kind.SITUATION,
    Severity.VERIFY,
    place="income_place",
    source="民政低保台账与采集表比对 | Civil affairs' list of grants against the household sheet",
    distorts=("transfer_year", "net_income_year"),
    value=DIBAO.fill_null(0.0),
    unit="元",
    fix="与民政台账核对，补录低保金 | Compare with civil affairs' list; enter the allowance.",
)
def grant_without_dibao_income() -> pl.Expr:
    """全年享受低保但采集表无低保金 | The allowance was granted all year, the sheet tells none"""
    return pl.col("dibao_whole_year") & pl.col("transfers_are_itemised") & (DIBAO.fill_null(0.0) <= 0)


@contradiction(
    place="description_place",
    source=OWN_ARITHMETIC,
    distorts=("net_income_year", "net_income_per_person"),
    value=STATED,
    unit="元",
    threshold=NET_INCOME,
    fix="核对各项收入与支出，重新合计纯收入 | Check the parts; add the net income up again.",
)
def net_income_differs() -> pl.Expr:
    """纯收入与各项合计不符 | The stated net income differs from the sum of its parts"""
    same_year = pl.col("described_on") == pl.col("income_year_ends")
    difference = ((STATED - NET_INCOME) * 100).round().abs()
    return same_year & (difference > policy("check_net_income_tolerance") * 100)

"""The household's own business and farming: what it brings and costs, its land, and its links."""

from __future__ import annotations

import polars as pl

from features.domains.income.recorded import AMOUNT, CATEGORY, COMPARABLE, COST, SIGNED_AMOUNT, YEAR_BEFORE
from features.language import Measure, latest, quotient, ratio, value_of, whole_period_in_last, yearly
from features.language.views import COMBINED, HOUSEHOLD, INCOME
from features.registry import feature
from features.vocabulary import RiskType

BUSINESS = (CATEGORY == "business") & COMPARABLE


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_year() -> Measure:
    """最近年度生产经营性收入 | Business and farming income of the last year collected."""
    return yearly(AMOUNT, of=BUSINESS)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def business_year_before() -> Measure:
    """上一年度生产经营性收入 | Business and farming income of the year before the last collected."""
    return yearly(AMOUNT, of=BUSINESS, over=YEAR_BEFORE)


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_3m() -> Measure:
    """近3个月生产经营性收入月均 | Business income a month, of the periods recorded that lie wholly in the last 3 months."""
    return quotient("amount_yuan", "period_months", of=BUSINESS, over=whole_period_in_last(months=3))


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_6m() -> Measure:
    """近6个月生产经营性收入月均 | Business income a month, of the periods recorded that lie wholly in the last 6 months."""
    return quotient("amount_yuan", "period_months", of=BUSINESS, over=whole_period_in_last(months=6))


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def business_cost_year() -> Measure:
    """最近年度生产经营性支出 | Business and farming cost of the last year collected."""
    return yearly(AMOUNT, of=COST)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_net_year() -> Measure:
    """最近年度生产经营净收入（负数为亏损） | Business and farming income less its cost, below 0 when it made a loss."""
    return yearly(SIGNED_AMOUNT, of=BUSINESS | COST)


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def land() -> Measure:
    """耕地面积 | Arable land."""
    return latest("land_mu")


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def orchard() -> Measure:
    """林果面积 | Orchard and forest land."""
    return latest("forest_mu")


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def in_cooperative() -> Measure:
    """加入农民专业合作组织 | Member of a farmers' cooperative."""
    return latest(pl.col("in_cooperative").cast(pl.Float64))


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def led_by_enterprise() -> Measure:
    """有龙头企业带动 | Linked with a leading enterprise."""
    return latest(pl.col("led_by_enterprise").cast(pl.Float64))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_change() -> pl.Expr:
    """生产经营性收入与上一年之比 | Business and farming income over that of the year before."""
    return ratio(value_of("business_year"), value_of("business_year_before"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def business_without_cost() -> pl.Expr:
    """有生产经营性收入但没有登记支出 | Business income is recorded without any cost, so that its net figure is too good."""
    return (value_of("business_year") > 0) & (value_of("business_cost_year").fill_null(0.0) == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_without_link() -> pl.Expr:
    """有生产经营但未加入合作组织也无企业带动 | A business of its own, neither in a cooperative nor linked with an enterprise."""
    linked = (value_of("in_cooperative") > 0) | (value_of("led_by_enterprise") > 0)
    return (value_of("business_year") > 0) & ~linked

"""What was collected of each source in the last periods, in the national caliber and in that of the minimum living allowance."""

from __future__ import annotations

import polars as pl

from features.language import Measure, between_months, months_since, quotient, whole_period_in_last, yearly
from features.language.views import INCOME
from features.registry import feature
from features.vocabulary import RiskType

CATEGORY = pl.col("category")
AMOUNT = pl.col("amount_yuan")
COMPARABLE = pl.col("caliber").ne_missing(pl.lit("dibao"))
"""Figures made for the minimum living allowance take off job costs: they are not added to the others."""

WAGE = (CATEGORY == "wage") & COMPARABLE
PROPERTY = (CATEGORY == "property") & COMPARABLE
TRANSFER = CATEGORY.str.starts_with("transfer_")
ALLOWANCE = CATEGORY.is_in(["transfer_dibao", "transfer_tekun"])
"""What tops a household up to a line is no income when it is asked whether the household is under that line."""

EARNED = (CATEGORY.is_in(["wage", "business", "property"]) | TRANSFER) & COMPARABLE
COST = (CATEGORY == "business_cost") & COMPARABLE
SIGNED_AMOUNT = pl.when(COST).then(-AMOUNT).otherwise(AMOUNT)

IN_DIBAO_CALIBER = ~COMPARABLE & (CATEGORY.is_in(["wage", "business", "property", "business_cost"]) | TRANSFER)
SIGNED_IN_DIBAO_CALIBER = pl.when(CATEGORY == "business_cost").then(-AMOUNT).otherwise(AMOUNT)

A_TWELFTH = 1 / 12
"""Several kinds of transfers make one period, so that a mean of rows would not do: a year's figure is told by the month."""

YEAR_BEFORE = between_months(24, 12)
TWO_YEARS_BEFORE = between_months(36, 24)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wage_year() -> Measure:
    """最近年度工资性收入 | Wages of the last year collected."""
    return yearly(AMOUNT, of=WAGE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def wage_year_before() -> Measure:
    """上一年度工资性收入 | Wages of the year before the last collected."""
    return yearly(AMOUNT, of=WAGE, over=YEAR_BEFORE)


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wage_3m() -> Measure:
    """近3个月工资性收入月均 | Wages a month, of the periods recorded that lie wholly in the last 3 months."""
    return quotient("amount_yuan", "period_months", of=WAGE, over=whole_period_in_last(months=3))


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wage_6m() -> Measure:
    """近6个月工资性收入月均 | Wages a month, of the periods recorded that lie wholly in the last 6 months."""
    return quotient("amount_yuan", "period_months", of=WAGE, over=whole_period_in_last(months=6))


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def property_year() -> Measure:
    """最近年度财产性收入 | Property income of the last year collected."""
    return yearly(AMOUNT, of=PROPERTY)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def transfer_year() -> Measure:
    """最近年度转移性收入 | Transfers of the last year collected."""
    return yearly(AMOUNT, of=TRANSFER & COMPARABLE)


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def transfer_3m() -> Measure:
    """近3个月转移性收入月均 | Transfers a month, of the last period recorded that lies wholly in the last 3 months."""
    return yearly(AMOUNT * A_TWELFTH, of=TRANSFER & COMPARABLE, over=whole_period_in_last(months=3))


@feature(INCOME, unit="yuan per month", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def transfer_6m() -> Measure:
    """近6个月转移性收入月均 | Transfers a month, of the last period recorded that lies wholly in the last 6 months."""
    return yearly(AMOUNT * A_TWELFTH, of=TRANSFER & COMPARABLE, over=whole_period_in_last(months=6))


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def allowance_year() -> Measure:
    """最近年度低保金和特困供养金 | Minimum living allowance and support for the destitute in the last year collected."""
    return yearly(AMOUNT, of=ALLOWANCE & COMPARABLE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def net_income_year() -> Measure:
    """最近年度家庭纯收入 | Recorded income of all sources less business cost, last year collected."""
    return yearly(SIGNED_AMOUNT, of=EARNED | COST)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def net_income_year_before() -> Measure:
    """上一年度家庭纯收入 | Recorded net income of the year before the last collected."""
    return yearly(SIGNED_AMOUNT, of=EARNED | COST, over=YEAR_BEFORE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def net_income_two_years_before() -> Measure:
    """再上一年度家庭纯收入 | Recorded net income of two years before the last collected."""
    return yearly(SIGNED_AMOUNT, of=EARNED | COST, over=TWO_YEARS_BEFORE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def dibao_income_recorded() -> Measure:
    """登记的低保口径家庭收入（不含低保金） | Net income as civil affairs recorded it in their own caliber, without the allowance."""
    return yearly(SIGNED_IN_DIBAO_CALIBER, of=IN_DIBAO_CALIBER & ~ALLOWANCE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def insurance_payout_year() -> Measure:
    """最近年度家庭理赔收入 | Insurance payouts recorded for the last year collected."""
    return yearly(AMOUNT, of=CATEGORY == "insurance_payout")


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def compliant_self_paid_year() -> Measure:
    """最近年度合规自付支出 | Compliant self-paid expense recorded for the last year collected."""
    return yearly(AMOUNT, of=CATEGORY == "compliant_self_paid")


@feature(INCOME, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_income() -> Measure:
    """距最近一次收入登记的月数 | Months since the end of the last period with recorded income."""
    return months_since()

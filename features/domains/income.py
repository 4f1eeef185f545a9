"""收入 | Income as recorded, by source, for a year.

Sent by: rural affairs (collection of 1 October to 30 September), townships (calendar year). Late by: months. Recorded
income is managed and heaped and rarely crosses the line. Do not conclude: that a household above the line is safe.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, between_months, months_since, policy, ratio, value_of, yearly
from features.registry import feature
from features.views import COMBINED, INCOME
from features.vocabulary import RiskType

CATEGORY = pl.col("category")
AMOUNT = pl.col("amount_yuan")
TRANSFER = CATEGORY.str.starts_with("transfer_")
COMPARABLE = pl.col("caliber").ne_missing(pl.lit("dibao"))
"""Figures made for the minimum living allowance take off job costs: they are not added to the others."""
EARNED = (CATEGORY.is_in(["wage", "business", "property"]) | TRANSFER) & COMPARABLE
COST = (CATEGORY == "business_cost") & COMPARABLE
SIGNED_AMOUNT = pl.when(COST).then(-AMOUNT).otherwise(AMOUNT)
YEAR_BEFORE = between_months(24, 12)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wage_year() -> Measure:
    """最近年度工资性收入 | Wages of the last year collected."""
    return yearly(AMOUNT, of=(CATEGORY == "wage") & COMPARABLE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_year() -> Measure:
    """最近年度生产经营性收入 | Business and farming income of the last year collected."""
    return yearly(AMOUNT, of=(CATEGORY == "business") & COMPARABLE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def business_cost_year() -> Measure:
    """最近年度生产经营性支出 | Business and farming cost of the last year collected."""
    return yearly(AMOUNT, of=COST)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def property_year() -> Measure:
    """最近年度财产性收入 | Property income of the last year collected."""
    return yearly(AMOUNT, of=(CATEGORY == "property") & COMPARABLE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def transfer_year() -> Measure:
    """最近年度转移性收入 | Transfers of the last year collected."""
    return yearly(AMOUNT, of=TRANSFER & COMPARABLE)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def net_income_year() -> Measure:
    """最近年度家庭纯收入 | Recorded income of all sources less business cost, last year collected."""
    return yearly(SIGNED_AMOUNT, of=EARNED | COST)


@feature(INCOME, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def net_income_year_before() -> Measure:
    """上一年度家庭纯收入 | Recorded net income of the year before the last collected."""
    return yearly(SIGNED_AMOUNT, of=EARNED | COST, over=YEAR_BEFORE)


@feature(INCOME, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_income() -> Measure:
    """距最近一次收入登记的月数 | Months since the end of the last period with recorded income."""
    return months_since()


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def net_income_per_person() -> pl.Expr:
    """人均纯收入 | Recorded net income per person of the household as it is now."""
    return ratio(value_of("net_income_year"), value_of("persons"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_to_line() -> pl.Expr:
    """人均纯收入与监测线之比 | Recorded net income per person over the monitoring line in force."""
    return ratio(value_of("net_income_per_person"), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def reference_income_to_line() -> pl.Expr:
    """扣除医疗自付后人均收入与监测线之比 | Net income after the last 12 months' medical self-paid, per person, over the line."""
    after_illness = value_of("net_income_year") - value_of("self_paid_12m")
    return ratio(ratio(after_illness, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def income_change() -> pl.Expr:
    """纯收入与上一年之比 | Recorded net income over that of the year before."""
    return ratio(value_of("net_income_year"), value_of("net_income_year_before"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def wage_share() -> pl.Expr:
    """工资性收入占纯收入之比 | Wages over net income: how much hangs on work."""
    return ratio(value_of("wage_year"), value_of("net_income_year"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def transfer_share() -> pl.Expr:
    """转移性收入占纯收入之比 | Transfers over net income: dependence on support."""
    return ratio(value_of("transfer_year"), value_of("net_income_year"))

"""收入 | Income by source and by caliber, against the lines in force; land and links of the household's business.

Sent by: rural affairs (collection of 1 October to 30 September), townships (calendar year). Late by: months. Recorded
income is managed and heaped and rarely crosses the line. Do not conclude: that a household above the line is safe.

A `..._year` is the latest period that ended in the last 12 months, scaled to a year. What is collected more often than
once a year is also told by the month, from periods that lie wholly inside the window: a year's figure tells nothing
of the last three months.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    between_months,
    ended_in_last,
    latest,
    months_since,
    policy,
    quotient,
    ratio,
    share,
    underway,
    value_of,
    whole_period_in_last,
    yearly,
)
from features.registry import feature
from features.views import COMBINED, EMPLOYMENT, HOUSEHOLD, INCOME, MEMBERS
from features.vocabulary import RiskType

CATEGORY = pl.col("category")
AMOUNT = pl.col("amount_yuan")
COMPARABLE = pl.col("caliber").ne_missing(pl.lit("dibao"))
"""Figures made for the minimum living allowance take off job costs: they are not added to the others."""

WAGE = (CATEGORY == "wage") & COMPARABLE
BUSINESS = (CATEGORY == "business") & COMPARABLE
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

SOURCES = ("wage", "business", "property", "transfer")

AWAY = ["county", "province", "outside"]
"""Outside the township: who works there is a migrant worker in the words of the statistics."""


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


@feature(EMPLOYMENT, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def work_away_share_12m() -> Measure:
    """近12个月在册务工中乡镇外务工占比 | Share of the registered work of the last 12 months that was outside the township."""
    place = pl.col("place_tier")
    lately = underway() | ended_in_last(months=12)
    return share(place.is_in(AWAY), among=lately & place.is_not_null())


@feature(MEMBERS, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def roster_work_away_share() -> Measure:
    """名册登记务工人员中乡镇外务工占比 | Share of the roster's workers who worked outside the township."""
    place = pl.col("work_place")
    return share(place.is_in(AWAY), among=(pl.col("work_months") > 0) & place.is_not_null())


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


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def net_income_per_person() -> pl.Expr:
    """人均纯收入 | Recorded net income per person of the household as it is now."""
    return ratio(value_of("net_income_year"), value_of("persons"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_to_line() -> pl.Expr:
    """人均纯收入与监测线之比 | Recorded net income per person over the monitoring line in force."""
    return ratio(value_of("net_income_per_person"), policy("monitoring_line"))


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_margin() -> pl.Expr:
    """人均纯收入高出监测线的金额（负数为低于） | Recorded net income per person less the monitoring line, below 0 when under it."""
    return value_of("net_income_per_person") - policy("monitoring_line")


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def reference_income_per_person() -> pl.Expr:
    """人均参考收入（纯收入加理赔减合规自付） | Net income plus payouts less compliant self-paid expense, per person."""
    # The expense has to be told. A payout that is not told is taken for none: few households have one.
    after_payout = value_of("net_income_year") + value_of("insurance_payout_year").fill_null(0.0)
    return ratio(after_payout - value_of("compliant_self_paid_year"), value_of("persons"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def reference_income_to_line() -> pl.Expr:
    """人均参考收入与监测线之比 | Reference income per person over the monitoring line in force."""
    return ratio(value_of("reference_income_per_person"), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def income_after_bills_to_line() -> pl.Expr:
    """扣除近12个月医疗自付后人均收入与监测线之比 | Net income less the last 12 months' medical self-paid, per person, over the line."""
    # The reference income knows the expense of the year collected; the bills since then are known month by month.
    after_illness = value_of("net_income_year") - value_of("self_paid_12m")
    return ratio(ratio(after_illness, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def dibao_income_per_person() -> pl.Expr:
    """低保口径人均收入（扣除务工成本，不含低保金） | Income per person in the caliber of the minimum living allowance."""
    # As civil affairs recorded it; else from the national figure: the allowance left out, and wages of migrant workers
    # net of job cost. The sheets tell the household's wages as one sum, so the migrant part is taken to be as large as
    # the share of work outside the township, by the employment register or else by the roster.
    away = pl.coalesce(value_of("work_away_share_12m"), value_of("roster_work_away_share"))
    wages = value_of("wage_year")
    job_cost = pl.when(wages > 0).then(wages * away * policy("dibao_job_cost_share")).otherwise(0.0)
    computed = value_of("net_income_year") - value_of("allowance_year").fill_null(0.0) - job_cost
    return ratio(pl.coalesce(value_of("dibao_income_recorded"), computed), value_of("persons"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def dibao_income_to_line() -> pl.Expr:
    """低保口径人均收入与低保标准之比 | Income per person in the allowance's caliber over the allowance's line in force."""
    return ratio(value_of("dibao_income_per_person"), policy("dibao_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="falls")
def income_change() -> pl.Expr:
    """纯收入与上一年之比 | Recorded net income over that of the year before."""
    return ratio(value_of("net_income_year"), value_of("net_income_year_before"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wage_change() -> pl.Expr:
    """工资性收入与上一年之比 | Wages over those of the year before."""
    return ratio(value_of("wage_year"), value_of("wage_year_before"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def business_change() -> pl.Expr:
    """生产经营性收入与上一年之比 | Business and farming income over that of the year before."""
    return ratio(value_of("business_year"), value_of("business_year_before"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def income_swing_3y() -> pl.Expr:
    """近3年纯收入波动幅度 | Highest less lowest of the last three years' net income over their mean, two years at least."""
    years = [value_of(f"net_income_{year}") for year in ("year", "year_before", "two_years_before")]
    swing = pl.max_horizontal(years) - pl.min_horizontal(years)
    known = pl.sum_horizontal(year.is_not_null() for year in years)
    return pl.when(known > 1).then(ratio(swing, pl.mean_horizontal(years)))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def wage_share() -> pl.Expr:
    """工资性收入占纯收入之比 | Wages over net income: how much hangs on work."""
    return ratio(value_of("wage_year"), value_of("net_income_year"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def transfer_share() -> pl.Expr:
    """转移性收入占纯收入之比 | Transfers over net income: dependence on support."""
    return ratio(value_of("transfer_year"), value_of("net_income_year"))


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def income_concentration() -> pl.Expr:
    """收入来源集中度（100%为只有一种来源） | How far income hangs on one source: the sum of the squared shares of four sources."""
    sources = [value_of(f"{source}_year").clip(lower_bound=0) for source in SOURCES]
    whole = pl.sum_horizontal(sources)
    return ratio(pl.sum_horizontal(source * source for source in sources), whole * whole)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="either")
def business_without_cost() -> pl.Expr:
    """有生产经营性收入但没有登记支出 | Business income is recorded without any cost, so that its net figure is too good."""
    return (value_of("business_year") > 0) & (value_of("business_cost_year").fill_null(0.0) == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="rises")
def business_without_link() -> pl.Expr:
    """有生产经营但未加入合作组织也无企业带动 | A business of its own, neither in a cooperative nor linked with an enterprise."""
    linked = (value_of("in_cooperative") > 0) | (value_of("led_by_enterprise") > 0)
    return (value_of("business_year") > 0) & ~linked

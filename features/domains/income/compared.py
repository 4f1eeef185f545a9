"""Recorded income per person, against the lines in force, against the years before, and by how much hangs on one source."""

from __future__ import annotations

import polars as pl

from features.language import Measure, ended_in_last, policy, ratio, share, underway, value_of
from features.language.views import COMBINED, EMPLOYMENT, MEMBERS
from features.registry import feature
from features.vocabulary import RiskType

SOURCES = ("wage", "business", "property", "transfer")
AWAY = ["county", "province", "outside"]
"""Outside the township: who works there is a migrant worker in the words of the statistics."""


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

"""How heavily the bills weigh on the household's income."""

from __future__ import annotations

import polars as pl

from features.language import policy, ratio, value_of
from features.language.views import COMBINED
from features.registry import feature
from features.vocabulary import RiskType


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_to_income() -> pl.Expr:
    """近12个月医疗自付占年收入之比 | Medical self-paid of 12 months over recorded yearly net income."""
    return ratio(value_of("self_paid_12m"), value_of("net_income_year"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def notable_self_paid() -> pl.Expr:
    """近12个月医疗自付占收入比例达到关注线 | Medical self-paid reaches the share of income that begins to weigh."""
    # Without any income, or with a loss, whatever is paid is too much.
    share = policy("self_paid_share_notable") * pl.max_horizontal(value_of("net_income_year"), pl.lit(0.0))
    return pl.when(value_of("net_income_year").is_not_null()).then(
        (value_of("self_paid_12m") > 0) & (value_of("self_paid_12m") >= share)
    )


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def heavy_self_paid() -> pl.Expr:
    """近12个月医疗自付占收入比例达到重负担线 | Medical self-paid reaches the share of income that weighs heavily."""
    share = policy("self_paid_share_heavy") * pl.max_horizontal(value_of("net_income_year"), pl.lit(0.0))
    return pl.when(value_of("net_income_year").is_not_null()).then(
        (value_of("self_paid_12m") > 0) & (value_of("self_paid_12m") >= share)
    )


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def catastrophic_illness() -> pl.Expr:
    """近12个月医疗自付占收入比例达到灾难性支出线 | Medical self-paid reaches the catastrophic share of income."""
    share = policy("catastrophic_share") * pl.max_horizontal(value_of("net_income_year"), pl.lit(0.0))
    return pl.when(value_of("net_income_year").is_not_null()).then(
        (value_of("self_paid_12m") > 0) & (value_of("self_paid_12m") >= share)
    )


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_per_person_12m() -> pl.Expr:
    """近12个月人均医疗自付 | Medical self-paid of 12 months per person."""
    return ratio(value_of("self_paid_12m"), value_of("persons"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def largest_bill_to_income() -> pl.Expr:
    """近12个月单次最高自付占年收入之比 | The largest single self-paid bill of 12 months over recorded yearly net income."""
    return ratio(value_of("largest_self_paid_12m"), value_of("net_income_year"))

"""Flags about amounts: income, bills, losses, measures. Amounts that may be right and are mostly a slip of unit."""

from __future__ import annotations

import polars as pl

from features.records.contracts.flags.declaring import DELAY, at_most, flagged_unless, whole_years
from features.records.tables.rules import limit
from features.vocabulary import IllnessSetting

ONE_YUAN = 1
"""Parts of a bill are rounded one by one."""

LAYERS = ("basic_yuan", "major_yuan", "aid_yuan", "top_up_yuan")
PAID_BY_LAYERS = pl.sum_horizontal(LAYERS)
"""What the layers paid as far as it is told: an unknown layer can only add to it."""

OUTPATIENT = IllnessSetting.OUTPATIENT.value
DIAGNOSIS = IllnessSetting.DIAGNOSIS.value
A_YEAR_OF_IT = pl.col("amount_yuan") * 12 / pl.col("period_months")


@flagged_unless(
    "income",
    "amount_yuan",
    zh="单项收入或支出超过上限",
    en="one kind of income or cost is implausibly large for a year",
    to_do_zh="核对金额和单位（元，不是分）",
    to_do_en="compare the amount and its unit: yuan, not fen",
    value=A_YEAR_OF_IT,
    limit="contract_income_most",
)
def income_within_limit() -> pl.Expr:
    return limit("contract_income_most") >= A_YEAR_OF_IT


@flagged_unless(
    "households",
    "stated_net_income_yuan",
    zh="纯收入超过上限",
    en="the stated net income is implausibly large",
    to_do_zh="核对金额和单位（元，不是分）",
    to_do_en="compare the amount and its unit: yuan, not fen",
    limit="contract_income_most",
)
def net_income_within_limit() -> pl.Expr:
    return at_most("stated_net_income_yuan", "contract_income_most")


@flagged_unless(
    "households",
    "stated_net_income_yuan",
    zh="纯收入亏损超过上限",
    en="the stated net loss is implausibly large",
    to_do_zh="核对生产经营性支出和纯收入",
    to_do_en="compare the business cost and the net income",
    limit="contract_income_most",
)
def net_loss_within_limit() -> pl.Expr:
    return pl.col("stated_net_income_yuan") >= -limit("contract_income_most")


@flagged_unless(
    "illness",
    "total_yuan",
    zh="各项保险和救助支付合计超过总费用",
    en="what insurance and aid paid is more than the whole bill",
    to_do_zh="核对总费用和各项支付",
    to_do_en="compare the total and each layer's payment",
    value=PAID_BY_LAYERS,
)
def layers_within_total() -> pl.Expr:
    return pl.col("total_yuan") + ONE_YUAN >= PAID_BY_LAYERS


@flagged_unless(
    "illness",
    "self_paid_yuan",
    zh="个人自付超过总费用",
    en="the household paid more than the whole bill",
    to_do_zh="核对总费用和个人自付",
    to_do_en="compare the total and what the household paid",
)
def self_paid_within_total() -> pl.Expr:
    return pl.col("self_paid_yuan") <= pl.col("total_yuan") + ONE_YUAN


@flagged_unless(
    "illness",
    "total_yuan",
    zh="一次结算的总费用超过上限",
    en="one bill is implausibly large",
    to_do_zh="核对金额和单位（元，不是分）",
    to_do_en="compare the amount and its unit: yuan, not fen",
    limit="contract_bill_most",
)
def bill_within_limit() -> pl.Expr:
    return at_most("total_yuan", "contract_bill_most")


@flagged_unless(
    "illness",
    "total_yuan",
    zh="一次门诊的总费用超过上限",
    en="one out-patient bill is implausibly large",
    to_do_zh="核对就诊类型和金额",
    to_do_en="compare whether it was out-patient, and the amount",
    limit="contract_outpatient_bill_most",
)
def outpatient_bill_within_limit() -> pl.Expr:
    return (pl.col("setting") != OUTPATIENT) | at_most("total_yuan", "contract_outpatient_bill_most")


@flagged_unless(
    "illness",
    "total_yuan",
    zh="结算记录没有任何金额",
    en="a settled bill without any amount",
    to_do_zh="补填总费用和个人自付",
    to_do_en="give the total and what the household paid",
)
def bill_tells_an_amount() -> pl.Expr:
    told = pl.any_horizontal(pl.col("total_yuan", "self_paid_yuan").is_not_null())
    return (pl.col("setting") == DIAGNOSIS) | told


@flagged_unless(
    "illness",
    "total_yuan",
    zh="结算总费用为0",
    en="a bill of nothing",
    to_do_zh="核对金额；不知道时留空",
    to_do_en="compare the amount; leave it empty if unknown",
)
def bill_is_not_nothing() -> pl.Expr:
    return pl.col("total_yuan") != 0


@flagged_unless(
    "illness",
    "event_date",
    zh="结算多年后才首次得知",
    en="a bill told many years after it was settled",
    to_do_zh="核对结算日期的年份",
    to_do_en="compare the year with the source",
    value=DELAY,
    limit="contract_delay_years_most",
)
def bill_known_within_years() -> pl.Expr:
    # A diagnosis of long ago is registered whenever the register is first delivered.
    return (pl.col("setting") == DIAGNOSIS) | (limit("contract_delay_years_most") > DELAY)


@flagged_unless(
    "shocks",
    "loss_yuan",
    zh="损失金额为0",
    en="a loss of nothing",
    to_do_zh="核对金额；不知道时留空",
    to_do_en="compare the amount; leave it empty if unknown",
)
def loss_is_not_nothing() -> pl.Expr:
    return pl.col("loss_yuan") != 0


@flagged_unless(
    "shocks",
    "loss_yuan",
    zh="损失金额超过上限",
    en="the loss is implausibly large",
    to_do_zh="核对金额和单位（元）",
    to_do_en="compare the amount and its unit: yuan",
    limit="contract_loss_most",
)
def loss_within_limit() -> pl.Expr:
    return at_most("loss_yuan", "contract_loss_most")


@flagged_unless(
    "relocation",
    "housing_debt_yuan",
    zh="住房负债超过上限",
    en="the debt for the dwelling is implausibly large",
    to_do_zh="核对金额和单位（元）",
    to_do_en="compare the amount and its unit: yuan",
    limit="contract_housing_debt_most",
)
def housing_debt_within_limit() -> pl.Expr:
    return at_most("housing_debt_yuan", "contract_housing_debt_most")


@flagged_unless(
    "support",
    "amount_yuan",
    zh="帮扶金额超过上限",
    en="the measure is implausibly large",
    to_do_zh="核对金额和单位（元）",
    to_do_en="compare the amount and its unit: yuan",
    limit="contract_support_most",
)
def support_within_limit() -> pl.Expr:
    return at_most("amount_yuan", "contract_support_most")


@flagged_unless(
    "support",
    "ended_on",
    zh="帮扶措施持续时间过长",
    en="one measure lasts implausibly long",
    to_do_zh="核对开始和结束日期",
    to_do_en="compare both days with the source",
    value=whole_years("started_on", "ended_on"),
    limit="contract_support_years_most",
)
def support_within_years() -> pl.Expr:
    return whole_years("started_on", "ended_on") <= limit("contract_support_years_most")

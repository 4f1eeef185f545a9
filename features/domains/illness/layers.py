"""What each layer of insurance paid of the bills, what it left, and whether that is what the rule promises."""

from __future__ import annotations

import polars as pl

from features.domains.illness.bills import BILL, INPATIENT
from features.language import Measure, in_last, policy, quotient, total, value_of
from features.language.views import COMBINED, ILLNESS
from features.registry import feature
from features.vocabulary import RiskType

LEFT_BY_INSURANCE = pl.col("total_yuan") - pl.col("basic_yuan") - pl.col("major_yuan")
"""What basic and major-illness insurance leave to medical aid, top-up cover and the household."""


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="either")
def basic_insurance_12m() -> Measure:
    """近12个月基本医保支付 | Paid by basic insurance in the last 12 months."""
    return total("basic_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="either")
def major_insurance_12m() -> Measure:
    """近12个月大病保险支付 | Paid by major-illness insurance in the last 12 months."""
    return total("major_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="either")
def medical_aid_12m() -> Measure:
    """近12个月医疗救助支付 | Paid by medical aid in the last 12 months."""
    return total("aid_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="either")
def top_up_12m() -> Measure:
    """近12个月补充保险支付 | Paid by top-up cover in the last 12 months."""
    return total("top_up_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def after_insurance_12m() -> Measure:
    """近12个月基本医保和大病保险后剩余费用 | Left by basic and major-illness insurance in the last 12 months, before medical aid and top-up."""
    return total(LEFT_BY_INSURANCE, of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="share", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def reimbursed_share_12m() -> Measure:
    """近12个月医疗费用报销比例 | Share of the last 12 months' bills that the household did not have to pay."""
    reimbursed = quotient("self_paid_yuan", "total_yuan", of=BILL, over=in_last(months=12))
    return Measure((1 - reimbursed.value).clip(lower_bound=0), reimbursed.fits, reimbursed.rows)


@feature(ILLNESS, unit="share", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def inpatient_reimbursed_share_12m() -> Measure:
    """近12个月住院费用报销比例 | Share of the last 12 months' in-patient bills that the household did not have to pay."""
    paid = quotient("self_paid_yuan", "total_yuan", of=INPATIENT, over=in_last(months=12))
    return Measure((1 - paid.value).clip(lower_bound=0), paid.fits, paid.rows)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def reimbursed_below_rule_12m() -> pl.Expr:
    """近12个月住院报销比例低于政策应报比例的差距 | In-patient rate that the rule promises the household's group, less the rate it got."""
    promised = (
        pl.when(value_of("on_minimum_living_allowance") > 0)
        .then(policy("reimbursement_destitute"))
        .when(value_of("lifted_out") > 0)
        .then(policy("reimbursement_lifted_out"))
        .when(value_of("lifted_out") == 0)
        .then(policy("reimbursement_general"))
    )
    return (promised - value_of("inpatient_reimbursed_share_12m")).clip(lower_bound=0)

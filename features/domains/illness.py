"""疾病 | Bills, what each layer of insurance left to pay, and who is ill.

Sent by: medical insurance (settlements, monthly), health (diagnoses, monthly). Late by: 5 to 35 days. Misses: care paid
outside the insurance, some bills from other provinces. Do not conclude: that no bill means no illness.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    count,
    in_last,
    largest,
    months_since,
    people,
    policy,
    quotient,
    ratio,
    total,
    value_of,
)
from features.registry import feature
from features.views import COMBINED, ILLNESS
from features.vocabulary import RiskType

SETTING = pl.col("setting")
INPATIENT = SETTING == "inpatient"
OUTPATIENT = SETTING == "outpatient"
BILL = INPATIENT | OUTPATIENT
MAJOR = pl.col("disease_class") == "major"
CHRONIC = pl.col("disease_class") == "chronic"


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_1m() -> Measure:
    """近1个月医疗自付 | Medical bills paid by the household in the last month."""
    return total("self_paid_yuan", of=BILL, over=in_last(months=1))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_3m() -> Measure:
    """近3个月医疗自付 | Medical bills paid by the household in the last 3 months."""
    return total("self_paid_yuan", of=BILL, over=in_last(months=3))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_6m() -> Measure:
    """近6个月医疗自付 | Medical bills paid by the household in the last 6 months."""
    return total("self_paid_yuan", of=BILL, over=in_last(months=6))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_12m() -> Measure:
    """近12个月医疗自付 | Medical bills paid by the household in the last 12 months."""
    return total("self_paid_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def inpatient_self_paid_12m() -> Measure:
    """近12个月住院自付 | In-patient bills paid by the household in the last 12 months."""
    return total("self_paid_yuan", of=INPATIENT, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def outpatient_self_paid_1m() -> Measure:
    """近1个月门诊自付 | Out-patient bills paid by the household in the last month."""
    return total("self_paid_yuan", of=OUTPATIENT, over=in_last(months=1))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def largest_self_paid_12m() -> Measure:
    """近12个月单次最高自付 | The largest single self-paid bill in the last 12 months."""
    return largest("self_paid_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def medical_bills_12m() -> Measure:
    """近12个月医疗总费用 | Medical bills before any reimbursement in the last 12 months."""
    return total("total_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="either")
def medical_aid_12m() -> Measure:
    """近12个月医疗救助支付 | Paid by medical aid in the last 12 months."""
    return total("aid_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="count", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def admissions_12m() -> Measure:
    """近12个月住院次数 | Hospital stays in the last 12 months."""
    return count(of=INPATIENT, over=in_last(months=12))


@feature(ILLNESS, unit="count", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def admissions_3m() -> Measure:
    """近3个月住院次数 | Hospital stays in the last 3 months."""
    return count(of=INPATIENT, over=in_last(months=3))


@feature(ILLNESS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_in_hospital_12m() -> Measure:
    """近12个月住院人数 | Members in hospital in the last 12 months."""
    return people(of=INPATIENT, over=in_last(months=12))


@feature(ILLNESS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_major_disease() -> Measure:
    """确诊或因大病就医人数 | Members ever diagnosed with or treated for a major disease."""
    return people(of=MAJOR, over=pl.col("event_date") <= pl.col("as_of"))


@feature(ILLNESS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def new_major_disease_6m() -> Measure:
    """近6个月新登记大病人数 | Members registered with a major disease in the last 6 months."""
    return people(of=MAJOR & (SETTING == "diagnosis"), over=in_last(months=6))


@feature(ILLNESS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_chronic_disease() -> Measure:
    """确诊慢性病人数 | Members ever diagnosed with or treated for a chronic disease."""
    return people(of=CHRONIC, over=pl.col("event_date") <= pl.col("as_of"))


@feature(ILLNESS, unit="months", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def months_since_admission() -> Measure:
    """距最近一次住院的月数 | Months since the last hospital stay."""
    return months_since(of=INPATIENT)


@feature(ILLNESS, unit="ratio", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def reimbursed_share_12m() -> Measure:
    """近12个月医疗费用报销比例 | Share of the last 12 months' bills that the household did not have to pay."""
    reimbursed = quotient("self_paid_yuan", "total_yuan", of=BILL, over=in_last(months=12))
    return Measure(1 - reimbursed.value, reimbursed.fits, reimbursed.rows)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_to_income() -> pl.Expr:
    """近12个月医疗自付占年收入之比 | Medical self-paid of 12 months over recorded yearly net income."""
    return ratio(value_of("self_paid_12m"), value_of("net_income_year"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def catastrophic_illness() -> pl.Expr:
    """医疗自付达到灾难性支出 | Medical self-paid reaches the catastrophic share of income."""
    # Without any income, or with a loss, whatever is paid ruins.
    share = policy("catastrophic_share") * pl.max_horizontal(value_of("net_income_year"), pl.lit(0.0))
    return pl.when(value_of("net_income_year").is_not_null()).then(
        (value_of("self_paid_12m") > 0) & (value_of("self_paid_12m") >= share)
    )


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_per_person_12m() -> pl.Expr:
    """近12个月人均医疗自付 | Medical self-paid of 12 months per person."""
    return ratio(value_of("self_paid_12m"), value_of("persons"))

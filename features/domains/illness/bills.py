"""What the household paid of its medical bills, and how often somebody needed treatment."""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    against_history,
    count,
    in_last,
    largest,
    longest_run,
    months_since,
    months_with,
    people,
    slope,
    total,
)
from features.language.views import ILLNESS
from features.registry import feature
from features.vocabulary import RiskType

SETTING = pl.col("setting")
INPATIENT = SETTING == "inpatient"
OUTPATIENT = SETTING == "outpatient"
BILL = INPATIENT | OUTPATIENT
MAJOR = pl.col("disease_class") == "major"
CHRONIC = pl.col("disease_class") == "chronic"
INJURY = pl.col("disease_class") == "accident"


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
def major_self_paid_12m() -> Measure:
    """近12个月大病自付 | Bills for major diseases paid by the household in the last 12 months."""
    return total("self_paid_yuan", of=BILL & MAJOR, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_self_paid_12m() -> Measure:
    """近12个月慢性病自付 | Bills for chronic diseases paid by the household in the last 12 months."""
    return total("self_paid_yuan", of=BILL & CHRONIC, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ACCIDENT, risk_rises_when="rises")
def injury_self_paid_12m() -> Measure:
    """近12个月意外伤害医疗自付 | Bills for injuries paid by the household in the last 12 months."""
    return total("self_paid_yuan", of=BILL & INJURY, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def largest_self_paid_12m() -> Measure:
    """近12个月单次最高自付 | The largest single self-paid bill in the last 12 months."""
    return largest("self_paid_yuan", of=BILL, over=in_last(months=12))


@feature(ILLNESS, unit="yuan", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def medical_bills_12m() -> Measure:
    """近12个月医疗总费用 | Medical bills before any reimbursement in the last 12 months."""
    return total("total_yuan", of=BILL, over=in_last(months=12))


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


@feature(ILLNESS, unit="months", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def admission_run_12m() -> Measure:
    """近12个月连续住院的最长月数 | The most months in a row with a hospital stay, in the last 12 months."""
    return longest_run(of=INPATIENT, months=12)


@feature(ILLNESS, unit="months", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def months_since_admission() -> Measure:
    """距最近一次住院的月数 | Months since the last hospital stay."""
    return months_since(of=INPATIENT)


@feature(ILLNESS, unit="months", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def outpatient_months_12m() -> Measure:
    """近12个月有门诊费用的月数 | Months with an out-patient bill, of the last 12."""
    return months_with(of=OUTPATIENT, months=12)


@feature(ILLNESS, unit="yuan per month", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_trend_12m() -> Measure:
    """近12个月医疗自付逐月平均增加额（负数为减少） | How much the self-paid of a month rises from month to month over the last 12."""
    return slope("self_paid_yuan", of=BILL, months=12)


@feature(ILLNESS, unit="yuan per month", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def self_paid_against_history() -> Measure:
    """近3个月医疗自付月均比前9个月多出的金额（负数为减少） | Self-paid a month of the last 3 months less that of the 9 months before."""
    return against_history("self_paid_yuan", of=BILL, recent=3, history=12)

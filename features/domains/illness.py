"""疾病 | Bills by setting and class, what each layer of insurance paid and left, and who is ill.

Sent by: medical insurance (settlements, monthly), health (diagnoses, monthly). Late by: 5 to 35 days. Misses: care paid
outside the insurance, some bills from other provinces. Do not conclude: that no bill means no illness.

Four layers pay in turn: basic insurance, major-illness insurance, medical aid, top-up cover. The household pays the rest.
"""

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
    policy,
    quotient,
    ratio,
    slope,
    total,
    value_of,
)
from features.registry import feature
from features.views import COMBINED, ILLNESS, MEMBERS, PATIENTS
from features.vocabulary import RiskType

SETTING = pl.col("setting")
INPATIENT = SETTING == "inpatient"
OUTPATIENT = SETTING == "outpatient"
BILL = INPATIENT | OUTPATIENT
REGISTERED = SETTING == "diagnosis"
MAJOR = pl.col("disease_class") == "major"
CHRONIC = pl.col("disease_class") == "chronic"
INJURY = pl.col("disease_class") == "accident"

LEFT_BY_INSURANCE = pl.col("total_yuan") - pl.col("basic_yuan") - pl.col("major_yuan")
"""What basic and major-illness insurance leave to medical aid, top-up cover and the household."""


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


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_major_disease() -> Measure:
    """确诊或因大病就医人数 | Members ever diagnosed with or treated for a major disease."""
    return people(of=MAJOR)


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def new_major_disease_6m() -> Measure:
    """近6个月新登记大病人数 | Members first registered with a major disease in the last 6 months."""
    return people(of=MAJOR & REGISTERED, over=in_last(months=6))


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def new_major_disease_12m() -> Measure:
    """近12个月新登记大病人数 | Members first registered with a major disease in the last 12 months."""
    return people(of=MAJOR & REGISTERED, over=in_last(months=12))


@feature(PATIENTS, unit="months", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def months_since_major_disease() -> Measure:
    """距最近一次新登记大病的月数 | Months since a member was last newly registered with a major disease."""
    return months_since(of=MAJOR & REGISTERED)


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_chronic_disease() -> Measure:
    """确诊或因慢性病就医人数 | Members ever diagnosed with or treated for a chronic disease."""
    return people(of=CHRONIC)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def uninsured_ill_people() -> Measure:
    """患病且未参加基本医保人数 | Members whom the roster lists as ill and without basic medical insurance."""
    return count(of=~pl.col("insured") & (pl.col("major_illness") | pl.col("chronic")), stated="insured")


@feature(ILLNESS, unit="months", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def months_since_admission() -> Measure:
    """距最近一次住院的月数 | Months since the last hospital stay."""
    return months_since(of=INPATIENT)


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


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def major_patients() -> pl.Expr:
    """大病患者人数（病种登记与名册取多者） | Members with a major disease by the medical records or the roster, whichever has more."""
    return pl.max_horizontal(value_of("people_with_major_disease"), value_of("major_illness_people"))


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_patients() -> pl.Expr:
    """慢性病患者人数（病种登记与名册取多者） | Members with a chronic disease by the medical records or the roster, whichever has more."""
    return pl.max_horizontal(value_of("people_with_chronic_disease"), value_of("chronic_people"))


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

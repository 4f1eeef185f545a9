"""因病 | Medical bills against what the family lives on, and what was reimbursed of them."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, no
from models.reasons.topics.declaring import phrase, topic

topic(
    "medical_bills",
    "self_paid_1m self_paid_3m self_paid_6m self_paid_12m inpatient_self_paid_12m outpatient_self_paid_1m "
    "major_self_paid_12m chronic_self_paid_12m largest_self_paid_12m medical_bills_12m after_insurance_12m "
    "basic_insurance_12m major_insurance_12m medical_aid_12m top_up_12m self_paid_per_person_12m self_paid_to_income "
    "largest_bill_to_income catastrophic_illness heavy_self_paid notable_self_paid self_paid_against_history "
    "self_paid_trend_12m compliant_self_paid_year income_after_bills_to_line screened_inpatient_self_paid "
    "screened_outpatient_self_paid screened_medical_burden screened_self_paid_against_rural_income",
    raises=[
        phrase(
            "without_income",
            "近12个月医疗自付{self_paid_12m}，全家一年没有纯收入",
            "{self_paid_12m} of medical bills paid by the family in 12 months, without any net income in the year",
            at_least("self_paid_12m", 1_000),
            at_most("net_income_year", 0),
        ),
        phrase(
            "catastrophic",
            "近12个月医疗自付{self_paid_12m}，相当于全家年收入的{self_paid_to_income:share}（灾难性支出线{policy.catastrophic_share:share}）",
            "{self_paid_12m} of medical bills paid by the family in 12 months, {self_paid_to_income:share of} its yearly income "
            "(catastrophic from {policy.catastrophic_share:share})",
            at_least("self_paid_12m", 1_000),
            at_least("self_paid_to_income", "policy.catastrophic_share"),
        ),
        phrase(
            "below_line_after_bills",
            "近12个月医疗自付{self_paid_12m}，扣除后人均收入只有监测线的{income_after_bills_to_line:share}",
            "{self_paid_12m} of medical bills paid by the family in 12 months; what is left of its income is "
            "{income_after_bills_to_line:share} of the monitoring line a person",
            at_least("self_paid_12m", 1_000),
            below("income_after_bills_to_line", 1),
            unless="burdens",
        ),
        phrase(
            "share_of_income",
            "近12个月医疗自付{self_paid_12m}，相当于全家年收入的{self_paid_to_income:share}",
            "{self_paid_12m} of medical bills paid by the family in 12 months, {self_paid_to_income:share of} its yearly income",
            at_least("self_paid_12m", 1_000),
            at_least("self_paid_to_income", "policy.self_paid_share_notable"),
        ),
        phrase(
            "more_than_before",
            "近3个月医疗自付{self_paid_3m}，平均每月比之前9个月多{self_paid_against_history}",
            "{self_paid_3m} of medical bills paid by the family in 3 months, {self_paid_against_history} a month more than in the 9 "
            "months before",
            at_least("self_paid_3m", 1_000),
            at_least("self_paid_against_history", 300),
        ),
        phrase(
            "one_large_bill",
            "{seen:month}一笔医疗费自付{seen.self_paid_yuan:yuan}{seen:sent}",
            "one medical bill in {seen:month} of which the family paid {seen.self_paid_yuan:yuan}{seen:sent}",
            at_least("largest_self_paid_12m", 2_000),
            seen="largest_self_paid_12m",
            largest="self_paid_yuan",
        ),
        phrase(
            "many_bills",
            "近12个月看病总费用{medical_bills_12m}，自家付了{self_paid_12m}",
            "{medical_bills_12m} of medical bills in 12 months, of which the family paid {self_paid_12m}",
            at_least("self_paid_12m", 1_000),
        ),
        phrase(
            "yearly_record",
            "上次年度采集登记医疗自付{compliant_self_paid_year}{seen:sent}",
            "{compliant_self_paid_year} of medical expense paid by the family on the last yearly record{seen:sent}",
            at_least("compliant_self_paid_year", 1_000),
            seen="compliant_self_paid_year",
        ),
    ],
    protects=[
        phrase(
            "medical_aid",
            "近12个月医疗救助支付了{medical_aid_12m}",
            "{medical_aid_12m} of the medical bills of 12 months paid by medical aid",
            at_least("medical_aid_12m", 500),
            below("self_paid_to_income", "policy.self_paid_share_notable"),
        ),
        phrase(
            "small_share",
            "近12个月医疗自付{self_paid_12m}，只相当于全家年收入的{self_paid_to_income:share}",
            "{self_paid_12m} of medical bills paid by the family in 12 months, only {self_paid_to_income:share of} its yearly income",
            below("self_paid_to_income", 0.05),
        ),
        phrase(
            "none",
            "近12个月没有医疗费用记录",
            "no medical bills on record in 12 months",
            no("medical_bills_12m"),
            below("compliant_self_paid_year", 1_000),
        ),
    ],
    ask="问治病还要花多少钱，是否借了债，有没有申请过医疗救助 | Ask what treatment will still cost, whether money was borrowed, and "
    "whether medical aid was applied for",
)

topic(
    "reimbursement",
    "reimbursed_share_12m inpatient_reimbursed_share_12m reimbursed_below_rule_12m",
    raises=[
        phrase(
            "below_rule",
            "近12个月住院费用只报销了{inpatient_reimbursed_share_12m:share}，比政策规定的少{reimbursed_below_rule_12m:points}",
            "only {inpatient_reimbursed_share_12m:share} of the in-patient bills of 12 months reimbursed, "
            "{reimbursed_below_rule_12m:points} less than the rule promises",
            at_least("reimbursed_below_rule_12m", 0.1),
            at_least("inpatient_self_paid_12m", 1_000),
        ),
        phrase(
            "nothing",
            "近12个月的住院费用还没有报销",
            "nothing reimbursed yet of the in-patient bills of 12 months",
            below("inpatient_reimbursed_share_12m", 0.005),
            at_least("inpatient_self_paid_12m", 1_000),
        ),
        phrase(
            "low",
            "近12个月看病费用只报销了{reimbursed_share_12m:share}",
            "only {reimbursed_share_12m:share} of the medical bills of 12 months reimbursed",
            below("reimbursed_share_12m", 0.5),
            at_least("self_paid_12m", 1_000),
        ),
    ],
    protects=[
        phrase(
            "high",
            "近12个月看病费用报销了{reimbursed_share_12m:share}",
            "{reimbursed_share_12m:share} of the medical bills of 12 months reimbursed",
            at_least("reimbursed_share_12m", 0.7),
            at_least("medical_bills_12m", 1_000),
        ),
    ],
    ask="看有没有还没报销的单据，问在哪里看的病、是否办过转诊备案 | Look for bills not yet claimed; ask where the treatment was and whether "
    "the referral was registered",
)

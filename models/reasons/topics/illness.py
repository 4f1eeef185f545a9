"""因病 | Bills against income, patients with the day on which they were registered, insurance."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, below
from models.reasons.topics.declaring import phrase, topic

topic(
    "medical_bills",
    "self_paid_1m self_paid_3m self_paid_6m self_paid_12m inpatient_self_paid_12m outpatient_self_paid_1m "
    "largest_self_paid_12m medical_bills_12m after_insurance_12m basic_insurance_12m major_insurance_12m medical_aid_12m "
    "top_up_12m self_paid_per_person_12m self_paid_to_income largest_bill_to_income catastrophic_illness heavy_self_paid "
    "notable_self_paid self_paid_against_history self_paid_trend_12m compliant_self_paid_year income_after_bills_to_line "
    "reimbursed_share_12m inpatient_reimbursed_share_12m reimbursed_below_rule_12m screened_inpatient_self_paid "
    "screened_outpatient_self_paid screened_medical_burden screened_self_paid_against_rural_income",
    raises=[
        phrase(
            "catastrophic",
            "近12个月医疗自付{self_paid_12m}，相当于全家年收入的{self_paid_to_income:share}（灾难性支出线{policy.catastrophic_share:share}）",
            "{self_paid_12m} of medical bills paid by the family in 12 months, {self_paid_to_income:share} of its yearly income "
            "(catastrophic from {policy.catastrophic_share:share})",
            at_least("self_paid_to_income", "policy.catastrophic_share"),
        ),
        phrase(
            "below_line_after_bills",
            "近12个月医疗自付{self_paid_12m}，扣除后人均收入只有监测线的{income_after_bills_to_line:share}",
            "{self_paid_12m} of medical bills paid by the family in 12 months; what is left of its income is "
            "{income_after_bills_to_line:share} of the monitoring line a person",
            at_least("self_paid_12m", 1_000),
            below("income_after_bills_to_line", 1),
            at_least("income_after_bills_to_line", 0.005),
        ),
        phrase(
            "share_of_income",
            "近12个月医疗自付{self_paid_12m}，相当于全家年收入的{self_paid_to_income:share}",
            "{self_paid_12m} of medical bills paid by the family in 12 months, {self_paid_to_income:share} of its yearly income",
            at_least("self_paid_12m", 1_000),
            at_least("self_paid_to_income", 0.05),
        ),
        phrase(
            "large_bills",
            "近12个月看病总费用{medical_bills_12m}，自家付了{self_paid_12m}",
            "{medical_bills_12m} of medical bills in 12 months, of which the family paid {self_paid_12m}",
            at_least("self_paid_12m", 1_000),
        ),
        phrase(
            "compliant_expense",
            "最近年度登记的合规自付支出{compliant_self_paid_year}",
            "{compliant_self_paid_year} of compliant medical expense on the last yearly record",
            at_least("compliant_self_paid_year", 1_000),
        ),
    ],
    protects=[
        phrase(
            "mostly_reimbursed",
            "近12个月医疗费用报销了{reimbursed_share_12m}",
            "{reimbursed_share_12m} of the medical bills of 12 months were reimbursed",
            at_least("reimbursed_share_12m", 0.7),
            at_least("medical_bills_12m", 1_000),
        ),
    ],
    ask="看有没有还没报销的单据，问是否申请过医疗救助 | Look for bills not yet claimed; ask whether medical aid was applied for",
)

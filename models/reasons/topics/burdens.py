"""其他 | What bills, losses and fees leave of the income, and troubles that meet in one household.

A sum speaks for its largest part: it is told where several parts meet, or where no part of it is told by itself.
"""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, between
from models.reasons.topics.declaring import phrase, topic

PARTS = "medical_bills disaster accident business_failed struck"

topic(
    "burdens",
    "burdens_12m burdens_to_income income_after_burdens_to_line",
    raises=[
        phrase(
            "bills_and_losses_eat_the_income",
            "近12个月看病自付{self_paid_12m}，又有损失{losses_12m}，超过了全家一年的收入",
            "{self_paid_12m} of medical bills paid by the family and {losses_12m} lost in 12 months, more than its yearly income",
            at_least("self_paid_12m", 1_000),
            at_least("losses_12m", 1_000),
            at_least("burdens_to_income", 1),
        ),
        phrase(
            "bills_and_losses",
            "近12个月看病自付{self_paid_12m}，又有损失{losses_12m}，扣掉后人均收入只有监测线的{income_after_burdens_to_line:share}",
            "{self_paid_12m} of medical bills paid by the family and {losses_12m} lost in 12 months; what is left of its income "
            "is {income_after_burdens_to_line:share} of the monitoring line a person",
            at_least("self_paid_12m", 1_000),
            at_least("losses_12m", 1_000),
            between("income_after_burdens_to_line", 0.005, 1.3),
        ),
        phrase(
            "bills_and_schooling_eat_the_income",
            "近12个月看病自付{self_paid_12m}，上学又花{education_cost_year}，超过了全家一年的收入",
            "{self_paid_12m} of medical bills paid by the family and {education_cost_year} of schooling cost in 12 months, more "
            "than its yearly income",
            at_least("self_paid_12m", 1_000),
            at_least("education_cost_year", 1_000),
            at_least("burdens_to_income", 1),
        ),
        phrase(
            "bills_and_schooling",
            "近12个月看病自付{self_paid_12m}，上学又花{education_cost_year}，扣掉后人均收入只有监测线的{income_after_burdens_to_line:share}",
            "{self_paid_12m} of medical bills paid by the family and {education_cost_year} of schooling cost in 12 months; what is "
            "left of its income is {income_after_burdens_to_line:share} of the monitoring line a person",
            at_least("self_paid_12m", 1_000),
            at_least("education_cost_year", 1_000),
            between("income_after_burdens_to_line", 0.005, 1.3),
        ),
        phrase(
            "losses_and_schooling",
            "近12个月损失{losses_12m}，上学又花{education_cost_year}，扣掉后人均收入只有监测线的{income_after_burdens_to_line:share}",
            "{losses_12m} lost and {education_cost_year} of schooling cost in 12 months; what is left of the income is "
            "{income_after_burdens_to_line:share} of the monitoring line a person",
            at_least("losses_12m", 1_000),
            at_least("education_cost_year", 1_000),
            between("income_after_burdens_to_line", 0.005, 1.3),
        ),
        phrase(
            "eat_the_income",
            "近12个月看病、损失和上学共花{burdens_12m}，超过了全家一年的收入",
            "{burdens_12m} of bills, losses and schooling cost in 12 months, more than the yearly income",
            at_least("burdens_12m", 1_000),
            at_least("burdens_to_income", 1),
            unless=PARTS,
        ),
        phrase(
            "left",
            "近12个月看病、损失和上学共花{burdens_12m}，扣掉后人均收入只有监测线的{income_after_burdens_to_line:share}",
            "{burdens_12m} of bills, losses and schooling cost in 12 months; what is left of the income is "
            "{income_after_burdens_to_line:share} of the monitoring line a person",
            at_least("burdens_12m", 1_000),
            between("income_after_burdens_to_line", 0.005, 1.3),
            unless=PARTS,
        ),
        phrase(
            "against_income",
            "近12个月看病、损失和上学共花{burdens_12m}，相当于全家年收入的{burdens_to_income:share}",
            "{burdens_12m} of bills, losses and schooling cost in 12 months, {burdens_to_income:share} of yearly income",
            at_least("burdens_12m", 1_000),
            between("burdens_to_income", 0.05, 1),
            unless=PARTS,
        ),
    ],
    protects=[
        phrase(
            "enough_left",
            "扣掉看病、损失和上学的花费，人均收入还有监测线的{income_after_burdens_to_line:share}",
            "after bills, losses and schooling cost {income_after_burdens_to_line:share} of the monitoring line left a person",
            at_least("income_after_burdens_to_line", 1.5),
            at_most("burdens_to_income", 0.2),
        ),
    ],
    ask="问这些钱是借的还是攒的，还有哪些账要付 | Ask whether this was paid from savings or borrowed, and what is still to pay",
)

topic(
    "troubles_at_once",
    "kinds_of_trouble risk_types_at_once",
    raises=[
        phrase(
            "meet",
            "近期有{kinds_of_trouble:kinds}难处赶在一起",
            "{kinds_of_trouble:kinds} of trouble at once",
            at_least("kinds_of_trouble", 2),
        ),
        phrase(
            "risks_meet",
            "眼下有{risk_types_at_once:kinds}难处赶在一起",
            "{risk_types_at_once:kinds} of trouble at once",
            at_least("risk_types_at_once", 2),
        ),
    ],
    ask="问眼下最难的是哪一样，先帮哪一样 | Ask which of them weighs most and what to help with first",
)

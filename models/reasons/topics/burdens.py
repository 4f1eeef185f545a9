"""其他 | What bills, losses and fees leave of the income, and troubles that meet in one household.

A sum speaks for its largest part: it is told where two parts meet that are heavy each, or where no part of it is told
by itself; and beside the parts it is held against another yardstick, the monitoring line.
"""

from __future__ import annotations

from models.reasons.topics.conditions import Condition, at_least, at_most, between, yes
from models.reasons.topics.declaring import Phrase, phrase, topic

HEAVY = 0.1
"""Of the yearly income."""

BILLS, LOSSES, SCHOOLING = (
    at_least(share, HEAVY) for share in ("self_paid_to_income", "losses_to_income", "education_net_cost_to_income")
)
PARTS = "medical_bills schooling_cost disaster accident business_failed struck"


def _spent(name: str, zh: str, en: str, *heavy: Condition, unless: str = "") -> list[Phrase]:
    """What was spent on something, in three degrees: more than there is, more than leaves the line, a part of the income."""
    return [
        phrase(
            f"{name}_eat_the_income",
            f"近12个月{zh}{{burdens_12m}}，超过了全家一年的收入",
            f"{{burdens_12m}} spent in 12 months on {en}, more than the yearly income",
            *heavy,
            at_least("burdens_to_income", 1),
            unless=unless,
        ),
        phrase(
            f"{name}_leave_less_than_the_line",
            f"近12个月{zh}{{burdens_12m}}，扣掉后人均收入只有监测线的{{income_after_burdens_to_line:share}}",
            f"{{burdens_12m}} spent in 12 months on {en}; what is left of the income is "
            "{income_after_burdens_to_line:share of} the monitoring line a person",
            *heavy,
            between("income_after_burdens_to_line", 0.005, 1),
            unless=unless,
        ),
        phrase(
            f"{name}_against_the_income",
            f"近12个月{zh}{{burdens_12m}}，相当于全家年收入的{{burdens_to_income:share}}",
            f"{{burdens_12m}} spent in 12 months on {en}, {{burdens_to_income:share of}} the yearly income",
            *heavy,
            between("burdens_to_income", HEAVY, 1),
            unless=unless,
        ),
    ]


topic(
    "burdens",
    "burdens_12m burdens_to_income income_after_burdens_to_line",
    raises=[
        *_spent("bills_and_losses", "看病加上变故损失共", "medical bills and losses", BILLS, LOSSES),
        *_spent("bills_and_schooling", "看病加上学共花", "medical bills and schooling", BILLS, SCHOOLING),
        *_spent("losses_and_schooling", "变故损失加上学共", "losses and schooling", LOSSES, SCHOOLING),
        *_spent("bills", "看病等共花", "medical bills and the like", BILLS, unless=PARTS),
        *_spent("losses", "变故损失等共", "losses and the like", LOSSES, unless=PARTS),
        *_spent("schooling", "上学等共花", "schooling and the like", SCHOOLING, unless=PARTS),
    ],
    protects=[
        phrase(
            "enough_left",
            "扣掉看病、上学等花费，人均收入还有监测线的{income_after_burdens_to_line:share}",
            "after bills and schooling cost {income_after_burdens_to_line:share of} the monitoring line left a person",
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
            "many",
            "近期有{kinds_of_trouble:kinds}难处赶在一起",
            "{kinds_of_trouble:kinds} of trouble at once",
            at_least("kinds_of_trouble", 3),
            unless="burdens",
        ),
        phrase(
            "hospital_and_event",
            "家里有人住院，又遇到变故损失{losses_12m}",
            "a hospital stay in the family, and {losses_12m} lost by an event",
            yes("admissions_12m"),
            at_least("losses_12m", 300),
            unless="burdens struck disaster accident business_failed",
        ),
        phrase(
            "event_and_work",
            "家里遇到变故损失{losses_12m}，又有人没了活",
            "{losses_12m} lost by an event, and work that ended",
            yes("jobs_ended_3m"),
            at_least("losses_12m", 300),
            unless="struck disaster accident business_failed",
        ),
        phrase(
            "hospital_and_work",
            "家里有人住院，又有人没了活",
            "a hospital stay in the family, and work that ended",
            yes("admissions_12m"),
            yes("jobs_ended_3m"),
        ),
        phrase(
            "hospital_and_disability",
            "家里有人重残，又有人住院",
            "a severely disabled member, and a hospital stay in the family",
            yes("admissions_12m"),
            yes("people_severely_disabled"),
        ),
        phrase(
            "work_and_disability",
            "家里有人重残，又有人没了活",
            "a severely disabled member, and work that ended",
            yes("jobs_ended_3m"),
            yes("people_severely_disabled"),
        ),
        phrase(
            "hospital_and_student",
            "家里有人住院，又有高中以上的学生要供",
            "a hospital stay in the family, and a student beyond compulsory schooling",
            yes("people_in_hospital_12m"),
            yes("students_after_compulsory"),
            unless="burdens",
        ),
        phrase(
            "several",
            "眼下有{risk_types_at_once:kinds}难处赶在一起",
            "{risk_types_at_once:kinds} of trouble at once",
            at_least("risk_types_at_once", 3),
            unless="burdens",
        ),
    ],
    ask="问眼下最难的是哪一样，先帮哪一样 | Ask which of them weighs most and what to help with first",
)

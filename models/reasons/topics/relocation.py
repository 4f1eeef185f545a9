"""其他 | After the move to a settlement: debt for the dwelling, the flat, and the visits that follow up."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, no, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "housing_debt",
    "housing_debt housing_debt_rise debt_to_income screened_relocated_in_debt",
    raises=[
        phrase(
            "grew",
            "搬迁住房还欠{housing_debt}，比一年前多{housing_debt_rise}",
            "{housing_debt} of debt for the dwelling after the move, {housing_debt_rise} more than a year ago",
            at_least("housing_debt", 1_000),
            at_least("housing_debt_rise", 500),
        ),
        phrase(
            "against_income",
            "搬迁住房还欠{housing_debt}，相当于全家年收入的{debt_to_income:share}",
            "{housing_debt} of debt for the dwelling after the move, {debt_to_income:share of} yearly income",
            at_least("housing_debt", 1_000),
            at_least("debt_to_income", 0.05),
        ),
        phrase(
            "owed",
            "搬迁住房还欠{housing_debt}",
            "{housing_debt} of debt for the dwelling after the move",
            at_least("housing_debt", 1_000),
        ),
    ],
    ask="问欠的是谁的钱、每月还多少、还得上吗 | Ask whom the money is owed to, what is paid back each month, and whether that can be kept up",
)

topic(
    "settlement",
    "relocated moved_12m months_since_move empty_flat follow_ups_12m months_since_follow_up",
    raises=[
        phrase(
            "empty",
            "{seen:month}走访时安置房没人住{seen:sent}",
            "flat in the settlement found empty in {seen:month}{seen:sent}",
            yes("empty_flat"),
            seen="empty_flat",
        ),
        phrase(
            "just_moved",
            "搬到安置点才{months_since_move}",
            "moved to the settlement only {months_since_move} ago",
            yes("moved_12m"),
        ),
        phrase(
            "visited_long_ago",
            "最近一次搬迁后续走访还是{seen:month}",
            "last follow-up after the move as long ago as {seen:month}",
            at_least("months_since_follow_up", 18),
            seen="months_since_follow_up",
        ),
    ],
    protects=[
        phrase(
            "followed_up",
            "搬迁后有人跟进，近12个月后续走访{follow_ups_12m}",
            "followed up after the move, visited {follow_ups_12m} in 12 months",
            no("empty_flat"),
        ),
    ],
    ask="看安置房住没住人，问搬来以后靠什么生活、还习惯吗 | Look whether the flat is lived in; ask what the family lives on since the move",
)

DECLARED.leave_untold("what was owed a year before is told beside what is owed now", "housing_debt_year_before")

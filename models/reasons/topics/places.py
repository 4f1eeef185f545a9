"""各类 | Where the household lives: what strikes its neighbours, and how far it is to the road."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "work_around",
    "village_job_loss_rate village_zero_employment_rate settlement_job_loss_rate settlement_zero_employment_rate",
    raises=[
        phrase(
            "jobs_lost_in_the_village",
            "同村每100户约有{village_job_loss_rate:per hundred}户近3个月有人结束务工",
            "about {village_job_loss_rate:per hundred} in 100 households of the village with work that ended in the last 3 months",
            at_least("village_job_loss_rate", 0.05),
        ),
        phrase(
            "jobs_lost_in_the_settlement",
            "同一安置点每100户约有{settlement_job_loss_rate:per hundred}户近3个月有人结束务工",
            "about {settlement_job_loss_rate:per hundred} in 100 households of the settlement with work that ended in the last 3 months",
            at_least("settlement_job_loss_rate", 0.05),
        ),
        phrase(
            "nobody_works_in_the_village",
            "同村有劳动力的每100户约有{village_zero_employment_rate:per hundred}户目前无人务工",
            "about {village_zero_employment_rate:per hundred} in 100 households of the village with labour but nobody at work",
            at_least("village_zero_employment_rate", 0.1),
        ),
        phrase(
            "nobody_works_in_the_settlement",
            "同一安置点有劳动力的每100户约有{settlement_zero_employment_rate:per hundred}户目前无人务工",
            "about {settlement_zero_employment_rate:per hundred} in 100 households of the settlement with labour but nobody at work",
            at_least("settlement_zero_employment_rate", 0.1),
        ),
    ],
    ask="问附近招不招工、有没有车间或公益性岗位可去 | Ask what work there is nearby, in workshops or public-interest posts",
)

topic(
    "events_around",
    "village_shock_rate",
    raises=[
        phrase(
            "struck",
            "同村每100户约有{village_shock_rate:per hundred}户近12个月受灾、出事故或产业失败",
            "about {village_shock_rate:per hundred} in 100 households of the village struck by disaster, accident or a failed "
            "project in 12 months",
            at_least("village_shock_rate", 0.04),
        ),
    ],
    ask="问村里受灾时这户有没有受影响 | Ask whether what struck the village struck this household, too",
)

topic(
    "identified_around",
    "village_identified_rate settlement_identified_rate",
    raises=[
        phrase(
            "in_the_village",
            "同村每100户约有{village_identified_rate:per hundred}户近12个月纳入监测",
            "about {village_identified_rate:per hundred} in 100 households of the village identified as monitored in 12 months",
            at_least("village_identified_rate", 0.02),
        ),
        phrase(
            "in_the_settlement",
            "同一安置点每100户约有{settlement_identified_rate:per hundred}户近12个月纳入监测",
            "about {settlement_identified_rate:per hundred} in 100 households of the settlement identified as monitored in 12 months",
            at_least("settlement_identified_rate", 0.02),
        ),
    ],
    ask="问村里别家的难处这户有没有 | Ask whether the household shares the difficulties of its neighbours",
)

topic(
    "remote",
    "distance_to_road",
    raises=[
        phrase(
            "far",
            "离村主干路{distance_to_road}",
            "{distance_to_road} to the village's main road",
            at_least("distance_to_road", 2),
        ),
    ],
    ask="问看病、上学、卖东西怎么出门 | Ask how the family gets to the doctor, to school and to market",
)

DECLARED.leave_untold("what a household is, not what happens to it; it stands beside its name", "lifted_out persons")
DECLARED.leave_untold("how old the word of a roster is says nothing of the household", "months_since_roster")

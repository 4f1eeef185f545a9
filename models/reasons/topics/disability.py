"""因残 | Who is disabled, since when and how severely; the subsidies that are due and received; cards not yet given."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, between, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "disability",
    "people_with_card people_severely_disabled people_disabled_in_senses people_disabled_in_limbs people_disabled_in_mind "
    "people_severely_disabled_in_mind most_severe_grade new_cards_12m new_severe_disability_12m worsened_12m "
    "months_since_card months_since_severe_card several_disabled severe_without_carer disability_and_elders "
    "disability_and_single_earner screened_new_severe_disability",
    raises=[
        phrase(
            "without_carer",
            "{seen:who}重度残疾，家里没有劳动力照料",
            "{seen:who}: severely disabled, with nobody in the family who has labour to give care",
            yes("severe_without_carer"),
            seen="people_severely_disabled",
            unless="labour",
        ),
        phrase(
            "worsened",
            "{seen:who}近12个月残疾等级加重{seen:sent}",
            "{seen:who}: grade of disability became more severe in 12 months{seen:sent}",
            yes("worsened_12m"),
            seen="worsened_12m",
        ),
        phrase(
            "new_severe",
            "{seen:who}{seen:month}新办重度残疾证{seen:sent}",
            "{seen:who}: certificate of severe disability given in {seen:month}{seen:sent}",
            between("new_severe_disability_12m", 1, 2),
            seen="new_severe_disability_12m",
        ),
        phrase(
            "several_new_severe",
            "近12个月家里有{new_severe_disability_12m}新办重度残疾证，最近一次在{seen:month}{seen:sent}",
            "certificates of severe disability given to {new_severe_disability_12m} in 12 months, last in {seen:month}{seen:sent}",
            at_least("new_severe_disability_12m", 2),
            seen="new_severe_disability_12m",
        ),
        phrase(
            "single_earner",
            "{seen:who}重度残疾，全家只有一人登记务工",
            "{seen:who}: severely disabled, and only one of the family has registered work",
            yes("disability_and_single_earner"),
            seen="people_severely_disabled",
            unless="work",
        ),
        phrase(
            "severe",
            "{seen:who}重度残疾，{seen:month}办证{seen:sent}",
            "{seen:who}: severely disabled, certificate of {seen:month}{seen:sent}",
            between("people_severely_disabled", 1, 2),
            seen="people_severely_disabled",
        ),
        phrase(
            "several_severe",
            "{seen:who}重度残疾",
            "{seen:who}: severely disabled",
            at_least("people_severely_disabled", 2),
            seen="people_severely_disabled",
        ),
        phrase(
            "severely_disabled",
            "家里有{people_severely_disabled}重度残疾",
            "{people_severely_disabled} severely disabled",
            yes("people_severely_disabled"),
        ),
        phrase("several", "{seen:who}残疾", "{seen:who}: disabled", yes("several_disabled"), seen="people_with_card"),
        phrase(
            "card",
            "{seen:who}残疾，{seen:month}办证{seen:sent}",
            "{seen:who}: disabled, certificate of {seen:month}{seen:sent}",
            between("people_with_card", 1, 2),
            seen="people_with_card",
        ),
        phrase("cards", "家里有{people_with_card}残疾", "{people_with_card} disabled", yes("people_with_card")),
    ],
    protects=[
        phrase(
            "not_severe",
            "家里的残疾成员都不是重度",
            "nobody of the family severely disabled",
            no("people_severely_disabled"),
            yes("people_with_card"),
        ),
        phrase(
            "none",
            "家里没有人登记残疾",
            "nobody on record as disabled",
            no("people_with_card"),
            no("disabled_people_on_roster"),
        ),
    ],
    ask="看日常起居谁在照料，问康复、辅具和护理上缺什么 | See who gives care from day to day; ask what is lacking in rehabilitation, aids "
    "and nursing",
)

topic(
    "disability_subsidies",
    "severe_without_nursing_subsidy nursing_subsidy_missing nursing_subsidy_underway disabled_without_living_subsidy "
    "poor_disabled_without_living_subsidy disability_subsidy_underway",
    raises=[
        phrase(
            "nursing",
            "{seen:who}还没有享受重度残疾人护理补贴",
            "{seen:who}: without the nursing subsidy for the severely disabled yet",
            yes("nursing_subsidy_missing"),
            seen="severe_without_nursing_subsidy",
        ),
        phrase(
            "nursing_of_somebody",
            "家里有{severe_without_nursing_subsidy}还没有享受重度残疾人护理补贴",
            "{severe_without_nursing_subsidy} without the nursing subsidy for the severely disabled yet",
            yes("nursing_subsidy_missing"),
        ),
        phrase(
            "living",
            "{seen:who}还没有享受困难残疾人生活补贴",
            "{seen:who}: without the living subsidy for the disabled yet",
            yes("poor_disabled_without_living_subsidy"),
            seen="disabled_without_living_subsidy",
        ),
    ],
    protects=[
        phrase(
            "nursing_received",
            "正在享受重度残疾人护理补贴",
            "nursing subsidy for the severely disabled received",
            yes("nursing_subsidy_underway"),
        ),
        phrase(
            "received",
            "正在享受残疾人补贴",
            "subsidy for the disabled received",
            yes("disability_subsidy_underway"),
        ),
    ],
    ask="问两项补贴申请了没有、到账没有，没有的帮着办 | Ask whether the two subsidies were applied for and arrive; help where they do not",
)

topic(
    "disability_without_card",
    "disabled_without_card disabled_people_on_roster",
    raises=[
        phrase(
            "members",
            "{seen:who}登记残疾，还没有残疾人证{seen:sent}",
            "{seen:who}: listed as disabled, without a certificate yet{seen:sent}",
            yes("disabled_without_card"),
            no("people_with_card"),
            seen="disabled_people_on_roster",
        ),
        phrase(
            "people",
            "家里有{disabled_without_card}登记残疾，还没有残疾人证",
            "{disabled_without_card} listed as disabled without a certificate yet",
            yes("disabled_without_card"),
        ),
    ],
    ask="问是否愿意做残疾评定，行动不便的约上门评定 | Ask whether an assessment is wanted; arrange one at home for who cannot travel",
)

"""因安全住房 | The dwelling's grade with the day of the inspection, what was done since, and how much room there is."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, no, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "dwelling_safety",
    "dwelling_grade dwelling_open months_since_unsafe oldest_open_hazard months_unremedied unsafe_dwelling "
    "unsafe_dwelling_and_low_income housing_help_missing housing_help_12m months_since_inspection",
    raises=[
        phrase(
            "waits_without_help",
            "住房鉴定为{dwelling_grade:dwelling grade}，{seen:month}以来没有整改，也没有住房帮扶{seen:sent}",
            "dwelling of {dwelling_grade:dwelling grade}, not made safe since {seen:month}, no help for its repair{seen:sent}",
            yes("housing_help_missing"),
            at_least("dwelling_grade", 3),
            seen="oldest_open_hazard",
        ),
        phrase(
            "waits",
            "住房鉴定为{dwelling_grade:dwelling grade}，{seen:month}以来没有整改{seen:sent}",
            "dwelling of {dwelling_grade:dwelling grade}, not made safe since {seen:month}{seen:sent}",
            yes("unsafe_dwelling"),
            at_least("dwelling_grade", 3),
            seen="oldest_open_hazard",
        ),
        phrase(
            "unsafe",
            "住房鉴定为{dwelling_grade:dwelling grade}，还没有整改",
            "dwelling of {dwelling_grade:dwelling grade}, not yet made safe",
            yes("unsafe_dwelling"),
            at_least("dwelling_grade", 3),
        ),
        phrase(
            "inspected_long_ago",
            "住房最近一次鉴定还是{seen:month}{seen:sent}",
            "last inspection of the dwelling as long ago as {seen:month}{seen:sent}",
            at_least("months_since_inspection", 24),
            seen="months_since_inspection",
        ),
    ],
    protects=[
        phrase(
            "repaired_with_help",
            "近12个月享受了住房安全保障",
            "help for housing repair in the last 12 months",
            yes("housing_help_12m"),
            no("unsafe_dwelling"),
        ),
        phrase(
            "safe",
            "住房{seen:month}鉴定为{dwelling_grade:dwelling grade}，住着安全{seen:sent}",
            "dwelling of {dwelling_grade:dwelling grade} by the inspection of {seen:month}, safe to live in{seen:sent}",
            at_most("dwelling_grade", "policy.housing_worst_safe_grade"),
            at_most("months_since_inspection", 24),
            seen="dwelling_grade",
        ),
    ],
    ask="看墙体、屋顶有没有裂缝和漏雨，问整改排到什么时候 | Look for cracks and leaks; ask for when the repair is planned",
)

topic(
    "dwelling_room",
    "dwelling dwelling_per_person",
    raises=[
        phrase(
            "crowded",
            "全家{persons:mouths}住{dwelling}，人均不到20平方米",
            "{dwelling} for a family of {persons}, less than 20 square metres a person",
            below("dwelling_per_person", 20),
            at_least("persons", 2),
        ),
    ],
    protects=[
        phrase(
            "roomy",
            "住房宽敞，共{dwelling}",
            "roomy dwelling of {dwelling}",
            at_least("dwelling_per_person", 40),
            between("dwelling", 60, 1_000),
        ),
    ],
    ask="看房子够不够住、老人和孩子住在哪间 | Look whether there is room enough, and where the old and the young sleep",
)

DECLARED.leave_untold(
    "whether a dwelling counts as unsafe is worked out with it; by itself it says nothing",
    "dwelling_lived_in has_other_dwelling",
)

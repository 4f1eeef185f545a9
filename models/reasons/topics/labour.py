"""缺劳动力 | How many work for how many, who needs care, pensions, and an income that nobody earns."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, no, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

topic(
    "labour",
    "people_with_labour people_with_full_labour labour_share people_who_lost_labour household_without_labour "
    "dependants_per_worker dependent_share",
    raises=[
        phrase(
            "none",
            "全家{persons:mouths}，没有劳动力",
            "nobody with labour in a family of {persons:mouths}",
            yes("household_without_labour"),
            at_least("persons", 2),
            no("elders_only"),
        ),
        phrase(
            "none_of_elders",
            "全家{persons:mouths}，没有劳动力",
            "nobody with labour in a family of {persons:mouths}",
            yes("household_without_labour"),
            at_least("persons", 2),
            unless="elders",
        ),
        phrase(
            "alone",
            "独自一人生活，没有劳动能力",
            "living alone, without labour",
            yes("household_without_labour"),
            between("persons", 1, 2),
            unless="elders",
        ),
        phrase(
            "one_for_many",
            "1个劳动力要养另外{dependants_per_worker:others}",
            "1 person with labour to support {dependants_per_worker:others}",
            at_least("dependants_per_worker", 2),
            between("people_with_labour", 1, 2),
        ),
        phrase(
            "lost",
            "{seen:who}丧失劳动能力{seen:sent}",
            "{seen:who}: lost the ability to work{seen:sent}",
            yes("people_who_lost_labour"),
            seen="people_who_lost_labour",
        ),
        phrase(
            "only_weak",
            "全家{persons:mouths}，只有弱劳动力或半劳动力",
            "only weak or half labour in a family of {persons:mouths}",
            no("people_with_full_labour"),
            yes("people_with_labour"),
        ),
        phrase(
            "few",
            "全家{persons:mouths}，只有{people_with_labour:workers}",
            "only {people_with_labour:workers} in a family of {persons:mouths}",
            at_least("dependants_per_worker", 1.5),
            at_least("persons", 3),
        ),
        phrase(
            "old_and_young",
            "家里有{elders:elders}和{children:children}要照顾",
            "{elders:elders} and {children:children} to look after",
            at_least("dependent_share", 0.5),
            unless="elders children",
        ),
    ],
    protects=[
        phrase(
            "enough",
            "全家{persons:mouths}里有{people_with_labour:workers}",
            "{people_with_labour:workers} in a family of {persons:mouths}",
            at_least("labour_share", 0.5),
            at_least("people_with_labour", 2),
        ),
    ],
    ask="问家里靠谁挣钱、身体怎么样，地里和家务谁在做 | Ask who earns and in what health, and who does the work in the fields and at home",
)

topic(
    "care",
    "care_per_worker very_young_or_old_people",
    raises=[
        phrase(
            "one_for_many",
            "1个劳动力要照料{care_per_worker:plain}个重残、高龄或幼小的家人",
            "1 person with labour to care for {care_per_worker:plain} relatives severely disabled, very old or very young",
            at_least("care_per_worker", 2),
            between("people_with_labour", 1, 2),
        ),
        phrase(
            "very_young_or_old",
            "家里有{very_young_or_old_people}不满6岁或年过80，要人照料",
            "{very_young_or_old_people} under 6 or of 80 and over, in need of care",
            at_least("very_young_or_old_people", 2),
            unless="elders children",
        ),
    ],
    protects=[
        phrase(
            "nobody",
            "家里没有幼儿和高龄老人要照料",
            "no very young or very old to care for",
            no("very_young_or_old_people"),
            no("people_severely_disabled"),
        ),
    ],
    ask="问谁在照料、能不能脱身去干活，要不要日间照料或托育 | Ask who gives care and can go to work beside it, and whether day care is wanted",
)

topic(
    "pension_insurance",
    "adults_without_pension pension_insured_people",
    raises=[
        phrase(
            "members",
            "{seen:who}还没有参加养老保险{seen:sent}",
            "{seen:who}: not yet in pension insurance{seen:sent}",
            yes("adults_without_pension"),
            seen="adults_without_pension",
        ),
        phrase(
            "people",
            "家里有{adults_without_pension}还没有参加养老保险",
            "{adults_without_pension} not yet in pension insurance",
            yes("adults_without_pension"),
        ),
    ],
    protects=[
        phrase(
            "all",
            "家里的成年人都参加了养老保险",
            "every adult in pension insurance",
            no("adults_without_pension"),
            yes("pension_insured_people"),
        ),
    ],
    ask="问没有参保的原因，符合代缴条件的帮着办 | Ask why there is no insurance; help where the county pays for it",
)

topic(
    "transfer_income",
    "transfer_share",
    raises=[
        phrase(
            "all",
            "全家收入都靠养老金、低保金等转移性收入",
            "the whole income from transfers such as pensions and allowances",
            at_least("transfer_share", 0.995),
        ),
        phrase(
            "most",
            "全家收入的{transfer_share:share}靠养老金、低保金等转移性收入",
            "{transfer_share:share} of the income from transfers such as pensions and allowances",
            between("transfer_share", 0.5, 0.995),
        ),
    ],
    protects=[
        phrase(
            "earned",
            "全家收入基本靠自己挣",
            "nearly the whole income earned by the family itself",
            at_most("transfer_share", 0.1),
            at_least("transfer_share", 0),
            below("dependants_per_worker", 1),
        ),
    ],
    ask="问补助是否按时到账，家里有没有人想找活干 | Ask whether allowances arrive in time, and whether anybody looks for work",
)

DECLARED.leave_untold("a visit can check no risk in an age; the old and the young have topics of their own", "head_age")

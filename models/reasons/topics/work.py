"""因务工就业不稳 | Who of the household works, for how long, and who would like to."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, between, no, yes
from models.reasons.topics.declaring import DECLARED, phrase, topic

ROSTER = "roster_work_months roster_workers"

topic(
    "work",
    "people_working employed_share zero_employment single_earner people_in_stable_work months_worked_3m months_worked_6m "
    "months_worked_12m months_since_anybody_worked longest_gap_without_work work_months_change screened_fewer_work_months "
    "employment_help_missing roster_workers roster_work_months wants_work_without_any relocated_without_work "
    "relocated_without_stable_work relocated_workers_per_labour",
    raises=[
        phrase(
            "nobody_works_and_no_help",
            "家里有{people_with_labour:workers}，已{months_since_anybody_worked}无人登记务工，也没有就业帮扶",
            "{people_with_labour:workers}, nobody registered as working for {months_since_anybody_worked}, and no help to find work",
            yes("employment_help_missing"),
        ),
        phrase(
            "nobody_works",
            "家里有{people_with_labour:workers}，已{months_since_anybody_worked}无人登记务工",
            "{people_with_labour:workers}, nobody registered as working for {months_since_anybody_worked}",
            yes("zero_employment"),
        ),
        phrase(
            "nobody_works_now",
            "家里有{people_with_labour:workers}，目前无人登记务工",
            "{people_with_labour:workers}, nobody registered as working now",
            yes("zero_employment"),
        ),
        phrase(
            "moved_without_lasting_work",
            "搬迁后家里有{people_with_labour:workers}，没有人在一份工上干满半年",
            "{people_with_labour:workers} in a relocated household, nobody with work that has lasted half a year",
            yes("relocated_without_stable_work"),
        ),
        phrase(
            "wants_work",
            "{seen:who}想务工，最近一年还没有务工",
            "work wanted by {seen:who}, none in the year of the last roster",
            yes("wants_work_without_any"),
            seen="wants_work_without_any",
        ),
        phrase(
            "fewer_months",
            "近6个月全家合计务工{months_worked_6m:about person-months}，比前6个月少{work_months_change:drop}",
            "{months_worked_6m:about person-months} of work in 6 months, {work_months_change:drop} less than in the 6 months before",
            at_most("work_months_change", 0.75),
        ),
        phrase(
            "few_months_on_the_roster",
            "最近一次名册上全家{roster_workers}务工，全年合计{roster_work_months:about person-months}",
            "{roster_workers} in work on the last roster, {roster_work_months:about person-months} in its year",
            between("roster_work_months", 0.5, 10),
            of=ROSTER,
        ),
        phrase(
            "one_of_several",
            "家里有{people_with_labour:workers}，只有1人登记务工",
            "{people_with_labour:workers}, one of them registered as working",
            yes("single_earner"),
            at_most("employed_share", 0.5),
        ),
        phrase(
            "single_earner",
            "全家{persons:mouths}，只有1人登记务工",
            "one member registered as working, in a family of {persons}",
            yes("single_earner"),
            at_least("persons", 2),
            unless="labour",
        ),
        phrase(
            "not_yet_on_the_roster",
            "目前{people_working}登记务工，最近一次名册上却全年无人外出务工",
            "{people_working} registered as working now, and nobody who worked away in the year of the last roster",
            between("people_working", 1, 3),
            no("roster_workers"),
            of=ROSTER,
        ),
        phrase(
            "nobody_on_the_roster",
            "家里有{people_with_labour:workers}，最近一次名册上全年无人外出务工",
            "{people_with_labour:workers}, nobody who worked away in the year of the last roster",
            no("roster_workers"),
            of=ROSTER,
        ),
        phrase(
            "year_without_work",
            "近一年全家无人登记务工",
            "nobody of the family registered as working for a year",
            at_least("longest_gap_without_work", 12),
            unless="labour",
        ),
        phrase(
            "months_without_work",
            "近12个月里全家连续{longest_gap_without_work}无人登记务工",
            "{longest_gap_without_work} in a row of the last 12 with nobody registered as working",
            at_least("longest_gap_without_work", 3),
        ),
        phrase(
            "nobody_at_work",
            "家里目前无人登记务工",
            "nobody of the family registered as working now",
            no("people_working"),
            unless="labour",
        ),
        phrase(
            "nobody_worked_away",
            "最近一次名册上全家全年无人外出务工",
            "nobody of the family who worked away in the year of the last roster",
            no("roster_workers"),
            of=ROSTER,
            unless="labour",
        ),
    ],
    protects=[
        phrase(
            "several_in_lasting_work",
            "家里{people_in_stable_work}在一份工上已干满半年",
            "{people_in_stable_work} in work that has lasted half a year",
            at_least("people_in_stable_work", 2),
        ),
        phrase(
            "many_months_on_the_roster",
            "最近一次名册上全家{roster_workers}务工，全年合计{roster_work_months:about person-months}",
            "{roster_workers} in work on the last roster, {roster_work_months:about person-months} in its year",
            at_least("roster_work_months", 12),
        ),
        phrase(
            "several_work",
            "家里{people_working}在务工",
            "{people_working} of the family in work",
            at_least("people_working", 2),
        ),
        phrase(
            "lasting_work",
            "家里{people_in_stable_work}在一份工上已干满半年",
            "{people_in_stable_work} in work that has lasted half a year",
            yes("people_in_stable_work"),
        ),
    ],
    ask="问家里谁能务工、想找什么活，可介绍岗位、技能培训或公益性岗位 | "
    "Ask who could work and what work they look for; offer jobs, training or a public-interest post",
)

topic(
    "graduates",
    "graduates_out_of_work graduates_12m",
    raises=[
        phrase(
            "who_looks_for_work",
            "{seen:who}毕业后还没有务工",
            "no work yet after school for {seen:who}",
            yes("graduates_out_of_work"),
            seen="graduates_out_of_work",
        ),
        phrase(
            "look_for_work",
            "家里{graduates_out_of_work}毕业后还没有务工",
            "{graduates_out_of_work} out of school and not yet in work",
            yes("graduates_out_of_work"),
        ),
    ],
    protects=[
        phrase(
            "finished_school",
            "家里{graduates_12m}近12个月毕业，可以参加工作",
            "{graduates_12m} who finished school in the last 12 months and can take up work",
            no("graduates_out_of_work"),
        ),
    ],
    ask="问毕业的孩子想做什么工作，可介绍岗位或技能培训 | Ask what work the young people look for; offer jobs or training",
)

DECLARED.leave_untold("schooling is no risk to check, and a stigma on paper", "head_schooling highest_schooling")
DECLARED.leave_untold(
    "how far away the work is says neither good nor bad of a household",
    "furthest_work furthest_work_year_before work_came_nearer people_working_away people_working_outside_province "
    "people_away_6m work_away_share_12m roster_work_away_share workers_outside_province",
)
DECLARED.leave_untold("that somebody with weak labour works is neither good nor bad", "weak_labour_workers")

"""因务工就业不稳 | Work that ended, with the day and the wage that went with it, and posts that end."""

from __future__ import annotations

from models.reasons.topics.conditions import at_least, at_most, below, between, no, yes
from models.reasons.topics.declaring import phrase, topic

topic(
    "jobs_ended",
    "jobs_ended_3m jobs_ended_6m jobs_ended_12m months_since_job_ended last_worker_lost_6m monthly_wages_lost_6m "
    "wages_lost_to_income screened_job_lost returned_migrants screened_returned_migrant lost_work_and_debt",
    raises=[
        phrase(
            "last_worker",
            "{seen:who}{seen.ended_on:month}结束务工，家里再无人登记务工{seen:sent}",
            "work of {seen:who} ended in {seen.ended_on:month}, nobody of the family registered as working since{seen:sent}",
            yes("last_worker_lost_6m"),
            at_most("jobs_ended_6m", 1),
            seen="jobs_ended_6m",
            unless="work",
        ),
        phrase(
            "came_home",
            "{seen:who}{seen.ended_on:month}结束县外务工返乡{seen:sent}",
            "return of {seen:who} from work outside the county in {seen.ended_on:month}{seen:sent}",
            yes("returned_migrants"),
            between("jobs_ended_6m", 1, 2),
            seen="jobs_ended_6m",
        ),
        phrase(
            "one_job_with_its_wage",
            "{seen:who}{seen.ended_on:month}结束了一份月工资{monthly_wages_lost_6m}的务工{seen:sent}",
            "work of {seen:who} at {monthly_wages_lost_6m} a month ended in {seen.ended_on:month}{seen:sent}",
            at_least("monthly_wages_lost_6m", 300),
            between("jobs_ended_6m", 1, 2),
            seen="jobs_ended_6m",
        ),
        phrase(
            "several_jobs_with_their_wages",
            "近6个月{seen:who}的务工结束{jobs_ended_6m}，月工资合计{monthly_wages_lost_6m}{seen:sent}",
            "work of {seen:who} ended {jobs_ended_6m} in 6 months, {monthly_wages_lost_6m} a month in all{seen:sent}",
            at_least("jobs_ended_6m", 2),
            at_least("monthly_wages_lost_6m", 300),
            seen="jobs_ended_6m",
        ),
        phrase(
            "debt_beside_it",
            "近6个月家里有人结束务工，还有住房负债{housing_debt}",
            "work that ended in the last 6 months, beside {housing_debt} of debt for the dwelling",
            yes("lost_work_and_debt"),
            at_least("housing_debt", 1_000),
            unless="housing_debt",
        ),
        phrase(
            "whose_job",
            "{seen:who}{seen.ended_on:month}结束务工{seen:sent}",
            "work of {seen:who} ended in {seen.ended_on:month}{seen:sent}",
            between("jobs_ended_12m", 1, 2),
            seen="jobs_ended_12m",
        ),
        phrase(
            "one_job",
            "家里最近一份务工{seen.ended_on:month}结束{seen:sent}",
            "work of the family that ended in {seen.ended_on:month}{seen:sent}",
            yes("jobs_ended_12m"),
            seen="jobs_ended_12m",
            largest="ended_on",
        ),
        phrase(
            "times",
            "近12个月家里务工结束{jobs_ended_12m}",
            "work that ended {jobs_ended_12m} in 12 months",
            yes("jobs_ended_12m"),
        ),
    ],
    protects=[
        phrase(
            "none_ended",
            "家里的务工近12个月一直没有断",
            "work of the family without a break for 12 months",
            no("jobs_ended_12m"),
            yes("people_in_stable_work"),
            below("longest_gap_without_work", 1),
        ),
    ],
    ask="问是否已找到新的活、工资有没有结清，需要的话介绍岗位 | "
    "Ask whether new work was found and wages were paid in full; offer jobs if needed",
)

topic(
    "posts",
    "people_in_public_posts people_in_workshops public_posts_ended_12m months_until_public_post_ends help_to_work_underway",
    raises=[
        phrase(
            "ends_soon",
            "{seen:who}的公益性岗位再过{months_until_public_post_ends}到期",
            "public-interest post of {seen:who}, which ends in {months_until_public_post_ends}",
            at_most("months_until_public_post_ends", 6),
            seen="months_until_public_post_ends",
        ),
        phrase(
            "ends_now",
            "{seen:who}的公益性岗位不到一个月就到期",
            "public-interest post of {seen:who}, which ends within a month",
            below("months_until_public_post_ends", 1),
            seen="months_until_public_post_ends",
        ),
        phrase(
            "ended",
            "{seen:who}的公益性岗位{seen.ended_on:month}到期{seen:sent}",
            "public-interest post of {seen:who} that ended in {seen.ended_on:month}{seen:sent}",
            between("public_posts_ended_12m", 1, 2),
            no("people_in_public_posts"),
            seen="public_posts_ended_12m",
        ),
        phrase(
            "some_ended",
            "近12个月公益性岗位到期{public_posts_ended_12m}",
            "public-interest posts that ended {public_posts_ended_12m} in 12 months",
            yes("public_posts_ended_12m"),
            no("people_in_public_posts"),
        ),
    ],
    protects=[
        phrase(
            "in_public_post",
            "{seen:who}在公益性岗位上岗",
            "public-interest post held by {seen:who}",
            yes("people_in_public_posts"),
            seen="people_in_public_posts",
        ),
        phrase(
            "in_public_posts",
            "家里{people_in_public_posts}在公益性岗位上岗",
            "{people_in_public_posts} in public-interest posts",
            yes("people_in_public_posts"),
        ),
        phrase(
            "in_workshop",
            "{seen:who}在帮扶车间上班",
            "work of {seen:who} in an assistance workshop",
            yes("people_in_workshops"),
            seen="people_in_workshops",
        ),
        phrase(
            "in_workshops",
            "家里{people_in_workshops}在帮扶车间上班",
            "{people_in_workshops} at work in assistance workshops",
            yes("people_in_workshops"),
        ),
        phrase(
            "help_to_work",
            "正在享受就业帮扶",
            "help to find work underway",
            yes("help_to_work_underway"),
        ),
    ],
    ask="问岗位到期后能否续聘，不能的话打算做什么 | Ask whether the post can be renewed, and what is planned if not",
)
